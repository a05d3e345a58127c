import { type Fold, foldEach, type Vectors } from './folds.ts';
import { bitsFor, KEY_BITS } from './packing.ts';
import { countOfPairs, pairInterner } from './pair-interner.ts';
import { Sample } from './sample.ts';

/** A fold is small if so many states were looked at for each pair found: few pairs are missing then, and all fit the processor's cache. */
const SEEN_OFTEN = 8;

/** Where slots must be folded at all, small folds are added until so many bits are to spare; then keys are seldom laid out anew. */
const SPARE = 6;

/**
 * Folds with which ids up to `most` fit a key, and all vectors that `states` holds, whose pairs are interned; and the
 * greatest id that each slot then has to have room for.
 * @param before folds to begin with, by which the states are folded
 */
export function foldsFor(
  most: Int32Array,
  states: Vectors,
  before: readonly Fold[],
): { readonly folds: readonly Fold[]; readonly needed: Int32Array } {
  const folds = [...before];
  let sample: Sample | undefined;
  for (;;) {
    const needed = neededFor(most, folds);
    const spare = KEY_BITS - needed.reduce((sum, id) => sum + bitsFor(id), 0);
    if (spare >= SPARE) return { folds, needed };
    sample ??= new Sample(states, most.length);
    const best = bestFold(needed, folds, sample);
    if (spare >= 0 && best?.isSmall !== true) return { folds, needed };
    if (best === undefined) throw new RangeError('a single id does not fit a key');
    const fold = { first: best.first, second: best.second, pairs: pairInterner() };
    folds.push(fold);
    const added = folds.slice(before.length);
    states.forEach((ids, count) => {
      for (const one of added) foldEach(one, count, ids, true);
    });
    sample.fold(fold);
  }
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
  sample: Sample,
): Candidate | undefined {
  const slots = openSlots(needed, folds);
  let best: Candidate | undefined;
  for (const [at, one] of slots.entries())
    for (const other of slots.slice(at + 1)) {
      const pairs = sample.pairs(one.slot, other.slot);
      const bits = one.bits + other.bits - bitsFor(2 * pairs);
      const isSmall = pairs * SEEN_OFTEN <= sample.size && bits > 0;
      const ids = sample.ids(one.slot) * sample.ids(other.slot);
      const candidate = {
        first: one.slot,
        second: other.slot,
        isSmall,
        saved: isSmall ? bits : Math.round(8 * Math.log2(ids / pairs)),
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

/** The slots that are not folded into another, each with how many are folded into it, and the bits that it needs. */
function openSlots(needed: Int32Array, folds: readonly Fold[]) {
  const sizes = new Array<number>(needed.length).fill(1);
  for (const { first, second } of folds) sizes[first]! += sizes[second]!;
  return sizes.flatMap((size, slot) =>
    folds.some(({ second }) => second === slot)
      ? []
      : [{ slot, size, bits: bitsFor(needed[slot]!) }],
  );
}
