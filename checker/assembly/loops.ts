import { readFileSync } from 'node:fs';
import type { LinearMemory } from './linear-memory.ts';

/** The compiled loops, which work in one memory. */
export interface Loops {
  /** Where the context is that all others work with, as an address. */
  use(context: number): void;
  /** See `source/expand.ts`. */
  read(): void;
  expand(from: number, to: number): number;
  stabilizers(from: number): number;
  /** See `source/plain.ts`. */
  usePlain(plain: number): void;
  readPlain(): void;
  expandPlain(from: number, to: number): number;
}

const FILE = new URL('loops.wasm', import.meta.url);

let compiled: WebAssembly.Module | undefined;

/** The loops, for one memory. They are compiled once, when they are asked for first. */
export function loopsIn({ memory }: LinearMemory): Loops {
  compiled ??= new WebAssembly.Module(readFileSync(FILE));
  const { exports } = new WebAssembly.Instance(compiled, { env: { memory } });
  // A test compiles the source and expects this very module.
  return exports as unknown as Loops;
}
