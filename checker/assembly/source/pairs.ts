import { at, Fold, foldAt, here, Missing, miss, put } from './context';

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

/** The number of a pair of ids; NONE if it has none and gets none. */
export function numberOf(index: i32, one: i32, other: i32): i32 {
  const fold = foldAt(index);
  const known = findPair(fold.rows, fold.mask, one, other);
  if (known >= 0) return known;
  if (here().learns && fold.size < fold.most) return add(fold, one, other);
  miss(Missing.PAIR, index, one, other);
  return NONE;
}

function add(fold: Fold, one: i32, other: i32): i32 {
  const number = fold.size++;
  let slot = mix(one, other) & fold.mask;
  while (at(fold.rows, slot << 2) >= 0) slot = (slot + 1) & fold.mask;
  put(fold.rows, slot << 2, one);
  put(fold.rows, (slot << 2) + 1, other);
  put(fold.rows, (slot << 2) + 2, number);
  put(fold.pairs, 2 * number, one);
  put(fold.pairs, 2 * number + 1, other);
  return number;
}

function mix(first: i32, second: i32): i32 {
  const hash: u32 = <u32>(first + 1) * 0x9e3779b1;
  return <i32>(hash ^ (hash >> 15)) + second;
}
