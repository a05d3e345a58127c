/** The set is cut into this many segments by the top bits of the hash, so that it grows a little at a time. */
const SEGMENT_BITS = 6;
const SEGMENTS = 1 << SEGMENT_BITS;
const SHIFT = 32 - SEGMENT_BITS;
/** The rest of the hash says where in its segment a key is looked for. */
const REST = 2 ** SHIFT - 1;
const FIRST_CAPACITY = 64;
/** How much of a segment is filled before it grows, and how much it grows by. */
const FULLEST = 0.7;
const GROWTH = 1.25;

/**
 * An exact set of 64-bit keys, each given as two 32-bit halves of which the high one is never 0.
 *
 * Hot: one look-up a transition, and nearly each is a miss of the processor's cache, which is the cost
 * that remains when everything else is remembered. So the keys themselves stand in the table (no
 * second look elsewhere to compare), side by side, in the order of their hashes. Growing a segment by a quarter
 * then copies it from front to back, and 11.4 to 14.3 bytes a key are enough at any time; a table whose length is a
 * power of two takes up to 20.
 */
export class KeySet {
  size = 0;
  readonly #segments: Int32Array[] = [];
  /** For each segment, what the rest of a hash is multiplied by to give a place. */
  readonly #scales = new Float64Array(SEGMENTS);
  /** For each segment, how many keys it can still take before it grows. */
  readonly #room = new Int32Array(SEGMENTS);

  constructor() {
    for (let number = 0; number < SEGMENTS; number++)
      this.#put(number, new Int32Array(2 * FIRST_CAPACITY), 0);
  }

  /** Adds a key; false if it was there already. */
  add(high: number, low: number): boolean {
    ONE[0] = high;
    ONE[1] = low;
    return this.addAll(ONE, 1, FRESH) === 1;
  }

  /**
   * Adds `count` keys, given one after the other as (high, low). Writes the indices of those that were not there
   * into `fresh`, in order; gives how many they are.
   */
  addAll(keys: Int32Array, count: number, fresh: Int32Array): number {
    const segments = this.#segments;
    const scales = this.#scales;
    const room = this.#room;
    let added = 0;
    for (let index = 0; index < count; index++) {
      const high = keys[2 * index]!;
      const low = keys[2 * index + 1]!;
      const hash = mix(high, low);
      const number = hash >>> SHIFT;
      // `number` is below SEGMENTS, and the constructor filled as many.
      const segment = segments[number]!;
      let at = ((hash & REST) * scales[number]!) << 1;
      let found = segment[at]!;
      while (found !== 0 && (found !== high || segment[at + 1] !== low)) {
        at += 2;
        if (at === segment.length) at = 0;
        found = segment[at]!;
      }
      if (found !== 0) continue;
      segment[at] = high;
      segment[at + 1] = low;
      fresh[added++] = index;
      if (--room[number]! === 0) this.#grow(number);
    }
    this.size += added;
    return added;
  }

  get bytes(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.byteLength, 0);
  }

  #put(number: number, segment: Int32Array, keys: number): void {
    const capacity = segment.length / 2;
    this.#segments[number] = segment;
    this.#scales[number] = capacity / 2 ** SHIFT;
    this.#room[number] = Math.floor(FULLEST * capacity) - keys;
  }

  #grow(number: number): void {
    const old = this.#segments[number]!;
    const capacity = Math.ceil((GROWTH * old.length) / 2);
    const segment = new Int32Array(2 * capacity);
    const scale = capacity / 2 ** SHIFT;
    let keys = 0;
    for (let from = 0; from < old.length; from += 2) {
      const high = old[from]!;
      if (high === 0) continue;
      const low = old[from + 1]!;
      let at = ((mix(high, low) & REST) * scale) << 1;
      while (segment[at] !== 0) {
        at += 2;
        if (at === segment.length) at = 0;
      }
      segment[at] = high;
      segment[at + 1] = low;
      keys++;
    }
    this.#put(number, segment, keys);
  }
}

const ONE = new Int32Array(2);
const FRESH = new Int32Array(1);

/** Multiply and mix, the way of MurmurHash3's finalizer (Appleby). */
function mix(high: number, low: number): number {
  let hash = Math.imul(low, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15) ^ high, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 13), 0x27d4eb2f);
  return hash ^ (hash >>> 16);
}
