import { internPair, type PairInterner, pairInterner } from '../store/pair-interner.ts';

/**
 * Numbers short lists of ids from 0 up, by content. The empty list is number 0. A list is known as the pair of the list
 * without its last id, and that id; so all that others begin with have numbers too.
 */
export class TupleInterner {
  readonly #pairs: PairInterner = pairInterner();
  readonly #tuples: (readonly number[])[] = [[]];

  idOf(tuple: readonly number[]): number {
    return this.extended(0, tuple, 0);
  }

  /** A list with those of another from a place on behind it. */
  extended(id: number, others: readonly number[], from: number): number {
    let longer = id;
    for (let place = from; place < others.length; place++)
      longer = this.#append(longer, others[place]!);
    return longer;
  }

  tupleOf(id: number): readonly number[] {
    return this.#tuples[id]!;
  }

  #append(id: number, last: number): number {
    const longer = internPair(this.#pairs, id, last) + 1;
    if (longer === this.#tuples.length) this.#tuples.push([...this.#tuples[id]!, last]);
    return longer;
  }
}
