import { PairTable } from './pair-table.ts';

/** Numbers pairs of ids from 0 up, and gives each number's pair back. */
export class PairInterner {
  readonly #table = new PairTable();
  #pairs = new Int32Array(1 << 7);

  get size(): number {
    return this.#table.size;
  }

  idOf(first: number, second: number): number {
    const known = this.#table.get(first, second);
    if (known >= 0) return known;
    const id = this.#table.size;
    this.#table.set(first, second, id);
    if (2 * id >= this.#pairs.length) {
      const larger = new Int32Array(2 * this.#pairs.length);
      larger.set(this.#pairs);
      this.#pairs = larger;
    }
    this.#pairs[2 * id] = first;
    this.#pairs[2 * id + 1] = second;
    return id;
  }

  /** The first id of a pair that was numbered. */
  first(id: number): number {
    return this.#pairs[2 * id]!;
  }

  second(id: number): number {
    return this.#pairs[2 * id + 1]!;
  }

  get bytes(): number {
    return this.#table.bytes + this.#pairs.byteLength;
  }
}
