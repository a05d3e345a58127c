const CHUNK_BITS = 16;
const CHUNK = 1 << CHUNK_BITS;
const WITHIN = CHUNK - 1;

/** A growing list of 64-bit keys that never moves what it holds: it grows by one chunk at a time. */
export class KeyList {
  length = 0;
  readonly #chunks: Int32Array[] = [];

  push(high: number, low: number): void {
    const at = this.length++;
    if ((at & WITHIN) === 0) this.#chunks.push(new Int32Array(2 * CHUNK));
    this.set(at, high, low);
  }

  high(index: number): number {
    return this.#chunks[index >>> CHUNK_BITS]![2 * (index & WITHIN)]!;
  }

  low(index: number): number {
    return this.#chunks[index >>> CHUNK_BITS]![2 * (index & WITHIN) + 1]!;
  }

  set(index: number, high: number, low: number): void {
    const chunk = this.#chunks[index >>> CHUNK_BITS]!;
    chunk[2 * (index & WITHIN)] = high;
    chunk[2 * (index & WITHIN) + 1] = low;
  }

  get bytes(): number {
    return this.#chunks.length * CHUNK * 8;
  }
}
