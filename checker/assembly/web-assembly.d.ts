/** What is used of WebAssembly. TypeScript has its types only together with those of a browser. */
declare namespace WebAssembly {
  class Memory {
    constructor(size: {
      readonly initial: number;
      readonly maximum: number;
      readonly shared: boolean;
    });
    readonly buffer: SharedArrayBuffer;
    /** Grows by so many pages of 64 KB; gives how many there were. */
    grow(pages: number): number;
  }
  class Module {
    constructor(bytes: Uint8Array);
  }
  class Instance {
    constructor(module: Module, imports: { readonly env: { readonly memory: Memory } });
    readonly exports: object;
  }
}
