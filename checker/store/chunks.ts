const CHUNK_BITS = 17;
const CHUNK = 1 << CHUNK_BITS;

/** A growing array of 32-bit integers that never moves what it holds: it grows by one chunk at a time. */
export class Chunks {
  length = 0;
  readonly #chunks: Int32Array[] = [];

  push(value: number): void {
    const at = this.length++;
    if (at % CHUNK === 0) this.#chunks.push(new Int32Array(CHUNK));
    this.#chunks[(at / CHUNK) | 0]![at % CHUNK] = value;
  }

  get(index: number): number {
    return this.#chunks[(index / CHUNK) | 0]![index % CHUNK]!;
  }

  set(index: number, value: number): void {
    this.#chunks[(index / CHUNK) | 0]![index % CHUNK] = value;
  }

  get bytes(): number {
    return this.#chunks.length * CHUNK * 4;
  }
}
