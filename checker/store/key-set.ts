import { LinearMemory } from '../assembly/linear-memory.ts';
import { type Loops, loopsIn } from '../assembly/loops.ts';
import { bytesOf } from '../assembly/structure.ts';
import { hashOf } from './hash.ts';
import { KEYS_AT_ONCE, type KeyList, keyHigh, keyLow } from './key-list.ts';
import { touch } from './shared-ints.ts';

/** The hashes that a set is for: those from `from` on, below `to`. A part of them where the keys are shared out. */
export interface HashRange {
  readonly from: number;
  readonly to: number;
}

const ALL: HashRange = { from: 0, to: 2 ** 32 };

/** The part of all hashes that falls to one of several owners. */
export const rangeOf = (owner: number, owners: number): HashRange => ({
  from: Math.ceil((owner * ALL.to) / owners),
  to: Math.ceil(((owner + 1) * ALL.to) / owners),
});

/** Keys to a bucket of the table, see `assembly/source/key-set.ts`. */
const BUCKET = 8;
const FIRST_CAPACITY = 1 << 8;
/** How much of the table is filled before it grows, and how much it grows by. */
const FULLEST = 0.77;
const GROWTH = 1.45;
/** So much room is made for keys of which it is known how many they are, and that more will come. */
const AMPLE = 1.2;
/** So many keys fit a memory that 32-bit addresses reach, with what else is in it. */
const MOST_CAPACITY = 2 ** 29 - 2 ** 14;
/** So many keys are given to the loops at once, a multiple of those that they look at together. */
const GIVEN = 1 << 11;
/** So many keys of those set aside are taken out together. */
const ASIDE = 1 << 8;

/**
 * An exact set of 64-bit keys, each given as two 32-bit halves of which the high one is never 0.
 *
 * Hot: one look-up a transition, and nearly each is a miss of the processor's cache, which is the cost that
 * remains when everything else is remembered. So:
 * - It is done by compiled loops (`assembly/source/key-set.ts`), in a memory of the set's own.
 * - The keys themselves stand in the table, so that there is no second look elsewhere to compare.
 * - The places of a block of keys are first touched in a loop that waits for none of them, then compared: 46
 *   instead of 70 ns a key.
 * - Keys stand in the order of their hashes, so that a table grows by a half in its own place, from its end to
 *   its front: 10.4 to 15.1 bytes a key at any time, and never two tables at once.
 */
export class KeySet {
  readonly range: HashRange;
  readonly #memory = new LinearMemory();
  readonly #loops: Loops = loopsIn(this.#memory);
  /** Where the loops are given keys, and mark them; and where they set keys aside. */
  readonly #given = this.#memory.reserve(2 * GIVEN);
  readonly #marks = bytesOf(this.#memory.reserve(GIVEN / 4));
  readonly #aside = this.#memory.reserve(2 * ASIDE);
  #table: Int32Array;
  #capacity = FIRST_CAPACITY;
  /** How many keys there may be before the table grows. */
  #most = 0;

