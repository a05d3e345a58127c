/**
 * An exact set of 64-bit keys, each given as two 32-bit halves of which the high one is never 0.
 *
 * Hot: one look-up a transition, and nearly each is a miss of the processor's cache, which is the cost
 * that remains when everything else is remembered. So the keys themselves stand in the table (no
 * second look elsewhere to compare), side by side in one array. The table is cut into segments by the
 * top bits of the hash; each doubles on its own, so growth never needs the whole table twice.
 */
const SEGMENT_BITS = 6;
const SEGMENTS = 1 << SEGMENT_BITS;
const FIRST_CAPACITY = 1 << 8;

export class KeySet {
  size = 0;
  readonly #segments: Int32Array[] = [];
  readonly #counts = new Int32Array(SEGMENTS);

  constructor() {
    for (let i = 0; i < SEGMENTS; i++) this.#segments.push(new Int32Array(2 * FIRST_CAPACITY));
  }

  /** Adds a key; false if it was there already. */
  add(high: number, low: number): boolean {
    const hash = mix(high, low);
    const number = hash >>> (32 - SEGMENT_BITS);
    // `number` is below SEGMENTS, and the constructor filled as many.
    const segment = this.#segments[number]!;
    const mask = segment.length - 2;
    let at = (hash << 1) & mask;
    for (let found = segment[at]!; found !== 0; found = segment[at]!) {
      if (found === high && segment[at + 1] === low) return false;
      at = (at + 2) & mask;
    }
    segment[at] = high;
    segment[at + 1] = low;
    this.size++;
    const count = this.#counts[number]! + 1;
    this.#counts[number] = count;
    // Three quarters full: 8 * length / 2 slots * 3 / 4.
    if (count * 8 > segment.length * 3) this.#segments[number] = grown(segment);
    return true;
  }

  /**
   * Adds the keys of rows of three integers (high, low, anything), from the front of `rows` to `end`. Moves the rows
   * of those that were not there to the front, in order; gives where they end.
   */
  addAll(rows: Int32Array, end: number): number {
    let fresh = 0;
    for (let at = 0; at < end; at += 3) {
      const high = rows[at]!;
      const low = rows[at + 1]!;
      if (!this.add(high, low)) continue;
      rows[fresh] = high;
      rows[fresh + 1] = low;
      rows[fresh + 2] = rows[at + 2]!;
      fresh += 3;
    }
    return fresh;
  }

  get bytes(): number {
    return this.#segments.reduce((sum, segment) => sum + segment.byteLength, 0);
  }
}

/** Multiply and mix (constants of MurmurHash3's finalizer, Appleby). */
function mix(high: number, low: number): number {
  let hash = Math.imul(low, 0x85ebca6b) ^ Math.imul(high, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 15), 0x27d4eb2f);
  return hash ^ (hash >>> 13);
}

function grown(segment: Int32Array): Int32Array {
  const larger = new Int32Array(2 * segment.length);
  const mask = larger.length - 2;
  for (let from = 0; from < segment.length; from += 2) {
    const high = segment[from]!;
    if (high === 0) continue;
    const low = segment[from + 1]!;
    let at = (mix(high, low) << 1) & mask;
    while (larger[at] !== 0) at = (at + 2) & mask;
    larger[at] = high;
    larger[at + 1] = low;
  }
  return larger;
}
