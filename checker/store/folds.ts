import { bitsFor, KEY_BITS } from './packing.ts';
import * as pairInterners from './pair-interner.ts';
import * as pairTables from './pair-table.ts';

// The compiler knows what is constant in this module; what it imports it reads anew each time.
const { countOfPairs, internPair, pairInterner } = pairInterners;
const { findPair } = pairTables;

/** Two slots folded into one: the pair of their ids interned as one id, which stands in the first one's place. */
export interface Fold {
  readonly first: number;
  readonly second: number;
  readonly pairs: pairInterners.PairInterner;
}

/** The states stored so far, some hundred at a time, as vectors that may be written over. */
export interface Vectors {
  readonly count: number;
  /**
   * @param visit is given so many vectors slot by slot: the id of slot `slot` in vector number `index` at `slot * count + index`
   * @param stride visits only every so many-th
   */
  forEach(visit: (ids: Int32Array, count: number) => void, stride?: number): void;
}

/** Folds a vector in its place; false if that takes a pair never met, and none is to be interned. */
export function foldAll(folds: readonly Fold[], vector: Int32Array, learns: boolean): boolean {
  for (let index = 0; index < folds.length; index++) {
    const { first, second, pairs } = folds[index]!;
    const one = vector[first]!;
    const other = vector[second]!;
    const id = learns ? internPair(pairs, one, other) : findPair(pairs.numbers, one, other);
    if (id < 0) return false;
    vector[first] = id;
    vector[second] = 0;
  }
  return true;
}

/** Folds two slots of many vectors, whose ids stand slot by slot; where a pair was never met and none is to be interned, by -1. */
export function foldEach(
  { first, second, pairs }: Fold,
  count: number,
  ids: Int32Array,
  learns: boolean,
): void {
  const end = (first + 1) * count;
  for (let one = first * count, other = second * count; one < end; one++, other++) {
    ids[one] = learns
      ? internPair(pairs, ids[one]!, ids[other]!)
      : findPair(pairs.numbers, ids[one]!, ids[other]!);
    ids[other] = 0;
  }
}

/** Undoes a fold in many vectors, whose ids stand slot by slot: that of slot `slot` in vector number `index` at `slot * count + index`. */
export function unfoldAll({ first, second, pairs }: Fold, count: number, ids: Int32Array): void {
  const { data } = pairs.pairs;
  const end = (first + 1) * count;
  for (let one = first * count, other = second * count; one < end; one++, other++) {
    const pair = 2 * ids[one]!;
    ids[one] = data[pair]!;
    ids[other] = data[pair + 1]!;
  }
}

/** How many states are looked at to find out what slots have in common. */
const SAMPLE = 4096;

/** A fold is small if so many states were looked at for each pair found: few pairs are missing then, and all fit the processor's cache. */
const SEEN_OFTEN = 8;

/** Where slots must be folded at all, small folds are added until so many bits are to spare; then keys are seldom laid out anew. */
const SPARE = 6;

/**
 * Folds with which ids up to `most` fit a key, and all vectors that `states` holds, whose pairs are interned; and the
 * greatest id that each slot then has to have room for.
 * @param before folds to begin with, in which the states' pairs are interned
 */
export function foldsFor(
  most: Int32Array,
  states: Vectors,
  before: readonly Fold[],
): { readonly folds: readonly Fold[]; readonly needed: Int32Array } {
  const folds = [...before];
  for (;;) {
    const needed = neededFor(most, folds);
    const spare = KEY_BITS - needed.reduce((sum, id) => sum + bitsFor(id), 0);
    if (spare >= SPARE) return { folds, needed };
    const best = bestFold(needed, folds, states);
    if (spare >= 0 && best?.isSmall !== true) return { folds, needed };
    if (best === undefined) throw new RangeError('a single id does not fit a key');
    folds.push({ first: best.first, second: best.second, pairs: pairInterner() });
    states.forEach((ids, count) => {
      foldInOrder(folds, count, ids);
    });
  }
}

