import { findPair, pairTable, setPair } from '../store/pair-table.ts';

/** Numbers short lists of ids from 0 up, by content. The empty list is number 0. */
export class TupleInterner {
  readonly #tuples: (readonly number[])[] = [];
  /** A tree of beginnings: from (beginning, next id) to the longer beginning. The empty one is 0. */
  readonly #longer = pairTable();
  /** The number of the list that a beginning is the whole of, if it was asked for. */
  readonly #numbers: (number | undefined)[] = [];

  constructor() {
    this.idOf([]);
  }

  get size(): number {
    return this.#tuples.length;
  }

  idOf(tuple: readonly number[]): number {
    let beginning = 0;
    for (const id of tuple) beginning = this.#longerBy(beginning, id);
    const known = this.#numbers[beginning];
    if (known !== undefined) return known;
    const number = this.#tuples.push(tuple) - 1;
    this.#numbers[beginning] = number;
    return number;
  }

  tupleOf(id: number): readonly number[] {
    return this.#tuples[id] ?? [];
  }

  #longerBy(beginning: number, id: number): number {
    const known = findPair(this.#longer, beginning, id);
    if (known >= 0) return known;
    const longer = this.#longer.size + 1;
    setPair(this.#longer, beginning, id, longer);
    return longer;
  }
}
