import * as structs from '../assembly/structs.ts';
import type { Bindings, Length } from '../store/bindings.ts';
import type { PairInterner } from '../store/pair-interner.ts';
import { roomOf } from '../store/pair-table.ts';

const { pairs: PAIRS } = structs;

/** A pair table's mask follows from its length. */
export const tableMask = (place: number): Length => ({ place, of: (length) => (length >> 2) - 1 });

/** Pairs that both JavaScript and the compiled loops number, as these are told of them. */
export class PairsForLoops {
  readonly #interner: PairInterner;
  readonly #ints: Int32Array;
  readonly #at: number;

  /** @param at where the structure begins among the integers */
  constructor(interner: PairInterner, bindings: Bindings, ints: Int32Array, at: number) {
    this.#interner = interner;
    this.#ints = ints;
    this.#at = at;
    const { numbers, pairs } = interner;
    bindings.add(numbers.rows, ints, at + PAIRS.rows, tableMask(at + PAIRS.mask));
    bindings.add(pairs, ints, at + PAIRS.pairs);
  }

  /** Tells how many there are, and may be. */
  tell(): void {
    const { numbers, pairs } = this.#interner;
    this.#ints[this.#at + PAIRS.size] = numbers.size;
    this.#ints[this.#at + PAIRS.most] = Math.min(roomOf(numbers), pairs.data.length >> 1);
  }

  /** Takes note of those that the loops have numbered. */
  listen(): void {
    this.#interner.numbers.size = this.#ints[this.#at + PAIRS.size]!;
  }
}
