/** Puts lists of outcomes together out of recipes: as `kernel/outcomes.ts` does, in the same pool. */

import { at, Cells, cellsOf, from, here, inboxes, put, recipes, slotAt } from './context';
import { before, inboxWith, lengthOf, senderOf } from './mail';
import {
  GREATEST_CELL,
  KIND,
  LIST_HEADER,
  OUTCOME,
  PLACE,
  RUN,
  RUN_COUNT,
  RUNS,
  WAITING,
} from './outcomes';
import { findPair, NONE, numbered } from './pairs';

/** The fields of recipes: see `kernel/recipes.ts`. */
const FIRST: i32 = 0;
const LAST: i32 = 1;
const LOCAL_HEADER: i32 = 2;
const OPEN: i32 = 0;
const WAYS: i32 = 1;
const MESSAGE_HEADER: i32 = 2;
const LOST: i32 = 0;
const DOUBLED: i32 = 1;
const NEEDS: i32 = 0;
const LABEL: i32 = 1;
const LOCAL: i32 = 2;
const CUT: i32 = 3;
const EVENT: i32 = 4;
const SENT: i32 = 5;
const OWN: i32 = 6;
const OTHERS: i32 = 7;
const HAPPENING: i32 = 8;

/** The list in the making: how long its runs and its outcomes are, and the greatest cell so far. */
let runsLength: i32 = 0;
let outcomesLength: i32 = 0;
let greatest: i32 = 0;

/** Writes the list of a process in a cell, and where it is; gives that, or 0 where a recipe, or room for something, is missing. */
export function writeList(process: i32, cell: i32): i32 {
  const slot = slotAt(process);
  if (here().recipes === 0 || cell >= slot.listCount) return 0;
  const cells = cellsOf(process);
  const who = at(cells.pairs, 2 * cell) * here().processes + process;
  const inbox = at(cells.pairs, 2 * cell + 1);
  const known = recipes();
  const recipe = who < known.localsCount ? at(known.locals, who) : 0;
  if (recipe === 0) return 0;
  const waiting = readInbox(inbox);
  if (waiting < 0) return 0;
  runsLength = 0;
  outcomesLength = 0;
  greatest = 0;
  const first = from(known.ints, recipe);
  const ways = from(first, LOCAL_HEADER);
  const last = addAll(cells, ways, at(first, FIRST), inbox, 0);
  if (last === 0 || !addMessages(cells, who, waiting)) return 0;
  if (addAll(cells, last, at(first, LAST), inbox, 0) === 0) return 0;
  const list = finish(waiting);
  if (list !== 0) put(slot.lists, cell, list);
  return list;
}

/** Writes down the messages of an inbox, and the tuples that it begins with; gives how many they are, -1 if there is no room. */
function readInbox(inbox: i32): i32 {
  const known = recipes();
  const pairs = inboxes().pairs;
  const count = lengthOf(pairs, inbox);
  if (count > known.waitingMost) return -1;
  let index = count;
  for (let rest = inbox; rest > 0; rest = before(pairs, rest)) {
    put(known.beginnings, index, rest);
    put(known.waiting, --index, at(pairs, 2 * rest - 1));
  }
  put(known.beginnings, 0, 0);
  return count;
}

/** Adds what becomes of each message: it arrives, is lost, is doubled. */
function addMessages(cells: Cells, who: i32, waiting: i32): bool {
  const known = recipes();
  for (let place = 0; place < waiting; place++)
    if (isNext(place) && !addArrival(cells, who, place, waiting)) return false;
  if (!addFailures(cells, who, waiting, known.loss, LOST)) return false;
  return addFailures(cells, who, waiting, known.duplication, DOUBLED);
}

/** Adds that each message is lost, or doubled. @param change the change of the environment that it needs, -1 where it never happens */
function addFailures(cells: Cells, who: i32, waiting: i32, change: i32, which: i32): bool {
  if (change < 0) return true;
  for (let place = 0; place < waiting; place++) {
    if (!isDistinct(place)) continue;
    const rest = which === LOST ? without(place, waiting) : doubled(place, waiting);
    if (!addFailure(cells, who, place, change, which, rest)) return false;
  }
  return true;
}

/** Whether a message differs from the one before it. */
function isDistinct(place: i32): bool {
  const waiting = recipes().waiting;
  return place === 0 || at(waiting, place) !== at(waiting, place - 1);
}

/** Whether a message may be delivered next: where order counts, the first of each sender. */
function isNext(place: i32): bool {
  if (here().senders === 0 || place === 0) return isDistinct(place);
  const waiting = recipes().waiting;
  return senderOf(at(waiting, place)) !== senderOf(at(waiting, place - 1));
}

function addArrival(cells: Cells, who: i32, place: i32, waiting: i32): bool {
  const known = recipes();
  const envelope = at(known.waiting, place);
  const recipe = findPair(known.arrivals, known.arrivalsMask, who, envelope);
  if (recipe === NONE) return false;
  const arrival = from(known.ints, recipe);
  const ways = at(arrival, WAYS);
  if (ways === 0) return true;
  const rest = without(place, waiting);
  if (rest === NONE) return false;
  let happening = from(arrival, MESSAGE_HEADER);
  for (let way = 0; way < ways; way++) {
    if (!add(cells, happening, at(arrival, OPEN), rest, -1)) return false;
    happening = from(happening, HAPPENING + at(happening, OTHERS));
  }
  return true;
}

