import { type Fold, foldEach, type Vectors } from './folds.ts';
import { findPair, pairTable, setPair } from './pair-table.ts';

/** About how many states are looked at to find out what slots have in common. */
const ENOUGH = 4096;

/** Some of all states, as folded so far: which ids, and pairs of ids, their slots have. */
export class Sample {
  /** How many states they are. */
  readonly size: number;
  /** The ids, slot by slot. */
  readonly #ids: Int32Array;
  /** What was counted since the slots were folded last. */
  readonly #counted = new Map<string, number>();
  /** The pairs that are being counted. It is emptied and not made anew: to grow takes longer than to count. */
  readonly #met = pairTable();

  constructor(states: Vectors, width: number) {
    const blocks: { readonly ids: Int32Array; readonly count: number }[] = [];
    const stride = Math.max(1, Math.floor(states.count / ENOUGH));
    states.forEach((ids, count) => {
      blocks.push({ ids: ids.slice(0, width * count), count });
    }, stride);
    this.size = blocks.reduce((sum, { count }) => sum + count, 0);
    this.#ids = new Int32Array(width * this.size);
    let before = 0;
    for (const { ids, count } of blocks) {
      for (let slot = 0; slot < width; slot++)
        this.#ids.set(ids.subarray(slot * count, (slot + 1) * count), slot * this.size + before);
      before += count;
    }
  }

  /** Folds two slots, all of whose pairs are interned. */
  fold(fold: Fold): void {
    foldEach(fold, this.size, this.#ids, true);
    this.#counted.clear();
  }

  /** How many different ids a slot has; 1 if there is no state. */
  ids(slot: number): number {
    return this.pairs(slot, slot);
  }

  /** How many different pairs there are of ids that two slots have in the same state; 1 if there is no state. */
  pairs(first: number, second: number): number {
    const key = `${first} ${second}`;
    const known = this.#counted.get(key) ?? this.#count(first, second);
    this.#counted.set(key, known);
    return known;
  }

  #count(first: number, second: number): number {
    const { size } = this;
    const ids = this.#ids;
    const met = this.#met;
    met.rows.data.fill(-1);
    met.size = 0;
    for (let index = 0; index < size; index++) {
      const one = ids[first * size + index]!;
      const other = ids[second * size + index]!;
      if (findPair(met, one, other) < 0) setPair(met, one, other, 0);
    }
    return met.size || 1;
  }
}
