/** Numbers short lists of ids from 0 up, by content. The empty list is number 0. */
export class TupleInterner {
  readonly #tuples: (readonly number[])[] = [];
  readonly #ids = new Map<string, number>();

  constructor() {
    this.idOf([]);
  }

  get size(): number {
    return this.#tuples.length;
  }

  idOf(tuple: readonly number[]): number {
    const key = tuple.join();
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#ids.set(key, this.#tuples.length);
    return this.#tuples.push(tuple) - 1;
  }

  tupleOf(id: number): readonly number[] {
    return this.#tuples[id] ?? [];
  }
}
