/** Tells rows whose keys were seen not long ago from those that may be new: see `store/sieve.ts`. */

import { hashOf } from './key-set';

const KEY: usize = sizeof<u64>();
const ROW: usize = sizeof<i32>();

/**
 * Puts those of the rows from `from` to before `to` behind the candidates whose keys were not seen not long ago.
 * @param recent keys that were seen, by the low bits of their hashes, which `mask` leaves
 * @param count how many candidates there are
 * @returns how many there are now
 */
export function sift(
  recent: usize,
  mask: i32,
  rowKeys: usize,
  from: i32,
  to: i32,
  candidateKeys: usize,
  candidateRows: usize,
  count: i32,
): i32 {
  let key = rowKeys + <usize>from * KEY;
  let keyTo = candidateKeys + <usize>count * KEY;
  let rowTo = candidateRows + <usize>count * ROW;
  for (let row = from; row < to; row++, key += KEY) {
    const one = load<u64>(key);
    const near = recent + <usize>(hashOf(one) & mask) * KEY;
    const differs = <usize>(load<u64>(near) !== one);
    store<u64>(near, one);
    // Without a branch: whether a key was seen is a toss of a coin to the processor.
    store<u64>(keyTo, one);
    store<i32>(rowTo, row);
    keyTo += differs * KEY;
    rowTo += differs * ROW;
  }
  return <i32>((rowTo - candidateRows) / ROW);
}
