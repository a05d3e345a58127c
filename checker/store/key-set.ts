import * as hashes from './hash.ts';
import { KEYS_AT_ONCE, type KeyList, keyHigh, keyLow } from './key-list.ts';
import { zeros } from './shared-ints.ts';

// Called once a row; what is imported would be read anew each time.
const { hashOf } = hashes;

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

const FIRST_CAPACITY = 1 << 8;
/** How much of the table is filled before it grows, and how much it grows by. */
const FULLEST = 0.77;
const GROWTH = 1.45;
/** How much more memory is set aside than is needed at first, so that the table grows in its place. */
const RESERVE = 16;
/** More places than this have no numbers that fit a 32-bit integer. */
const MOST_CAPACITY = 2 ** 30 - 1;
/** So many keys are looked at together. */
const BLOCK = 512;

/**
 * An exact set of 64-bit keys, each given as two 32-bit halves of which the high one is never 0.
 *
 * Hot: one look-up a transition, and nearly each is a miss of the processor's cache, which is the cost that
 * remains when everything else is remembered. So:
 * - The keys themselves stand in the table, so that there is no second look elsewhere to compare.
 * - The places of a block of keys are first touched in a loop that waits for none of them, then compared: 46
 *   instead of 70 ns a key.
 * - Keys stand in the order of their hashes, so that a table grows by a half in its own place, from its end to
 *   its front: 10.4 to 15.1 bytes a key at any time, and never two tables at once. Memory is set aside ahead, which
 *   costs nothing until it is written.
 */
export class KeySet {
  readonly #range: HashRange;
  #table = reserve(FIRST_CAPACITY);
  #capacity = FIRST_CAPACITY;
  #scale: number;
  /** How many keys there are, and how many more can be added before the table grows. */
  #filled = 0;
  #room: number;
  readonly #places = new Int32Array(BLOCK);
  /** Keeps the touching of places from being optimized away. */
  touched = 0;

  constructor(range: HashRange = ALL) {
    this.#range = range;
    this.#scale = this.#capacity / (range.to - range.from);
    this.#room = Math.floor(FULLEST * this.#capacity);
  }

  /** Adds a key of the set's own range; false if it was there already. */
  add(high: number, low: number): boolean {
    const table = this.#table;
    let at = this.#placeOf(hashOf(high, low));
    for (; table[at] !== 0; at = this.#next(at))
      if (table[at] === high && table[at + 1] === low) return false;
    table[at] = high;
    table[at + 1] = low;
    this.#count();
    return true;
  }

  has(high: number, low: number): boolean {
    const table = this.#table;
    for (let at = this.#placeOf(hashOf(high, low)); table[at] !== 0; at = this.#next(at))
      if (table[at] === high && table[at + 1] === low) return true;
    return false;
  }

  /**
   * Adds the keys from number `from` to before `to`, which are the set's own; writes 1 into `isNew` for each that was not there,
   * else 0.
   * @param keys two halves of each key, the high one first
   * @returns how many were not there
   */
  addAll(keys: Int32Array, from: number, to: number, isNew: Uint8Array): number {
    let added = 0;
    for (let start = from; start < to; start += BLOCK) {
      const count = Math.min(BLOCK, to - start);
      this.#findPlaces(keys, start, count);
      this.#touch(count);
      added += this.#addBlock(keys, start, count, isNew);
    }
    return added;
  }

  /** Writes 1 into `isThere` for each of the first `count` keys that is in the set, else 0. One whose high half is 0 is not. */
  hasAll(keys: Int32Array, count: number, isThere: Uint8Array): void {
    for (let start = 0; start < count; start += BLOCK) {
      const most = Math.min(BLOCK, count - start);
      this.#findPlaces(keys, start, most);
      this.#touch(most);
      this.#findBlock(keys, start, most, isThere);
    }
  }

  #findPlaces(keys: Int32Array, start: number, count: number): void {
    const places = this.#places;
    const { from } = this.#range;
    const scale = this.#scale;
    for (let index = 0, at = 2 * start; index < count; index++, at += 2)
      places[index] = ((((hashOf(keys[at]!, keys[at + 1]!) >>> 0) - from) * scale) | 0) << 1;
  }

  /** Reads so many places, in a loop so short that the processor waits for many of them at once. */
  #touch(count: number): void {
    const table = this.#table;
    const places = this.#places;
    let touched = 0;
    for (let index = 0; index < count; index++) touched ^= table[places[index]!]!;
    this.touched = touched;
  }

