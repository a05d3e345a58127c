import { foldsFor } from './choose-folds.ts';
import { type Fold, foldAll, foldEach, unfoldAll, type Vectors } from './folds.ts';
import { Packing, TOP } from './packing.ts';
import { bytesOfPairs, firstOf, secondOf } from './pair-interner.ts';

/** How vectors are laid out in keys, as plain data that worker threads can share. */
export interface Layout {
  readonly width: number;
  /** The width in bits of each slot's field. */
  readonly bits: readonly number[];
  readonly folds: readonly Fold[];
}

/** What must be taken apart of keys to find out some slots: fields, and the folds that are undone, of which the last was made last. */
export interface Part {
  readonly fields: readonly number[];
  readonly folds: readonly Fold[];
}

/** What came of encoding a vector: a key, an id too large for its field, or a pair that was never met. */
export const ENCODED = 0;
export const TOO_LARGE = 1;
export const UNKNOWN = 2;

/**
 * Vectors of ids to 64-bit keys and back, one to one. Where the ids fit side by side they are packed;
 * where they do not, slots are folded in pairs, as often as it takes (tree compression: Laarman, van
 * de Pol, Weber, "Parallel Recursive State Compression for Free", SPIN 2011). Exact in either case.
 */
export class Encoder {
  readonly layout: Layout;
  /** How ids lie in a key. A slot that is folded into another has no bits. */
  readonly packing: Packing;
  readonly #folded: Int32Array;
  readonly #learns: boolean;
  /** All slots. */
  readonly #whole: Part;
  /** The halves of the key that the last `encode` made. */
  high = 0;
  low = 0;

  /** @param learns whether pairs never met before are interned; no where another thread does that */
  constructor(layout: Layout, learns = true) {
    this.layout = layout;
    this.packing = new Packing(layout.bits);
    this.#folded = new Int32Array(layout.width);
    this.#learns = learns;
    this.#whole = this.partOf([...layout.bits.keys()]);
  }

  /** An encoder for vectors of `width` ids that are all small, with as few folds as it takes. */
  static ofWidth(width: number): Encoder {
    return Encoder.for(new Int32Array(width), { count: 0, forEach: () => {} });
  }

  /**
   * An encoder for ids up to `most` in each slot, and for all vectors that `states` holds.
   * @param before the encoder of those vectors so far, by whose folds they are folded; these are kept, as the first
   */
  static for(most: Int32Array, states: Vectors, before?: Encoder): Encoder {
    const width = most.length;
    const direct = before === undefined || before.isDirect ? Packing.for(most) : undefined;
    if (direct !== undefined) return new Encoder({ width, bits: [...direct.bits], folds: [] });
    const { folds, needed } = foldsFor(most, states, before?.layout.folds ?? []);
    const packing = Packing.for(needed);
    if (packing === undefined) throw new RangeError('a single id does not fit a key');
    return new Encoder({ width, bits: [...packing.bits], folds });
  }

  /** Whether each slot has a place of its own in a key. */
  get isDirect(): boolean {
    return this.layout.folds.length === 0;
  }

  /** Makes the key of a vector: ENCODED, TOO_LARGE if an id does not fit the layout, or UNKNOWN. */
  encode(vectors: Int32Array, at: number): number {
    const { packing } = this;
    const { width, folds } = this.layout;
    if (folds.length === 0) {
      const fits = packing.pack(vectors, at);
      this.high = packing.high;
      this.low = packing.low;
      return fits ? ENCODED : TOO_LARGE;
    }
    const folded = this.#folded;
    for (let slot = 0; slot < width; slot++) folded[slot] = vectors[at + slot]!;
    if (!foldAll(folds, folded, this.#learns)) return UNKNOWN;
    const fits = packing.pack(folded, 0);
    this.high = packing.high;
    this.low = packing.low;
    return fits ? ENCODED : TOO_LARGE;
  }

  /** Writes the vector of a key that this encoder made. */
  decode(high: number, low: number, into: Int32Array, at: number): void {
    const { folds } = this.layout;
    this.packing.unpack(high, low, into, at);
    for (let index = folds.length - 1; index >= 0; index--) {
      const { first, second, pairs } = folds[index]!;
      const id = into[at + first]!;
      into[at + first] = firstOf(pairs, id);
      into[at + second] = secondOf(pairs, id);
    }
  }

  /**
   * Writes the vectors of the first `count` keys, which this encoder made, slot by slot: the id that slot `slot` has in key number `index`
   * comes to `slot * count + index`. The same as `decode` of each, for who looks at many states.
   *
   * Hot: short loops without calls, one for each slot and fold, in which nothing waits for what is read. So the misses of the processor's
   * cache that pairs of ids are, where keys are folded, overlap. A few hundred keys at a time stay in the near cache.
   * @param keys two halves of each key, the high one first
   * @param ids has room for `count` ids for each slot
   * @param part if not all slots are wanted; then nothing is said of others
   */
  takeApart(keys: Int32Array, count: number, ids: Int32Array, part: Part = this.#whole): void {
    const { fields, folds } = part;
    for (let index = 0; index < fields.length; index++) {
      const slot = fields[index]!;
      this.packing.unpackAll(slot, keys, count, ids, slot * count);
    }
    for (let index = folds.length - 1; index >= 0; index--) unfoldAll(folds[index]!, count, ids);
  }

  /** As `takeApart`, but what is folded stays so: the folded id stands in its place, and 0 for what is folded into another. */
  takeFieldsApart(keys: Int32Array, count: number, ids: Int32Array): void {
    for (let slot = 0; slot < this.layout.width; slot++)
      this.packing.unpackAll(slot, keys, count, ids, slot * count);
  }

  /** What `takeApart` must do to find out these slots. */
  partOf(slots: readonly number[]): Part {
    const needed = new Set(slots);
    const folds = this.layout.folds.filter(({ first, second }) => {
      const isNeeded = needed.has(first) || needed.has(second);
      // The pair of the two stands where the first one stood.
      if (isNeeded) needed.add(first);
      return isNeeded;
    });
    const fields = [...needed].filter((slot) => !folds.some(({ second }) => second === slot));
    return { fields, folds };
  }

  /**
   * Makes the keys of the first `count` vectors, which lie slot by slot as `takeApart` writes them and may be written over. The same as
   * `encode` of each: where that makes no key, the high half is 0, which no key has.
   * @param done by how many of the folds the vectors are folded already
   */
  putTogether(ids: Int32Array, count: number, keys: Int32Array, done = 0): void {
    const { folds } = this.layout;
    for (let index = done; index < folds.length; index++)
      foldEach(folds[index]!, count, ids, this.#learns);
    this.packing.packAll(ids, count, keys);
  }

  /** The bits of a key that depend on any of these slots, and the top one, which is always set. */
  bitsOf(slots: readonly number[]): { readonly high: number; readonly low: number } {
    let high = TOP;
    let low = 0;
    for (const slot of slots) {
      let root = slot;
      for (const { first, second } of this.layout.folds) if (root === second) root = first;
      high |= this.packing.highMask(root);
      low |= this.packing.lowMask(root);
    }
    return { high, low };
  }

  get bytes(): number {
    return this.layout.folds.reduce((sum, { pairs }) => sum + bytesOfPairs(pairs), 0);
  }
}
