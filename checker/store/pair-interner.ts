import * as pairTables from './pair-table.ts';
import { type SharedInts, sharedInts, widen } from './shared-ints.ts';

// The compiler knows what is constant in this module; what it imports it reads anew each time.
const { findPair, pairTable, setPair } = pairTables;

/** Numbers pairs of ids from 0 up, and gives each number's pair back. Worker threads can share it. */
export interface PairInterner {
  readonly numbers: pairTables.PairTable;
  /** The pairs, one behind the other. */
  readonly pairs: SharedInts;
}

export const pairInterner = (): PairInterner => ({
  numbers: pairTable(),
  pairs: sharedInts(1 << 5),
});

/** The number of a pair, a new one if it has none. */
export function internPair(
  { numbers, pairs }: PairInterner,
  first: number,
  second: number,
): number {
  const known = findPair(numbers, first, second);
  if (known >= 0) return known;
  const id = numbers.size;
  setPair(numbers, first, second, id);
  widen(pairs, 2 * id + 2);
  pairs.data[2 * id] = first;
  pairs.data[2 * id + 1] = second;
  return id;
}

/** The first id of a pair that was numbered. */
export const firstOf = ({ pairs }: PairInterner, id: number): number => pairs.data[2 * id]!;

export const secondOf = ({ pairs }: PairInterner, id: number): number => pairs.data[2 * id + 1]!;

export const countOfPairs = ({ numbers }: PairInterner): number => numbers.size;

export const bytesOfPairs = ({ numbers, pairs }: PairInterner): number =>
  numbers.rows.data.byteLength + pairs.data.byteLength;
