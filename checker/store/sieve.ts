import * as hashes from './hash.ts';
import type { Rows } from './rows.ts';
import { type SharedInts, sharedInts, widen } from './shared-ints.ts';

// Called once a row; what is imported would be read anew each time.
const { hashOf } = hashes;

/** Rows whose keys may be new, in order: for each the two halves of its key, the high one first, and which row it is. */
export interface Candidates {
  readonly keys: SharedInts;
  readonly rows: SharedInts;
  count: number;
}

/** So many keys that were seen last are known not to be new; a power of two. */
const RECENT = 1 << 13;
const RECENT_MASK = RECENT - 1;

/**
 * Tells rows whose keys were seen not long ago from those that may be new.
 *
 * Hot: states that are found one after the other have successors in common: of those of two-phase commit three quarters, of
 * Paxos a half are sifted out by a small table, while they are in the near cache, and are not looked at again. What is left is a
 * short list that is read from front to back, by other threads too.
 */
export class Sieve {
  readonly candidates: Candidates = {
    keys: sharedInts(1 << 10),
    rows: sharedInts(1 << 9),
    count: 0,
  };
  /** Keys that were seen not long ago, by the low bits of their hashes. */
  readonly #recent = new Int32Array(2 * RECENT);
  #passed = new Int32Array(1 << 12);

  /** Begins with row 0 again; what was seen remains so. */
  restart(): void {
    this.candidates.count = 0;
  }

  /** Forgets what was seen. */
  forget(): void {
    this.#recent.fill(0);
  }

  /** Sifts the rows from `from` to before `to`, which come behind all that were sifted before. */
  sift(rows: Rows, from: number, to: number): void {
    this.#makeRoom(to - from);
    rows.fresh.data.fill(0, from, to);
    this.#keep(rows.keys.data, this.#siftRecent(rows.keys.data, from, to));
  }

  /** Takes the keys of the first so many rows that have passed. */
  #keep(from: Int32Array, count: number): void {
    const passed = this.#passed;
    const { candidates } = this;
    const keys = candidates.keys.data;
    const numbers = candidates.rows.data;
    let at = candidates.count;
    for (let index = 0; index < count; index++, at++) {
      const row = passed[index]!;
      keys[2 * at] = from[2 * row]!;
      keys[2 * at + 1] = from[2 * row + 1]!;
      numbers[at] = row;
    }
    candidates.count = at;
  }

  #siftRecent(keys: Int32Array, from: number, to: number): number {
    if (this.#passed.length < to - from) this.#passed = new Int32Array(2 * (to - from));
    const passed = this.#passed;
    const recent = this.#recent;
    let count = 0;
    // Without a branch: whether a key was seen is a toss of a coin to the processor.
    for (let row = from; row < to; row++) {
      const high = keys[2 * row]!;
      const low = keys[2 * row + 1]!;
      const near = (hashOf(high, low) & RECENT_MASK) << 1;
      const differs = (recent[near]! ^ high) | (recent[near + 1]! ^ low);
      recent[near] = high;
      recent[near + 1] = low;
      passed[count] = row;
      count += (differs | -differs) >>> 31;
    }
    return count;
  }

  #makeRoom(more: number): void {
    const { keys, rows, count } = this.candidates;
    widen(keys, 2 * (count + more));
    widen(rows, count + more);
  }
}
