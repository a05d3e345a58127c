/** The bits of a key that can carry ids; the top one is always set, so that no high half is 0. */
export const KEY_BITS = 63;

/** The top bit of the high half of a key. */
export const TOP = 0x80000000 | 0;

/** So many bits are kept for the widest fields before any other field gets one more than it needs. */
const SPARE = 4;

/** Ids are no longer than this, so that they are never negative, and no shift is by 32. */
const MOST_BITS = 31;

/** How many bits it takes to write numbers up to `most`. */
export const bitsFor = (most: number): number => 32 - Math.clz32(most);

/**
 * A layout of a short vector of ids in one 64-bit key: each id in a field of its own, one after the
 * other from the lowest bit; at most one field lies across the middle of the key.
 *
 * Hot: `pack` runs once a transition, `unpack` once a state, hence the plain loops.
 */
export class Packing {
  /** The halves of the key that the last `pack` made. */
  high = 0;
  low = 0;
  /** The width of each field. */
  readonly bits: Int32Array;
  readonly #masks: Int32Array;
  /** Where each field starts in the key. */
  readonly #shifts: Int32Array;
  /** The first field that does not lie wholly in the low half. */
  readonly #middle: number;
  /** Where that field starts: from bit 1 to 32. */
  readonly #middleShift: number;

