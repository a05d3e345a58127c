import {
  firstOf,
  internPair,
  type PairInterner,
  pairInterner,
  secondOf,
} from '../store/pair-interner.ts';

/**
 * Numbers short lists of ids from 0 up, by content. The empty list is number 0. A list is known as the pair of the list
 * without its last id, and that id; so all that others begin with have numbers too.
 */
export class TupleInterner {
  /** Others may number more; a tuple has the number of its pair and one more. */
  readonly pairs: PairInterner;
  readonly #tuples: (readonly number[])[] = [[]];

  /** @param pairs where others number tuples */
  constructor(pairs: PairInterner = pairInterner()) {
    this.pairs = pairs;
  }

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
    // Tuples of pairs that others have numbered.
    while (this.#tuples.length <= id) {
      const pair = this.#tuples.length - 1;
      this.#tuples.push([...this.#tuples[firstOf(this.pairs, pair)]!, secondOf(this.pairs, pair)]);
    }
    return this.#tuples[id]!;
  }

  #append(id: number, last: number): number {
    return internPair(this.pairs, id, last) + 1;
  }
}
