import * as hashes from '../store/hash.ts';
import type { KeySet } from '../store/key-set.ts';
import type { Candidates } from '../store/sieve.ts';
import type { Source } from './share.ts';
import { eachStretch, type Stretches } from './stretches.ts';

// Called once a candidate; what is imported would be read anew each time.
const { hashOf } = hashes;

/** So many candidates are looked at, and at least so many keys looked up, together: they stay in the near cache meanwhile. */
const PIECE = 1 << 11;

/** Of a source, the candidates of which stretch are in the piece at hand, up to which key. */
const SOURCE = 0;
const STRETCH = 1;
const END = 2;
const FIELDS = 3;

/**
 * Looks up the candidates of a round whose keys are a set's own, from all sources, in the order of the states that their rows came of.
 * So of equal keys the same one is the first for any number of threads.
 */
export class Ordered {
  readonly #set: KeySet;
  /** Of the keys in the piece: two halves, the high one first, the number of the row, and whether it is new. */
  readonly #keys = new Int32Array(4 * PIECE);
  readonly #rows = new Int32Array(2 * PIECE);
  readonly #isNew = new Uint8Array(2 * PIECE);
  #count = 0;
  /** Which stretches the keys in the piece are of. */
  readonly #parts = new Int32Array(FIELDS * 2 * PIECE);
  #partCount = 0;

  constructor(set: KeySet) {
    this.#set = set;
  }

  /** Adds the keys of a round that are the set's own, and marks the rows whose keys are new; gives how many those are, stretch by stretch. */
  add(sources: readonly Source[], stretches: Stretches): Int32Array {
    const added = new Int32Array(stretches.count);
    /** For each source how many candidates were looked at. */
    const seen = new Int32Array(sources.length);
    let stretch = 0;
    for (const { source, to } of eachStretch(stretches)) {
      const { candidates } = sources[source]!;
      let at = seen[source]!;
      for (let end = -1; at !== end; ) {
        end = at;
        at = this.#pick(candidates, at, to);
        this.#note(source, stretch);
        if (this.#count >= PIECE) this.#lookUp(sources, added);
      }
      seen[source] = at;
      stretch++;
    }
    this.#lookUp(sources, added);
    return added;
  }

  /**
   * Puts those candidates from number `from` on into the piece that are of rows before `to` and the set's own, of no more than `PIECE`; gives the
   * number of the first that was not looked at.
   */
  #pick({ keys, rows, count }: Candidates, from: number, to: number): number {
    const { from: first, to: end } = this.#set.range;
    const span = end - first;
    const most = Math.min(count, from + PIECE);
    const given = keys.data;
    const numbers = rows.data;
    const [picked, pickedRows] = [this.#keys, this.#rows];
    let filled = this.#count;
    let at = from;
    for (; at < most && numbers[at]! < to; at++) {
      const high = given[2 * at]!;
      const low = given[2 * at + 1]!;
      picked[2 * filled] = high;
      picked[2 * filled + 1] = low;
      pickedRows[filled] = numbers[at]!;
      // Without a branch: whether a key is one's own is a toss of a coin to the processor.
      const above = (hashOf(high, low) >>> 0) - first;
      filled += +(above >= 0) & +(above < span);
    }
    this.#count = filled;
    return at;
  }

  /** Notes which stretch the keys are of that were picked since the last note, if any. */
  #note(source: number, stretch: number): void {
    const parts = this.#parts;
    const at = FIELDS * this.#partCount;
    const before = at === 0 ? 0 : parts[at - FIELDS + END]!;
    if (this.#count === before) return;
    parts[at + SOURCE] = source;
    parts[at + STRETCH] = stretch;
    parts[at + END] = this.#count;
    this.#partCount++;
  }

  /** Looks up the piece, and begins another. */
  #lookUp(sources: readonly Source[], added: Int32Array): void {
    const [rows, isNew, parts] = [this.#rows, this.#isNew, this.#parts];
    this.#set.addAll(this.#keys, 0, this.#count, isNew);
    let index = 0;
    for (let part = 0; part < this.#partCount; part++) {
      const at = FIELDS * part;
      const fresh = sources[parts[at + SOURCE]!]!.rows.fresh.data;
      const end = parts[at + END]!;
      let sum = 0;
      for (; index < end; index++) {
        fresh[rows[index]!] = isNew[index]!;
        sum += isNew[index]!;
      }
      added[parts[at + STRETCH]!]! += sum;
    }
    this.#count = 0;
    this.#partCount = 0;
  }
}