  /** @param bits the width of each field, from 0 to MOST_BITS; together at most KEY_BITS */
  constructor(bits: readonly number[]) {
    this.bits = Int32Array.from(bits);
    this.#masks = Int32Array.from(bits, (width) => 2 ** width - 1);
    let start = 0;
    this.#shifts = Int32Array.from(bits, (width) => {
      start += width;
      return start - width;
    });
    let shift = 0;
    let middle = 0;
    for (const width of bits) {
      if (shift + width > 32) break;
      shift += width;
      middle++;
    }
    this.#middle = middle;
    this.#middleShift = shift;
  }

  /**
   * Fields for ids up to the given ones; undefined if they do not fit. Of the bits left over most go to the widest
   * fields, which are those that grow.
   */
  static for(most: ArrayLike<number>): Packing | undefined {
    const needed = Array.from(most, bitsFor);
    const bits = [...needed];
    const widest = Math.max(0, ...needed);
    let spare = KEY_BITS - needed.reduce((sum, width) => sum + width, 0);
    if (spare < 0) return undefined;
    // A bit more for each, so that keys are seldom laid out anew because of a small field.
    if (spare >= bits.length + SPARE) {
      for (const field of bits.keys()) {
        if (bits[field]! >= MOST_BITS) continue;
        bits[field]!++;
        spare--;
      }
    }
    const growing = [...bits.keys()].filter((field) => 2 * needed[field]! >= widest);
    for (let round = 0; round < MOST_BITS; round++) {
      for (const field of growing) {
        if (spare === 0 || bits[field]! >= MOST_BITS) continue;
        bits[field]!++;
        spare--;
      }
    }
    return new Packing(bits);
  }

  /** Whether an id fits its field. */
  fits(field: number, id: number): boolean {
    return id >>> this.bits[field]! === 0;
  }

  /** The bits that an id has in the low half of a key. */
  lowOf(field: number, id: number): number {
    const shift = this.#shifts[field]!;
    return shift < 32 ? id << shift : 0;
  }

  /** The bits that an id has in the high half of a key. */
  highOf(field: number, id: number): number {
    const shift = this.#shifts[field]!;
    if (shift >= 32) return id << (shift - 32);
    return shift === 0 ? 0 : id >>> (32 - shift);
  }

  bitsOf(field: number): number {
    return this.bits[field]!;
  }

  /** The bits of a field in the high half of a key. */
  highMask(field: number): number {
    return this.highOf(field, this.#masks[field]!);
  }

  lowMask(field: number): number {
    return this.lowOf(field, this.#masks[field]!);
  }

  /** Makes the key of the vector that starts at `at`; false if an id is too large for its field. */
  pack(vectors: Int32Array, at: number): boolean {
    const bits = this.bits;
    const middle = this.#middle;
    let low = 0;
    let high = 0;
    let shift = 0;
    let excess = 0;
    for (let field = 0; field < middle; field++) {
      const id = vectors[at + field]!;
      excess |= id >>> bits[field]!;
      low |= id << shift;
      shift += bits[field]!;
    }
    if (middle < bits.length) {
      shift = this.#middleShift;
      const id = vectors[at + middle]!;
      excess |= id >>> bits[middle]!;
      // In JavaScript a shift by 32 is a shift by 0, so a field that starts at bit 32 is a case of its own.
      if (shift === 32) high = id;
      else {
        low |= id << shift;
        high = id >>> (32 - shift);
      }
      shift += bits[middle]! - 32;
      for (let field = middle + 1; field < bits.length; field++) {
        const next = vectors[at + field]!;
        excess |= next >>> bits[field]!;
        high |= next << shift;
        shift += bits[field]!;
      }
    }
    this.low = low;
    this.high = high | TOP;
    return excess === 0;
  }

  /** Writes the ids of a key into a vector that starts at `at`. */
  unpack(high: number, low: number, into: Int32Array, at: number): void {
    const bits = this.bits;
    const masks = this.#masks;
    const middle = this.#middle;
    let shift = 0;
    for (let field = 0; field < middle; field++) {
      into[at + field] = (low >>> shift) & masks[field]!;
      shift += bits[field]!;
    }
    if (middle === bits.length) return;
    shift = this.#middleShift;
    into[at + middle] =
      (shift === 32 ? high : (low >>> shift) | (high << (32 - shift))) & masks[middle]!;
    shift += bits[middle]! - 32;
    for (let field = middle + 1; field < bits.length; field++) {
      into[at + field] = (high >>> shift) & masks[field]!;
      shift += bits[field]!;
    }
  }

  /**
   * Writes the ids that one field has in many keys, one behind the other from `at` on.
   *
   * Hot: one loop without calls for each field, with what it needs in constants. So nothing is loaded again for each key, and
   * the processor works on many keys at once.
   * @param keys two halves of each key, the high one first
   */
  unpackAll(field: number, keys: Int32Array, count: number, into: Int32Array, at: number): void {
    const mask = this.#masks[field]!;
    const shift = this.#shifts[field]!;
    if (mask === 0) into.fill(0, at, at + count);
    else if (shift >= 32) unpackHalf(shift - 32, mask, keys, 0, count, into, at);
    else if (field < this.#middle) unpackHalf(shift, mask, keys, 1, count, into, at);
    else {
      const left = 32 - shift;
      const end = at + count;
      for (let to = at, from = 0; to < end; to++, from += 2)
        into[to] = ((keys[from + 1]! >>> shift) | (keys[from]! << left)) & mask;
    }
  }

  /**
   * Makes the keys of many vectors, whose ids stand field by field: that of field `field` in vector number `index` at `field * count + index`.
   * Where an id is too large for its field the high half is 0.
   * @param keys two halves of each key, the high one first
   */
  packAll(ids: Int32Array, count: number, keys: Int32Array): void {
    for (let at = 0; at < 2 * count; at += 2) {
      keys[at] = TOP;
      keys[at + 1] = 0;
    }
    let excess = 0;
    for (let field = 0; field < this.bits.length; field++)
      excess |= this.#packEach(field, ids, count, keys);
    if (excess === 0) return;
    for (let field = 0; field < this.bits.length; field++)
      for (let index = 0; index < count; index++)
        if (!this.fits(field, ids[field * count + index]!)) keys[2 * index] = 0;
  }

  /** Sets the bits of one field in many keys; gives what does not fit, all together. */
  #packEach(field: number, ids: Int32Array, count: number, keys: Int32Array): number {
    const width = this.bits[field]!;
    const shift = this.#shifts[field]!;
    const start = field * count;
    const end = start + count;
    let excess = 0;
    if (shift >= 32)
      for (let from = start, to = 0; from < end; from++, to += 2) {
        const id = ids[from]!;
        excess |= id >>> width;
        keys[to]! |= id << (shift - 32);
      }
    else if (shift + width <= 32)
      for (let from = start, to = 1; from < end; from++, to += 2) {
        const id = ids[from]!;
        excess |= id >>> width;
        keys[to]! |= id << shift;
      }
    else
      for (let from = start, to = 0; from < end; from++, to += 2) {
        const id = ids[from]!;
        excess |= id >>> width;
        keys[to]! |= id >>> (32 - shift);
        keys[to + 1]! |= id << shift;
      }
    return excess;
  }
}

/** The same for a field that lies in one half of each key. @param half 0 for the high one, 1 for the low one */
function unpackHalf(
  shift: number,
  mask: number,
  keys: Int32Array,
  half: number,
  count: number,
  into: Int32Array,
  at: number,
): void {
  const end = at + count;
  for (let to = at, from = half; to < end; to++, from += 2)
    into[to] = (keys[from]! >>> shift) & mask;
}
