import { at, foldAt, here, Missing, miss, Pairs, put } from './context';

/** No result: the pair was never met. */
export const NONE: i32 = -1;

/** The result of a pair in a table, see `store/pair-table.ts`; NONE if it has none. */
export function findPair(rows: usize, mask: i32, first: i32, second: i32): i32 {
  let slot = mix(first, second) & mask;
  while (true) {
    const row = rows + ((<usize>slot) << 4);
    const found = at(row, 0);
    if (found === first && at(row, 1) === second) return at(row, 2);
    if (found < 0) return NONE;
    slot = (slot + 1) & mask;
  }
}

/** The number of a pair of ids that are folded; NONE if it has none and gets none. */
export function numberOf(index: i32, one: i32, other: i32): i32 {
  const fold = foldAt(index);
  const known = findPair(fold.rows, fold.mask, one, other);
  if (known >= 0) return known;
  const number = here().learns ? numbered(fold, one, other) : NONE;
  if (number === NONE) miss(Missing.PAIR, index, one, other);
  return number;
}

/** The number of a pair, a new one if it has none; NONE if there is no room for that. */
export function numbered(all: Pairs, one: i32, other: i32): i32 {
  const known = findPair(all.rows, all.mask, one, other);
  if (known >= 0) return known;
  if (all.size >= all.most) return NONE;
  const number = all.size++;
  setPair(all.rows, all.mask, one, other, number);
  put(all.pairs, 2 * number, one);
  put(all.pairs, 2 * number + 1, other);
  return number;
}

/** Sets the result of a pair that has none yet, in a table that has room for it. */
export function setPair(rows: usize, mask: i32, first: i32, second: i32, result: i32): void {
  let slot = mix(first, second) & mask;
  while (at(rows, slot << 2) >= 0) slot = (slot + 1) & mask;
  put(rows, slot << 2, first);
  put(rows, (slot << 2) + 1, second);
  put(rows, (slot << 2) + 2, result);
}

function mix(first: i32, second: i32): i32 {
  const hash: u32 = <u32>(first + 1) * 0x9e3779b1;
  return <i32>(hash ^ (hash >> 15)) + second;
}
