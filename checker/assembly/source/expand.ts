import { at, from, here, Missing, miss, put, Slot, slotAt, slotIn } from './context';
import { record } from './history';
import {
  beginState,
  encode,
  fits,
  fold,
  keyAt,
  keyPlace,
  NO_KEY,
  putKey,
  storeKey,
  takeApart,
  withChange,
} from './keys';
import { writeList } from './lists';
import { addition } from './mail';
import { canonicalize, stabilizer } from './orbits';
import {
  CELL,
  EVENT,
  GREATEST_CELL,
  KIND,
  LABEL,
  LIST_HEADER,
  OUTCOME,
  PAIRS,
  PLACE,
  RUN,
  RUN_COUNT,
  RUNS,
  SENDS,
  WAITING,
} from './outcomes';
import { findPair } from './pairs';

/** An answer of `Possibilities`: the environment does not allow it. */
const IMPOSSIBLE: i32 = -1;

/** The fates of states: see `explore/block.ts`. */
const ALIVE: u8 = 0;
const STUCK: u8 = 1;
const DEFERRED: u8 = 2;

/** Whether something other than a fault is possible in the state at hand, or was cut. */
let alive: i32 = 0;

/** Whether a bound has cut something of the state at hand; if not, all of `cutsNow` is zero. */
let hasCut: bool = false;

/** Takes the keys of the block's states apart, and finds what may happen in them. */
export function read(): void {
  takeApart();
  findLists();
}

/**
 * Appends what processes do in the states of the block from `first` to before `end`. Where nobody can be asked, states that something is
 * unknown for are put aside, and nothing is appended or counted of them.
 * @returns the first state that something is missing for, of which nothing was appended or counted; `end` if there is none
 */
export function expand(first: i32, end: i32): i32 {
  const context = here();
  for (let state = first; state < end; state++) {
    const rows = context.rowCount;
    const isDone = expandOne(state);
    if (!isDone) {
      context.rowCount = rows;
      if (context.learns !== 0 || canBeHad(context.missing)) return state;
    }
    put(context.ends, state, context.rowCount);
    const fate = alive !== 0 ? ALIVE : STUCK;
    store<u8>(context.fates + <usize>state, isDone ? fate : DEFERRED);
  }
  return end;
}

/** Whether something that is missing can be had without asking a model. */
function canBeHad(missing: i32): bool {
  return missing === Missing.ROOM || missing === Missing.WIDTH || missing === Missing.ANSWERS;
}

/**
 * Writes how many renamings fix each state of the block, from `first` on, where its rows would end.
 * @returns the first state that something is missing for; else how many there are
 */
export function stabilizers(first: i32): i32 {
  const context = here();
  for (let state = first; state < context.count; state++) {
    writeState(context.changed, state);
    if (!canonicalize(context.changed)) return state;
    put(context.ends, state, stabilizer());
  }
  return context.count;
}

/** Writes a state of the block as a vector. */
function writeState(vector: usize, state: i32): void {
  const context = here();
  for (let slot = 0; slot < context.width; slot++)
    put(vector, slot, at(context.ids, slot * context.count + state));
}

/** Finds the lists of all processes, and how many messages are in flight. In short loops, so that no look-up waits for another. */
function findLists(): void {
  const context = here();
  const count = context.count;
  const end = context.poolEnd;
  for (let state = 0; state < count; state++) put(context.inFlight, state, 0);
  for (let process = 0; process < context.processes; process++) {
    const slot = slotAt(process);
    const ids = from(context.ids, process * count);
    const lists = from(context.lists, process * count);
    for (let state = 0; state < count; state++) {
      put(lists, state, listAt(slot, at(ids, state), end));
    }
  }
  for (let process = 0; process < context.processes; process++) {
    const lists = from(context.lists, process * count);
    for (let state = 0; state < count; state++) {
      const waiting = at(context.pool, at(lists, state) + WAITING);
      put(context.inFlight, state, at(context.inFlight, state) + waiting);
    }
  }
}