  #addBlock(keys: Int32Array, start: number, count: number, isNew: Uint8Array): number {
    const places = this.#places;
    let table = this.#table;
    let end = 2 * this.#capacity;
    let added = 0;
    for (let index = 0; index < count; index++) {
      const high = keys[2 * (start + index)]!;
      const low = keys[2 * (start + index) + 1]!;
      let at = places[index]!;
      let found = table[at]!;
      while (found !== 0 && (found !== high || table[at + 1] !== low)) {
        at += 2;
        if (at === end) at = 0;
        found = table[at]!;
      }
      isNew[start + index] = found === 0 ? 1 : 0;
      if (found !== 0) continue;
      table[at] = high;
      table[at + 1] = low;
      added++;
      if (!this.#count()) continue;
      table = this.#table;
      end = 2 * this.#capacity;
      this.#findPlaces(keys, start, count);
    }
    return added;
  }

  #findBlock(keys: Int32Array, start: number, count: number, isThere: Uint8Array): void {
    const places = this.#places;
    const table = this.#table;
    const end = 2 * this.#capacity;
    for (let index = 0, key = 2 * start; index < count; index++, key += 2) {
      const high = keys[key]!;
      const low = keys[key + 1]!;
      let at = places[index]!;
      let found = table[at]!;
      while (found !== 0 && (found !== high || table[at + 1] !== low)) {
        at += 2;
        if (at === end) at = 0;
        found = table[at]!;
      }
      isThere[start + index] = found === 0 ? 0 : 1;
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
    const { from, to } = this.#range;
    for (let index = 0; index < list.length; index++) {
      const high = keyHigh(list, index);
      const low = keyLow(list, index);
      const hash = hashOf(high, low) >>> 0;
      if (hash >= from && hash < to) this.add(high, low);
    }
  }

  get size(): number {
    return this.#filled;
  }

  /** What is filled of the memory set aside. */
  get bytes(): number {
    return 8 * this.#capacity;
  }

  /** Counts a key that was added; true if the table has grown and all places are others now. */
  #count(): boolean {
    this.#filled++;
    if (--this.#room > 0) return false;
    this.#grow();
    return true;
  }

  #placeOf(hash: number): number {
    return ((((hash >>> 0) - this.#range.from) * this.#scale) | 0) << 1;
  }

  #next(at: number): number {
    return at + 2 === 2 * this.#capacity ? 0 : at + 2;
  }

  /** Makes room for nearly half as many keys more, in the table's own place. */
  #grow(): void {
    const before = this.#capacity;
    const capacity = Math.ceil(GROWTH * before);
    if (capacity > MOST_CAPACITY)
      throw new RangeError('Array buffer allocation failed: a table is full');
    if (2 * capacity > this.#table.length) {
      const larger = reserve(RESERVE * capacity);
      larger.set(this.#table.subarray(0, 2 * before));
      this.#table = larger;
    }
    this.#capacity = capacity;
    this.#scale = capacity / (this.#range.to - this.#range.from);
    const aside = this.#moveUp(before);
    for (let index = 0; index < aside.length; index += 2)
      this.#put(aside[index]!, aside[index + 1]!);
    this.#room = Math.floor(FULLEST * capacity) - this.#filled;
  }

  /**
   * Moves each key to its place in the larger table. Keys move towards the end, so going from the end to the front none is
   * written over that has not moved yet. A key that would not (one that stands far behind its place, near the
   * front) and one that would run over the end are taken out; these are given back.
   */
  #moveUp(before: number): readonly number[] {
    const table = this.#table;
    const end = 2 * this.#capacity;
    const { from } = this.#range;
    const scale = this.#scale;
    const aside: number[] = [];
    for (let at = 2 * (before - 1); at >= 0; at -= 2) {
      const high = table[at]!;
      if (high === 0) continue;
      const low = table[at + 1]!;
      table[at] = 0;
      let to = ((((hashOf(high, low) >>> 0) - from) * scale) | 0) << 1;
      if (to < at) to = end;
      while (to < end && table[to] !== 0) to += 2;
      if (to >= end) aside.push(high, low);
      else {
        table[to] = high;
        table[to + 1] = low;
      }
    }
    return aside;
  }

  /** Writes a key that is not there. */
  #put(high: number, low: number): void {
    const table = this.#table;
    let at = this.#placeOf(hashOf(high, low));
    while (table[at] !== 0) at = this.#next(at);
    table[at] = high;
    table[at + 1] = low;
  }
}

/** Memory for as many keys, or for as many as can be had; none of it is taken before it is written. */
function reserve(keys: number): Int32Array {
  try {
    return zeros(2 * Math.min(keys, MOST_CAPACITY));
  } catch (error) {
    if (keys <= FIRST_CAPACITY * RESERVE) throw error;
    return zeros(Math.ceil((2 * keys) / RESERVE));
  }
}
