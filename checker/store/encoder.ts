import { Packing } from './packing.ts';
import {
  bytesOfPairs,
  countOfPairs,
  firstOf,
  internPair,
  type PairInterner,
  pairInterner,
  secondOf,
} from './pair-interner.ts';
import { findPair } from './pair-table.ts';

/** Two slots folded into one: the pair of their ids interned as one id, which stands in the first one's place. */
export interface Fold {
  readonly first: number;
  readonly second: number;
  readonly pairs: PairInterner;
}

/** The states stored so far, as vectors that may be written over. */
export interface Vectors {
  readonly count: number;
  forEach(visit: (vector: Int32Array, number: number) => void): void;
}

/** How vectors are laid out in keys, as plain data that worker threads can share. */
export interface Layout {
  readonly width: number;
  /** The width in bits of each slot's field. */
  readonly bits: readonly number[];
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
  /** The halves of the key that the last `encode` made. */
  high = 0;
  low = 0;

  /** @param learns whether pairs never met before are interned; no where another thread does that */
  constructor(layout: Layout, learns = true) {
    this.layout = layout;
    this.packing = new Packing(layout.bits);
    this.#folded = new Int32Array(layout.width);
    this.#learns = learns;
  }

  /** An encoder for vectors of `width` ids that are all small, with as few folds as it takes. */
  static ofWidth(width: number): Encoder {
    return Encoder.for(new Int32Array(width), { count: 0, forEach: () => {} });
  }

  /**
   * An encoder for ids up to `most` in each slot, and for all vectors that `states` holds.
   * @param before its folds are kept where folds are needed at all
   */
  static for(most: Int32Array, states: Vectors, before?: Encoder): Encoder {
    const width = most.length;
    const direct = Packing.for(most);
    if (direct !== undefined) return new Encoder({ width, bits: [...direct.bits], folds: [] });
    const folds: Fold[] = [...(before?.layout.folds ?? [])];
    for (;;) {
      if (folds.length > 0) {
        states.forEach((vector) => {
          fold(folds, vector, true);
        });
        const packing = Packing.for(mostOf(most, folds));
        if (packing !== undefined) return new Encoder({ width, bits: [...packing.bits], folds });
      }
      folds.push(bestFold(width, folds, states));
    }
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
    if (!fold(folds, folded, this.#learns)) return UNKNOWN;
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

  get bytes(): number {
    return this.layout.folds.reduce((sum, { pairs }) => sum + bytesOfPairs(pairs), 0);
  }
}

/** Folds a vector in its place; false if that takes a pair never met, and none is to be interned. */
function fold(folds: readonly Fold[], vector: Int32Array, learns: boolean): boolean {
  for (const { first, second, pairs } of folds) {
    const one = vector[first]!;
    const other = vector[second]!;
    const id = learns ? internPair(pairs, one, other) : findPair(pairs.numbers, one, other);
    if (id < 0) return false;
    vector[first] = id;
    vector[second] = 0;
  }
  return true;
}

/** The greatest id that each slot is to have room for: a folded one for all pairs met so far and as many again. */
function mostOf(most: Int32Array, folds: readonly Fold[]): Int32Array {
  const needed = Int32Array.from(most);
  for (const { first, second, pairs } of folds) {
    needed[first] = 2 * countOfPairs(pairs);
    needed[second] = 0;
  }
  return needed;
}

/** More states than this tell nothing new about what slots have in common. */
const SAMPLE = 4096;

/**
 * The two slots that are best folded: those that know most of each other, so that there are far fewer pairs
 * than the ids of each would allow; of equals those that were folded least.
 */
function bestFold(width: number, folds: readonly Fold[], states: Vectors): Fold {
  const sample: Int32Array[] = [];
  const stride = Math.max(1, Math.floor(states.count / SAMPLE));
  states.forEach((vector, number) => {
    if (number % stride !== 0) return;
    fold(folds, vector, true);
    sample.push(Int32Array.from(vector));
  });
  const distinct = (key: (vector: Int32Array) => number) => new Set(sample.map(key)).size || 1;
  const slots = Array.from({ length: width }, (_, slot) => ({
    slot,
    size: 1,
    ids: distinct((vector) => vector[slot]!),
  }));
  for (const { first, second } of folds) slots[first]!.size += slots[second]!.size;
  const open = slots.filter(({ slot }) => folds.every(({ second }) => second !== slot));
  let best: { readonly first: number; readonly second: number } | undefined;
  let most = [-1, 0];
  for (const one of open) {
    for (const other of open) {
      if (other.slot <= one.slot) continue;
      const pairs = distinct((vector) => vector[one.slot]! * 2 ** 31 + vector[other.slot]!);
      const saved = Math.round(8 * Math.log2((one.ids * other.ids) / pairs));
      const size = one.size + other.size;
      if (saved < most[0]! || (saved === most[0] && size >= most[1]!)) continue;
      most = [saved, size];
      best = { first: one.slot, second: other.slot };
    }
  }
  if (best === undefined) throw new RangeError('a single id does not fit a key');
  return { ...best, pairs: pairInterner() };
}
