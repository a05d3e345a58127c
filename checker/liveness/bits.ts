/** A set of numbers below a size, one bit each. */
export class Bits {
  readonly #bytes: Uint8Array;

  constructor(size: number) {
    this.#bytes = new Uint8Array((size + 7) >>> 3);
  }

  add(number: number): void {
    this.#bytes[number >>> 3]! |= 1 << (number & 7);
  }

  has(number: number): boolean {
    return (this.#bytes[number >>> 3]! & (1 << (number & 7))) !== 0;
  }
}