function expandOne(state: i32): bool {
  const context = here();
  const count = context.count;
  for (let process = 0; process < context.processes; process++) {
    const list = listOf(process, state);
    if (list === 0) return miss(Missing.LIST, process, at(context.ids, process * count + state));
    if (slotAt(process).group === 0 && !fits(process, at(context.pool, list + GREATEST_CELL)))
      return miss(Missing.WIDTH);
  }
  const environment = at(context.ids, context.processes * count + state);
  const room = context.inFlightLimit - at(context.inFlight, state);
  const row = at(
    context.answerRows,
    environment * (context.mostRoom + 1) + min(room, context.mostRoom),
  );
  if (row < 0) return miss(Missing.ANSWERS, environment, room);
  beginState(state);
  alive = 0;
  context.cutLabelCount = 0;
  forgetCuts();
  const answers = from(context.answers, row);
  const processes = context.processes;
  for (let process = 0; process < processes; process++)
    if (!expandList(state, process, answers)) return false;
  countCuts();
  return true;
}

/** Nothing of the state at hand is cut yet. */
function forgetCuts(): void {
  const context = here();
  if (hasCut) for (let bound = 0; bound < context.bounds; bound++) put(context.cutsNow, bound, 0);
  hasCut = false;
}

/** Counts what was cut of the state at hand. */
function countCuts(): void {
  const context = here();
  if (!hasCut) return;
  for (let bound = 0; bound < context.bounds; bound++)
    put(context.cuts, bound, at(context.cuts, bound) + at(context.cutsNow, bound));
}

/** Where the outcomes of a process are, 0 if that is unknown. What was unknown may have been found out since. */
function listOf(process: i32, state: i32): i32 {
  const context = here();
  const place = process * context.count + state;
  const found = at(context.lists, place);
  if (found !== 0) return found;
  const cell = at(context.ids, place);
  let list = listAt(slotAt(process), cell, context.poolEnd);
  if (list === 0) list = writeList(process, cell);
  put(context.lists, place, list);
  const waiting = at(context.pool, list + WAITING);
  put(context.inFlight, state, at(context.inFlight, state) + waiting);
  return list;
}

/** The list of a cell, 0 if it is not written, or was by another thread and after this one was told. @param end where what is written ends */
function listAt(slot: Slot, cell: i32, end: i32): i32 {
  const list = cell < slot.listCount ? at(slot.lists, cell) : 0;
  return list < end ? list : 0;
}

/** Appends what one process does. @param answers what is possible, by kind */
function expandList(state: i32, process: i32, answers: usize): bool {
  const context = here();
  const list = from(context.pool, at(context.lists, process * context.count + state));
  const end = from(list, LIST_HEADER + RUN * at(list, RUNS));
  for (let run = from(list, LIST_HEADER); run < end; run = from(run, RUN)) {
    const answer = at(answers, at(run, KIND));
    if (answer === IMPOSSIBLE) continue;
    const size = at(run, RUN_COUNT);
    const place = at(run, PLACE);
    const outcomes = from(list, place >> 1);
    const hasMore = (place & 1) !== 0;
    if (answer < IMPOSSIBLE) {
      alive |= (-2 - answer) & 1;
      if (!cut((-2 - answer) >> 1, size, outcomes, hasMore)) return false;
    } else {
      alive |= answer & 1;
      if (!appendRun(state, process, answer >> 1, outcomes, size, hasMore)) return false;
    }
  }
  return true;
}

/** Appends the outcomes of a run. @param hasMore whether they send something, or are an event */
function appendRun(
  state: i32,
  process: i32,
  environment: i32,
  outcomes: usize,
  size: i32,
  hasMore: bool,
): bool {
  const context = here();
  const end = context.rowCount + size;
  if (end > context.rowsMost) return miss(Missing.ROOM, end);
  const isDone =
    context.permutations > 0
      ? reduceRun(state, process, environment, outcomes, size, hasMore)
      : context.foldCount > 0
        ? foldRun(state, process, environment, outcomes, size, hasMore)
        : toggleRun(state, process, environment, outcomes, size, hasMore);
  if (isDone) context.rowCount = end;
  return isDone;
}