/** Adds that a message is lost or doubled: nothing happens to the process. @param rest the inbox afterwards */
function addFailure(cells: Cells, who: i32, place: i32, change: i32, which: i32, rest: i32): bool {
  const known = recipes();
  const envelope = at(known.waiting, place);
  const recipe = findPair(known.failures, known.failuresMask, who, envelope);
  if (recipe === NONE || rest === NONE) return false;
  const cell = numbered(cells, who / here().processes, rest);
  if (cell === NONE || !extendRun(change, which === LOST ? 0 : 1, false)) return false;
  return push(at(from(known.ints, recipe), which), cell);
}

/** Adds what needs no message; gives where the recipe goes on, 0 if something is missing. */
function addAll(cells: Cells, ways: usize, count: i32, inbox: i32, delta: i32): usize {
  let happening = ways;
  for (let way = 0; way < count; way++) {
    if (!add(cells, happening, at(happening, NEEDS), inbox, delta)) return 0;
    happening = from(happening, HAPPENING + at(happening, OTHERS));
  }
  return happening;
}

/**
 * Adds one thing that may happen.
 * @param change the change of the environment that it needs, or -1
 * @param rest what is left in the inbox
 * @param delta how many more messages are in flight because of what becomes of one that waited
 */
function add(cells: Cells, happening: usize, change: i32, rest: i32, delta: i32): bool {
  const label = at(happening, LABEL);
  const bound = at(happening, CUT);
  if (bound >= 0) return extendRun(change, -1 - bound, false) && push(label, 0);
  const own = at(happening, OWN);
  const inbox = own === 0 ? rest : inboxWith(rest, own);
  const cell = inbox === NONE ? NONE : numbered(cells, at(happening, LOCAL), inbox);
  if (cell === NONE) return false;
  const event = at(happening, EVENT);
  const others = at(happening, OTHERS);
  const hasMore = event >= 0 || others > 0;
  if (!extendRun(change, max(0, delta + at(happening, SENT)), hasMore)) return false;
  if (!push(label, cell)) return false;
  if (!hasMore) return true;
  if (outcomesLength + 2 + others > recipes().draftMost) return false;
  const outcomes = from(recipes().outcomes, outcomesLength);
  put(outcomes, 0, event);
  put(outcomes, 1, others);
  for (let index = 0; index < others; index++)
    put(outcomes, 2 + index, at(happening, HAPPENING + index));
  outcomesLength += 2 + others;
  return true;
}

/** Appends the first two fields of an outcome; false if there is no room. */
function push(label: i32, cell: i32): bool {
  const known = recipes();
  if (outcomesLength + OUTCOME > known.draftMost) return false;
  put(known.outcomes, outcomesLength, label);
  put(known.outcomes, outcomesLength + 1, cell);
  outcomesLength += OUTCOME;
  greatest = max(greatest, cell);
  return true;
}

/** Counts an outcome in the last run, if it is of the kind; else in a new one. */
function extendRun(change: i32, inFlight: i32, hasMore: bool): bool {
  const known = recipes();
  const kind = findPair(known.kindRows, known.kindMask, change + 1, inFlight);
  if (kind === NONE) return false;
  const more = <i32>hasMore;
  const last = from(known.runs, runsLength - RUN);
  if (runsLength > 0 && at(last, KIND) === kind && (at(last, PLACE) & 1) === more) {
    put(last, RUN_COUNT, at(last, RUN_COUNT) + 1);
    return true;
  }
  if (runsLength + RUN > known.draftMost) return false;
  const run = from(known.runs, runsLength);
  put(run, KIND, kind);
  put(run, RUN_COUNT, 1);
  put(run, PLACE, 2 * outcomesLength + more);
  runsLength += RUN;
  return true;
}

/** Writes the list in the making into the pool; gives where, 0 if there is no room. */
function finish(waiting: i32): i32 {
  const context = here();
  const known = recipes();
  const list = at(known.pool, 0);
  const behind = LIST_HEADER + runsLength;
  const end = list + behind + outcomesLength;
  if (end > known.poolMost) return 0;
  const written = from(known.pool, list);
  put(written, GREATEST_CELL, greatest);
  put(written, WAITING, waiting);
  put(written, RUNS, runsLength / RUN);
  for (let run = 0; run < runsLength; run += RUN) {
    const draft = from(known.runs, run);
    const to = from(written, LIST_HEADER + run);
    put(to, KIND, at(draft, KIND));
    put(to, RUN_COUNT, at(draft, RUN_COUNT));
    put(to, PLACE, at(draft, PLACE) + 2 * behind);
  }
  for (let index = 0; index < outcomesLength; index++)
    put(written, behind + index, at(known.outcomes, index));
  // Other threads may read meanwhile, up to here.
  atomic.store<i32>(from(known.kinds, 1), end);
  atomic.store<i32>(known.pool, end);
  context.poolEnd = end;
  return list;
}

/** The inbox without a message. */
function without(place: i32, waiting: i32): i32 {
  return followed(at(recipes().beginnings, place), place + 1, waiting);
}

/** The inbox with a message twice, once right behind the other. */
function doubled(place: i32, waiting: i32): i32 {
  return followed(at(recipes().beginnings, place + 1), place, waiting);
}

/** A tuple with the messages from a place on behind it; NONE if there is no room for one that is new. */
function followed(tuple: i32, place: i32, waiting: i32): i32 {
  let longer = tuple;
  for (let index = place; index < waiting; index++) {
    const pair = numbered(inboxes(), longer, at(recipes().waiting, index));
    if (pair === NONE) return NONE;
    longer = pair + 1;
  }
  return longer;
}
