/**
 * Counts the labels of rows (`explore/label-counts.ts`), and takes the new states out of them (`explore/newcomers.ts`): `takeFrom` and `ofStates` say which rows, and
 * `takeNew` goes on where it stopped until all are gone through.
 */

import { at, put } from './context';

/** As many states have a first child written down together: see `explore/parents.ts`. */
const STATES: i32 = 64;

/** Where the new states are written, for how many there is room. */
let keys: usize = 0;
let labels: usize = 0;
let parents: usize = 0;
let arrivals: usize = 0;
let most: i32 = 0;

/** The rows at hand: what is known of each, and where they end. */
let rowKeys: usize = 0;
let rowLabels: usize = 0;
let rowArrivals: usize = 0;
let fresh: usize = 0;
let rowsEnd: i32 = 0;
/** Where the rows of each state end, by its number. */
let ends: usize = 0;
let statesEnd: i32 = 0;
/** The first child of each block of states, for how many there is room. */
let children: usize = 0;
let childrenMost: i32 = 0;
/** How far they are gone through, from one call of `takeNew` to the next: the next row, its state, and whether rows of that state were taken already. */
let row: i32 = 0;
let state: i32 = 0;
let isBegun: bool = false;

/** Says where new states are to be written. */
export function writeNewTo(
  keysAt: usize,
  labelsAt: usize,
  parentsAt: usize,
  arrivalsAt: usize,
  room: i32,
): void {
  keys = keysAt;
  labels = labelsAt;
  parents = parentsAt;
  arrivals = arrivalsAt;
  most = room;
}

/** Says where rows are. */
export function takeFrom(
  keysAt: usize,
  labelsAt: usize,
  arrivalsAt: usize,
  freshAt: usize,
  from: i32,
  to: i32,
): void {
  rowKeys = keysAt;
  rowLabels = labelsAt;
  rowArrivals = arrivalsAt;
  fresh = freshAt;
  row = from;
  rowsEnd = to;
}

/**
 * Says which states they came of.
 * @param endsAt where the place of state 0 is, or would be
 */
export function ofStates(
  first: i32,
  end: i32,
  endsAt: usize,
  childrenAt: usize,
  childrenRoom: i32,
): void {
  state = first;
  statesEnd = end;
  ends = endsAt;
  children = childrenAt;
  childrenMost = childrenRoom;
  isBegun = false;
}

/**
 * Writes the next new states behind those that are there, as many as there is room for.
 * @param before how many are there
 * @param next the number of the first
 * @param hasEnds whether it is known where the rows of each state end; else all are of one
 * @returns how many are there now; if there is room left, all rows are gone through
 */
export function takeNew(before: i32, next: i32, hasEnds: bool): i32 {
  const room = most;
  let count = before;
  for (; state < statesEnd; state++) {
    if (!isBegun && state % STATES === 0 && state / STATES < childrenMost)
      put(children, state / STATES, next + count - before);
    isBegun = true;
    const end = hasEnds ? at(ends, state) : rowsEnd;
    count = takeOfState(end, count, room);
    if (count === room) return count;
    isBegun = false;
  }
  return count;
}

/** Without a branch on whether a row is new, which the processor could not foretell. */
function takeOfState(end: i32, before: i32, room: i32): i32 {
  const parent = state;
  let from = row;
  let count = before;
  for (; from < end && count < room; from++) {
    store<u64>(keys + ((<usize>count) << 3), load<u64>(rowKeys + ((<usize>from) << 3)));
    put(labels, count, at(rowLabels, from));
    put(parents, count, parent);
    store<u8>(arrivals + <usize>count, load<u8>(rowArrivals + <usize>from));
    count += load<u8>(fresh + <usize>from);
  }
  row = from;
  return count;
}

/**
 * Counts the labels from number `from` to before `to`.
 * @param counts how often each label was met, floating-point numbers, of the labels below `known`
 * @returns the first that is not below; else `to`
 */
export function countLabels(from: i32, to: i32, labelsAt: usize, counts: usize, known: i32): i32 {
  for (let index = from; index < to; index++) {
    const label = at(labelsAt, index);
    if (label >= known) return index;
    const place = counts + ((<usize>label) << 3);
    store<f64>(place, load<f64>(place) + 1);
  }
  return to;
}