/**
 * Where no slot is folded, so that each change toggles bits. What is read again and again is in constants here, which the compiler
 * keeps in registers; it would not dare to, where it is asked of the context each time.
 */
function toggleRun(
  state: i32,
  process: i32,
  environment: i32,
  outcomes: usize,
  size: i32,
  hasMore: bool,
): bool {
  const context = here();
  const stride = context.count;
  const ids = from(context.ids, state);
  const slots = context.slots;
  const cell = at(ids, process * stride);
  const shift: u64 = slotIn(slots, process).shift;
  const before = keyAt(context.keys, state);
  const base = toggled(before, slots, ids, stride, context.processes, environment);
  let rowKey = keyPlace(context.rowKeys, context.rowCount);
  let rowLabel = from(context.rowLabels, context.rowCount);
  let outcome = outcomes;
  for (let left = size; left > 0; left--) {
    let key = base ^ ((<u64>(<u32>(cell ^ at(outcome, CELL)))) << shift);
    store<i32>(rowLabel, at(outcome, LABEL));
    if (hasMore) {
      const pairs = from(outcome, PAIRS);
      const event = at(outcome, EVENT);
      outcome = from(pairs, at(outcome, SENDS));
      key = toggleParcels(key, slots, ids, stride, pairs, outcome);
      if (key !== NO_KEY && event >= 0) key = withEvent(key, state, event);
      if (key === NO_KEY) return false;
    } else outcome = from(outcome, OUTCOME);
    storeKey(rowKey, key);
    rowKey += 8;
    rowLabel += 4;
  }
  return true;
}

/** A key with another id in a slot. */
function toggled(key: u64, slots: usize, ids: usize, stride: i32, slot: i32, id: i32): u64 {
  return key ^ ((<u64>(<u32>(at(ids, slot * stride) ^ id))) << (<u64>slotIn(slots, slot).shift));
}

/** A key with what a step sends in the inboxes of others. */
function toggleParcels(
  before: u64,
  slots: usize,
  ids: usize,
  stride: i32,
  pairs: usize,
  end: usize,
): u64 {
  let key = before;
  for (let pair = pairs; pair < end; pair = from(pair, 2)) {
    const to = at(pair, 0);
    const parcel = at(pair, 1);
    const slot = slotIn(slots, to);
    const cell = at(ids, to * stride);
    let after = findPair(slot.additions, slot.additionsMask, cell, parcel);
    if (after < 0) after = addition(to, slot, cell, parcel);
    if (after < 0) return NO_KEY;
    if (<u32>after >> slot.bits !== 0) {
      miss(Missing.WIDTH);
      return NO_KEY;
    }
    key ^= (<u64>(<u32>(cell ^ after))) << (<u64>slot.shift);
  }
  return key;
}

/** Counts a run of outcomes that a bound cuts. */
function cut(bound: i32, size: i32, outcomes: usize, hasMore: bool): bool {
  const context = here();
  hasCut = true;
  put(context.cutsNow, bound, at(context.cutsNow, bound) + size);
  if (context.cutLabelsMost === 0) return true;
  if (context.cutLabelCount + size > context.cutLabelsMost)
    return miss(Missing.ROOM, context.rowCount, context.cutLabelCount + size);
  let outcome = outcomes;
  for (let left = size; left > 0; left--) {
    put(context.cutLabels, context.cutLabelCount++, at(outcome, LABEL));
    outcome = from(outcome, hasMore ? PAIRS + at(outcome, SENDS) : OUTCOME);
  }
  return true;
}

/** Where slots are folded. */
function foldRun(
  state: i32,
  process: i32,
  environment: i32,
  outcomes: usize,
  size: i32,
  hasMore: bool,
): bool {
  const context = here();
  const before = keyAt(context.keys, state);
  let row = context.rowCount;
  let outcome = outcomes;
  for (let left = size; left > 0; left--) {
    const label = at(outcome, LABEL);
    let key = withChange(before, state, context.processes, environment);
    key = withChange(key, state, process, at(outcome, CELL));
    if (hasMore) {
      const event = at(outcome, EVENT);
      const pairs = from(outcome, PAIRS);
      outcome = from(pairs, at(outcome, SENDS));
      key = withParcels(key, state, pairs, outcome);
      if (key === NO_KEY) return false;
      if (event >= 0) key = withEvent(key, state, event);
      if (key === NO_KEY) return false;
    } else outcome = from(outcome, OUTCOME);
    key = fold(key, state);
    if (key === NO_KEY) return false;
    putKey(context.rowKeys, row, key);
    put(context.rowLabels, row++, label);
  }
  return true;
}