  constructor(range: HashRange = ALL) {
    this.range = range;
    const places = this.#memory.reserve(GIVEN);
    this.#table = this.#memory.reserve(2 * FIRST_CAPACITY);
    this.#loops.begin(
      this.#given.byteOffset,
      this.#marks.byteOffset,
      places.byteOffset,
      this.#aside.byteOffset,
      ASIDE,
      this.#table.byteOffset,
      range.from,
    );
    this.#resize(FIRST_CAPACITY, 0);
  }

  /** Adds a key of the set's own range; false if it was there already. */
  add(high: number, low: number): boolean {
    this.#given[0] = high;
    this.#given[1] = low;
    return this.#addGiven(1) === 1;
  }

  has(high: number, low: number): boolean {
    this.#given[0] = high;
    this.#given[1] = low;
    this.#loops.findKeys(1);
    return this.#marks[0] === 1;
  }

  /**
   * Adds the keys from number `from` to before `to`, which are the set's own; writes 1 into `isNew` for each that was not there,
   * else 0.
   * @param keys two halves of each key, the high one first
   * @returns how many were not there
   */
  addAll(keys: Int32Array, from: number, to: number, isNew: Uint8Array): number {
    let added = 0;
    for (let start = from; start < to; start += GIVEN) {
      const count = Math.min(GIVEN, to - start);
      this.#given.set(keys.subarray(2 * start, 2 * (start + count)));
      added += this.#addGiven(count);
      isNew.set(this.#marks.subarray(0, count), start);
    }
    return added;
  }

  /** Writes 1 into `isThere` for each of the first `count` keys that is in the set, else 0. One whose high half is 0 is not. */
  hasAll(keys: Int32Array, count: number, isThere: Uint8Array): void {
    for (let start = 0; start < count; start += GIVEN) {
      const most = Math.min(GIVEN, count - start);
      this.#given.set(keys.subarray(2 * start, 2 * (start + most)));
      this.#loops.findKeys(most);
      isThere.set(this.#marks.subarray(0, most), start);
    }
  }

  /**
   * Visits every key, some hundred at a time; none may be added meanwhile.
   * @param visit is given two halves of each key, the high one first, and how many they are
   * @param stride visits only every so many-th
   */
  forEachBlock(visit: (keys: Int32Array, count: number) => void, stride = 1): void {
    const table = this.#table;
    const keys = new Int32Array(2 * KEYS_AT_ONCE);
    let count = 0;
    let number = 0;
    for (let at = 0; at < 2 * this.#capacity; at += 2) {
      if (table[at] === 0 || number++ % stride !== 0) continue;
      keys[2 * count] = table[at]!;
      keys[2 * count + 1] = table[at + 1]!;
      if (++count < KEYS_AT_ONCE) continue;
      visit(keys, count);
      count = 0;
    }
    if (count > 0) visit(keys, count);
  }

  /** Adds the keys of a list that fall into the set's range, none of which is there yet. */
  adopt(list: KeyList): void {
    const { from, to } = this.range;
    const given = this.#given;
    // At once: to grow step by step would move each key twice.
    this.#makeRoom(Math.ceil((AMPLE * list.length * (to - from)) / ALL.to));
    let count = 0;
    for (let index = 0; index < list.length; index++) {
      const high = keyHigh(list, index);
      const low = keyLow(list, index);
      const hash = hashOf(high, low) >>> 0;
      if (hash < from || hash >= to) continue;
      given[2 * count] = high;
      given[2 * count + 1] = low;
      if (++count < GIVEN) continue;
      this.#addGiven(count);
      count = 0;
    }
    this.#addGiven(count);
  }

  get size(): number {
    return this.#most - this.#loops.roomLeft();
  }

  /** What is filled of the memory set aside. */
  get bytes(): number {
    return 8 * this.#capacity;
  }

  /** Adds the first `count` of the keys that were given to the loops, and marks them; gives how many were not there. */
  #addGiven(count: number): number {
    const before = this.size;
    for (let done = 0; done < count; ) {
      done = this.#loops.addKeys(done, count);
      if (this.#loops.roomLeft() === 0) this.#grow();
    }
    return this.size - before;
  }

  /** Makes room for so many keys in all. */
  #makeRoom(keys: number): void {
    const capacity = Math.ceil(keys / FULLEST);
    if (capacity > GROWTH * this.#capacity) this.#grow(capacity);
  }

  /** Makes room for nearly half as many keys more, or more, in the table's own place. */
  #grow(least = 0): void {
    const { size } = this;
    const end = this.#table.byteOffset + this.#table.byteLength;
    const most = Math.max(least, GROWTH * this.#capacity);
    const capacity = Math.min(MOST_CAPACITY, BUCKET * Math.ceil(most / BUCKET));
    if (capacity === this.#capacity)
      throw new RangeError('Array buffer allocation failed: a table is full');
    const { length } = this.#table;
    this.#table = this.#memory.lengthen(this.#table, 2 * capacity);
    touch(this.#table.subarray(length));
    this.#resize(capacity, size);
    this.#moveUp(end);
  }

  /** Tells the loops how large the table is now that it holds so many keys. */
  #resize(capacity: number, size: number): void {
    const { from, to } = this.range;
    this.#capacity = capacity;
    this.#most = Math.floor(FULLEST * capacity);
    const buckets = capacity / BUCKET;
    this.#loops.resize(buckets, buckets / (to - from), this.#most - size);
  }

  /** Moves the keys before an address to their places in the larger table. */
  #moveUp(end: number): void {
    const loops = this.#loops;
    const aside: Int32Array[] = [];
    for (let at = end; at !== this.#table.byteOffset; ) {
      // An address may be too large for a signed integer, which is what it comes back as.
      at = loops.moveUp(at) >>> 0;
      aside.push(this.#aside.slice(0, 2 * loops.countAside()));
    }
    for (const keys of aside) {
      this.#aside.set(keys);
      loops.putBack(keys.length / 2);
    }
  }
}