/** Folds many vectors, whose ids stand slot by slot, by all folds; pairs never met are interned. */
function foldInOrder(folds: readonly Fold[], count: number, ids: Int32Array): void {
  for (const fold of folds) foldEach(fold, count, ids, true);
}

/** The greatest id that each slot is to have room for: a folded one for all pairs met so far and as many again. */
function neededFor(most: Int32Array, folds: readonly Fold[]): Int32Array {
  const needed = Int32Array.from(most);
  for (const { first, second, pairs } of folds) {
    needed[first] = 2 * countOfPairs(pairs);
    needed[second] = 0;
  }
  return needed;
}

/** Two slots that might be folded, and what is known of that. */
interface Candidate {
  readonly first: number;
  readonly second: number;
  readonly isSmall: boolean;
  /** How many bits it saves; in eighths of a bit where it is not small. */
  readonly saved: number;
  /** How many slots are folded into the two. */
  readonly size: number;
}

/**
 * The two slots that are best folded. Small folds come first, since they cost next to nothing: those that save most bits. Then
 * those that know most of each other, so that there are far fewer pairs than the ids of each would allow; of equals those
 * that were folded least.
 */
function bestFold(
  needed: Int32Array,
  folds: readonly Fold[],
  states: Vectors,
): Candidate | undefined {
  const slots = openSlots(needed, folds, sampleOf(folds, states));
  let best: Candidate | undefined;
  for (const [at, one] of slots.entries())
    for (const other of slots.slice(at + 1)) {
      const pairs = distinct(one.sample, other.sample);
      const bits = one.bits + other.bits - bitsFor(2 * pairs);
      const isSmall = pairs * SEEN_OFTEN <= one.sample.length && bits > 0;
      const candidate = {
        first: one.slot,
        second: other.slot,
        isSmall,
        saved: isSmall ? bits : Math.round(8 * Math.log2((one.ids * other.ids) / pairs)),
        size: one.size + other.size,
      };
      if (best === undefined || isBetter(candidate, best)) best = candidate;
    }
  return best;
}

function isBetter(one: Candidate, other: Candidate): boolean {
  if (one.isSmall !== other.isSmall) return one.isSmall;
  return one.saved > other.saved || (one.saved === other.saved && one.size < other.size);
}

/** The ids that some states have in each slot, folded: one list a slot. */
function sampleOf(folds: readonly Fold[], states: Vectors): (slot: number) => readonly number[] {
  const blocks: { readonly ids: Int32Array; readonly count: number }[] = [];
  const stride = Math.max(1, Math.floor(states.count / SAMPLE));
  states.forEach((ids, count) => {
    foldInOrder(folds, count, ids);
    blocks.push({ ids: ids.slice(), count });
  }, stride);
  return (slot) =>
    blocks.flatMap(({ ids, count }) => [...ids.subarray(slot * count, (slot + 1) * count)]);
}

/** The slots that are not folded into another, each with how many are folded into it, its ids in a sample, how many these are, and the bits that it needs. */
function openSlots(
  needed: Int32Array,
  folds: readonly Fold[],
  sampleOfSlot: (slot: number) => readonly number[],
) {
  const sizes = new Array<number>(needed.length).fill(1);
  for (const { first, second } of folds) sizes[first]! += sizes[second]!;
  return sizes.flatMap((size, slot) => {
    if (folds.some(({ second }) => second === slot)) return [];
    const sample = sampleOfSlot(slot);
    const ids = new Set(sample).size || 1;
    return [{ slot, size, sample, ids, bits: bitsFor(needed[slot]!) }];
  });
}

/** How many different pairs there are of ids that two slots have in the same state; 1 if there is none. */
function distinct(first: readonly number[], second: readonly number[]): number {
  const pairs = pairInterner();
  for (let index = 0; index < first.length; index++)
    internPair(pairs, first[index]!, second[index]!);
  return countOfPairs(pairs) || 1;
}
