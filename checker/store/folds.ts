import * as pairInterners from './pair-interner.ts';
import * as pairTables from './pair-table.ts';

// The compiler knows what is constant in this module; what it imports it reads anew each time.
const { internPair } = pairInterners;
const { findPair } = pairTables;

/** Two slots folded into one: the pair of their ids interned as one id, which stands in the first one's place. */
export interface Fold {
  readonly first: number;
  readonly second: number;
  readonly pairs: pairInterners.PairInterner;
}

/** The states stored so far, some hundred at a time, as vectors that may be written over. What is folded stays so: a folded id stands in its place. */
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
