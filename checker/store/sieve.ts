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
 * Tells rows whose keys were seen not long ago from those that may be new, and shares the latter out by hash to those who
 * look them up.
 *
 * Hot: states that are found one after the other have successors in common: of those of two-phase commit three quarters, of
 * Paxos a half are sifted out by a small table, while they are in the near cache, and are not looked at again. What is left is a
 * short list that is read from front to back, by another thread too.
 */
export class Sieve {
  /** By owner. */
  readonly candidates: readonly Candidates[];
  /** Keys that were seen not long ago, by the low bits of their hashes. */
  readonly #recent = new Int32Array(2 * RECENT);
  #passed = new Int32Array(1 << 12);

  constructor(owners: number) {
    this.candidates = Array.from({ length: owners }, () => ({
      keys: sharedInts(1 << 10),
      rows: sharedInts(1 << 9),
      count: 0,
    }));
  }

  /** Begins with row 0 again; what was seen remains so. */
  restart(): void {
    for (const list of this.candidates) list.count = 0;
  }

  /** Forgets what was seen. */
  forget(): void {
    this.#recent.fill(0);
  }

  /** Sifts the rows from `from` to before `to`, which come behind all that were sifted before. */
  sift(rows: Rows, from: number, to: number): void {
    this.#makeRoom(to - from);
    rows.fresh.data.fill(0, from, to);
    const count = this.#siftRecent(rows.keys.data, from, to);
    if (this.candidates.length === 1) this.#keepAll(rows.keys.data, count);
    else this.#shareOut(rows.keys.data, count);
  }

  /** Takes the keys of the first so many rows that have passed, where one looks up all of them. */
  #keepAll(from: Int32Array, count: number): void {
    const passed = this.#passed;
    // There is one.
    const only = this.candidates[0]!;
    const keys = only.keys.data;
    const numbers = only.rows.data;
    let at = only.count;
    for (let index = 0; index < count; index++, at++) {
      const row = passed[index]!;
      keys[2 * at] = from[2 * row]!;
      keys[2 * at + 1] = from[2 * row + 1]!;
      numbers[at] = row;
    }
    only.count = at;
  }

  /** Shares the keys of the first so many rows that have passed out to those who look them up. */
  #shareOut(from: Int32Array, count: number): void {
    const passed = this.#passed;
    const { candidates } = this;
    const keys = candidates.map((one) => one.keys.data);
    const numbers = candidates.map((one) => one.rows.data);
    const counts = Int32Array.from(candidates, (one) => one.count);
    const scale = candidates.length / 2 ** 32;
    for (let index = 0; index < count; index++) {
      const row = passed[index]!;
      const high = from[2 * row]!;
      const low = from[2 * row + 1]!;
      // A hash is below 2^32, so its part of it is the number of an owner.
      const owner = ((hashOf(high, low) >>> 0) * scale) | 0;
      const at = counts[owner]!++;
      const given = keys[owner]!;
      given[2 * at] = high;
      given[2 * at + 1] = low;
      numbers[owner]![at] = row;
    }
    for (const [owner, one] of candidates.entries()) one.count = counts[owner]!;
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
    for (const { keys, rows, count } of this.candidates) {
      widen(keys, 2 * (count + more));
      widen(rows, count + more);
    }
  }
}
