import { at, from, put } from './context';
import { keyAt, keyPlace, storeKey } from './keys';

/** What a stepper of a plain system tells these loops: see `kernel/grouped-stepper.ts`. */
@unmanaged
export class Plain {
  /** How many states the block has, their keys, and how each was reached, a byte each. */
  count: i32;
  keys: usize;
  arrivals: usize;
  /** For each state, where its rows end, and 1 if nothing can happen in it, a byte each. */
  ends: usize;
  isStuck: usize;

  groups: usize;
  groupCount: i32;
  /** What each group does in each state, by its place in the pool: that of a group at `group * count + state`. */
  lists: usize;
  /** Up to where the pool is written, as far as this thread may look. */
  pool: usize;
  poolEnd: i32;
  transitions: usize;
  /** Bits that say what is asleep after each arrival. */
  asleep: usize;

  rowCount: i32;
  rowsMost: i32;
  rowKeys: usize;
  rowLabels: usize;
  /** How the state that a row leads to is reached, a byte each. */
  rowArrivals: usize;
  asleepCount: i32;
  asleepMost: i32;
  asleepLabels: usize;
  /** The transitions of a state that are awake, by their places. */
  work: usize;
  workMost: i32;

  /** Which group is unknown in a state, or -1 if there is no room; and for how many rows there must be some. */
  missing: i32;
  room: i32;
}

/** Actions that read the same few bits of a key, and the rows and the mask of the table of what they do. */
@unmanaged
export class Group {
  high: i32;
  low: i32;
  rows: usize;
  mask: i32;
}

/** The fields of a transition: see `kernel/plain-tables.ts`. What it is and how states are reached by it, in one integer. */
const WHAT: i32 = 0;
const KEEP: i32 = 1;
const SET: i32 = 3;
const ARRIVAL: i32 = 0xff;
const LABEL_SHIFT: i32 = 8;
/** So many integers have a bit for each arrival. */
const ARRIVAL_BITS: i32 = 8;

let where: usize = 0;

export function usePlain(plain: usize): void {
  where = plain;
}

function here(): Plain {
  return changetype<Plain>(where);
}

/** Looks up what all groups do in all states of the block, in short loops in which no look-up waits for another. */
export function readPlain(): void {
  const plain = here();
  const count = plain.count;
  const keys = plain.keys;
  for (let group = 0; group < plain.groupCount; group++) {
    const lists = from(plain.lists, group * count);
    for (let state = 0; state < count; state++) put(lists, state, find(group, keyAt(keys, state)));
  }
}

/** What a group does in a state, by its key; 0 if that is unknown. See `store/key-table.ts`. */
function find(index: i32, key: u64): i32 {
  const group = changetype<Group>(here().groups + <usize>index * offsetof<Group>());
  const high = <i32>(key >> 32) & group.high;
  const low = <i32>key & group.low;
  const mask = group.mask;
  const rows = group.rows;
  const end = here().poolEnd;
  let slot = mix(high, low) & mask;
  while (true) {
    const row = from(rows, slot << 2);
    // Another thread may write meanwhile: a row counts once it has a number, and a list once it is before the end.
    const found = atomic.load<i32>(from(row, 2));
    if (found === 0) return 0;
    if (at(row, 0) === high && at(row, 1) === low) return found < end ? found : 0;
    slot = (slot + 1) & mask;
  }
}

function mix(high: i32, low: i32): i32 {
  const hash: u32 = (<u32>low * 0x85ebca6b) ^ (<u32>high * 0xc2b2ae35);
  return <i32>(hash ^ (hash >> 15) ^ (hash >> 23));
}

/**
 * Appends the transitions from the states of the block from `first` to before `end` that are awake, and counts the others.
 * @returns the first state that something is missing for, of which nothing was appended or counted; `end` if there is none
 */
export function expandPlain(first: i32, end: i32): i32 {
  const plain = here();
  for (let state = first; state < end; state++) {
    const most = findLists(state);
    if (most < 0) return state;
    const asleepBefore = plain.asleepCount;
    const awake = wake(state);
    append(state, awake);
    put(plain.ends, state, plain.rowCount);
    const isStuck = awake === 0 && plain.asleepCount === asleepBefore;
    store<u8>(plain.isStuck + <usize>state, isStuck ? 1 : 0);
  }
  return end;
}

/** Sees to it that all lists of a state are known, and that there is room for their transitions; gives how many these are, or -1. */
function findLists(state: i32): i32 {
  const plain = here();
  let most = 0;
  for (let group = 0; group < plain.groupCount; group++) {
    const place = group * plain.count + state;
    let list = at(plain.lists, place);
    if (list === 0) {
      // It may have been found out since.
      list = find(group, keyAt(plain.keys, state));
      put(plain.lists, place, list);
    }
    if (list === 0) {
      plain.missing = group;
      return -1;
    }
    most += at(plain.pool, list);
  }
  const isTooLarge = plain.rowCount + most > plain.rowsMost;
  if (!isTooLarge && plain.asleepCount + most <= plain.asleepMost && most <= plain.workMost)
    return most;
  plain.missing = -1;
  plain.room = most;
  return -1;
}

/**
 * Finds the transitions that are awake in a state; gives how many, and counts the others. Each is written in both places, and only one of
 * them is kept, so that no branch depends on which.
 */
function wake(state: i32): i32 {
  const plain = here();
  const count = plain.count;
  const pool = plain.pool;
  const transitions = plain.transitions;
  const arrival = load<u8>(plain.arrivals + <usize>state);
  const asleep = from(plain.asleep, ARRIVAL_BITS * <i32>arrival);
  let work = plain.work;
  const asleepLabels = plain.asleepLabels;
  let label = from(asleepLabels, plain.asleepCount);
  const end = from(plain.lists, plain.groupCount * count);
  for (let place = from(plain.lists, state); place < end; place = from(place, count)) {
    const list = from(pool, at(place, 0));
    const behind = from(list, 1 + at(list, 0));
    for (let entry = from(list, 1); entry < behind; entry = from(entry, 1)) {
      const transition = at(entry, 0);
      const what = at(transitions, transition + WHAT);
      const isAsleep = (at(asleep, (what & ARRIVAL) >> 5) >> (what & 31)) & 1;
      store<i32>(label, what >>> LABEL_SHIFT);
      store<i32>(work, transition);
      label = from(label, isAsleep);
      work = from(work, 1 - isAsleep);
    }
  }
  plain.asleepCount = <i32>((label - asleepLabels) >> 2);
  return <i32>((work - plain.work) >> 2);
}

/** Makes the keys after the transitions that are awake. */
function append(state: i32, awake: i32): void {
  const plain = here();
  const key = keyAt(plain.keys, state);
  const work = plain.work;
  const transitions = plain.transitions;
  const rowLabels = plain.rowLabels;
  const rowArrivals = plain.rowArrivals;
  let row = plain.rowCount;
  let rowKey = keyPlace(plain.rowKeys, row);
  for (let index = 0; index < awake; index++, row++, rowKey += 8) {
    const transition = from(transitions, at(work, index));
    const what = at(transition, WHAT);
    const keep = keyAt(from(transition, KEEP), 0);
    const bits = keyAt(from(transition, SET), 0);
    storeKey(rowKey, (key & keep) | bits);
    put(rowLabels, row, what >>> LABEL_SHIFT);
    store<u8>(rowArrivals + <usize>row, what & ARRIVAL);
  }
  plain.rowCount = row;
}
