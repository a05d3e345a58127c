import type { LinearMemory } from '../assembly/linear-memory.ts';
import { type Loops, loopsIn } from '../assembly/loops.ts';
import type { Rows } from './rows.ts';
import { type SharedInts, settle, sharedInts, widen } from './shared-ints.ts';

/** Rows whose keys may be new, in order: for each the two halves of its key, the high one first, and which row it is. */
export interface Candidates {
  readonly keys: SharedInts;
  readonly rows: SharedInts;
  count: number;
}

/** So many keys that were seen last are known not to be new; a power of two. */
const RECENT = 1 << 13;

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
  readonly #recent: Int32Array;
  readonly #loops: Loops;

  /** @param memory where rows are, and candidates are to be */
  constructor(memory: LinearMemory) {
    this.#loops = loopsIn(memory);
    this.#recent = memory.reserve(2 * RECENT);
    settle(this.candidates.keys, memory);
    settle(this.candidates.rows, memory);
  }

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
    const { keys, rows: numbers, count } = this.candidates;
    widen(keys, 2 * (count + to - from));
    widen(numbers, count + to - from);
    rows.fresh.data.fill(0, from, to);
    this.candidates.count = this.#loops.sift(
      this.#recent.byteOffset,
      RECENT - 1,
      rows.keys.data.byteOffset,
      from,
      to,
      keys.data.byteOffset,
      numbers.data.byteOffset,
      count,
    );
  }
}