/** Where a representative of its orbit takes the place of a state: each is written as a vector. */
function reduceRun(
  state: i32,
  process: i32,
  environment: i32,
  outcomes: usize,
  size: i32,
  hasMore: bool,
): bool {
  const context = here();
  const vector = context.changed;
  let row = context.rowCount;
  let outcome = outcomes;
  for (let left = size; left > 0; left--) {
    writeState(vector, state);
    put(vector, process, at(outcome, CELL));
    put(vector, context.processes, environment);
    put(context.rowLabels, row, at(outcome, LABEL));
    if (hasMore) {
      const event = at(outcome, EVENT);
      const pairs = from(outcome, PAIRS);
      outcome = from(pairs, at(outcome, SENDS));
      if (!writeParcels(vector, pairs, outcome)) return false;
      if (event >= 0 && !writeEvent(vector, state, event)) return false;
    } else outcome = from(outcome, OUTCOME);
    if (!canonicalize(vector)) return false;
    const key = encode(context.best);
    if (key === NO_KEY) return false;
    putKey(context.rowKeys, row++, key);
  }
  return true;
}

/** Writes what a step sends into the inboxes of others. */
function writeParcels(vector: usize, pairs: usize, end: usize): bool {
  for (let pair = pairs; pair < end; pair = from(pair, 2)) {
    const to = at(pair, 0);
    const parcel = at(pair, 1);
    const slot = slotAt(to);
    const cell = at(vector, to);
    let after = findPair(slot.additions, slot.additionsMask, cell, parcel);
    if (after < 0) after = addition(to, slot, cell, parcel);
    if (after < 0) return false;
    put(vector, to, after);
  }
  return true;
}

/** Writes what an event changes in the history. */
function writeEvent(vector: usize, state: i32, event: i32): bool {
  const context = here();
  const place = record(event, state);
  if (place < 0) return miss(Missing.RECORD, event, state);
  let write = from(context.writes, place + 1);
  for (let left = at(context.writes, place); left > 0; left--, write = from(write, 2))
    put(vector, context.processes + 1 + at(write, 0), at(write, 1));
  return true;
}

/** A key with what a step sends in the inboxes of others. */
function withParcels(before: u64, state: i32, pairs: usize, end: usize): u64 {
  const context = here();
  let key = before;
  for (let pair = pairs; pair < end; pair = from(pair, 2)) {
    const to = at(pair, 0);
    const parcel = at(pair, 1);
    const slot = slotAt(to);
    const cell = at(context.ids, to * context.count + state);
    let after = findPair(slot.additions, slot.additionsMask, cell, parcel);
    if (after < 0) after = addition(to, slot, cell, parcel);
    if (after < 0) return NO_KEY;
    if (slot.group === 0 && !fits(to, after)) {
      miss(Missing.WIDTH);
      return NO_KEY;
    }
    key = withChange(key, state, to, after);
  }
  return key;
}

/** A key with the history changed by an event. */
function withEvent(before: u64, state: i32, event: i32): u64 {
  const context = here();
  const place = record(event, state);
  if (place < 0) {
    miss(Missing.RECORD, event, state);
    return NO_KEY;
  }
  let key = before;
  let write = from(context.writes, place + 1);
  for (let left = at(context.writes, place); left > 0; left--, write = from(write, 2)) {
    const slot = context.processes + 1 + at(write, 0);
    if (slotAt(slot).group === 0 && !fits(slot, at(write, 1))) {
      miss(Missing.WIDTH);
      return NO_KEY;
    }
    key = withChange(key, state, slot, at(write, 1));
  }
  return key;
}
