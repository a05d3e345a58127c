import { EXPANDED, OUTGROWN, type Stepper, UNFAMILIAR } from '../explore/transition-system.ts';
import { ChangedKey } from '../store/changed-key.ts';
import { ENCODED, Encoder, type Layout, TOO_LARGE } from '../store/encoder.ts';
import { findPair } from '../store/pair-table.ts';
import { addRow, makeRoom, type Rows } from '../store/rows.ts';
import { decide, UNDECIDED } from './decision-tree.ts';
import {
  CELL,
  CHANGE,
  COUNT,
  CUT,
  CUTS,
  EVENT,
  EXTRA,
  GREATEST_CELL,
  HIGH,
  IN_FLIGHT,
  LABEL,
  LIST_HEADER,
  LOW,
  OUTCOME,
  PAIRS,
  WAITING,
} from './outcome-pool.ts';
import { EventFacts, ProtocolIds } from './protocol-ids.ts';
import type { MoveTables, ProtocolTables } from './protocol-tables.ts';
import type { Reduction } from './reduction.ts';
import { knownBeyond } from './state-bounds.ts';
import { AFTER, ROW, RUNS, SENDERS, URGENT } from './ticks.ts';

/** Of an outcome: the environment does not allow it, or a bound cuts it. */
const IMPOSSIBLE = -1;

/** Finds out what the tables do not say yet. Only the thread that has the model can. */
export interface ProtocolTeacher {
  /** Writes the outcomes of a process in a cell; gives where they are in the pool. */
  outcomes(process: number, cell: number): number;
  /** The cell of a process with a parcel added to its inbox. */
  addition(process: number, cell: number, parcel: number): number;
  /** What an event changes in the history of a state: a place in `writes`. */
  record(state: Int32Array, event: number): number;
  /** Writes down what a tick does to a process in a cell. */
  tick(process: number, cell: number): void;
  /** 1 if a state is beyond one of the bounds on the whole state, else 0. */
  isBeyond(index: number, state: Int32Array): number;
}

/**
 * Expands the states of a protocol.
 *
 * Hot: it only looks things up. A cell's outcomes are a flat list; what a step adds to another process's inbox is
 * remembered by (cell, parcel), so that a step does not depend on the inboxes it sends to.
 */
export class ProtocolStepper implements Stepper {
  alive = false;
  readonly cutLabels: number[] = [];
  keepsCutLabels = false;
  readonly cuts: Float64Array;
  readonly #tables: ProtocolTables;
  readonly #teacher: ProtocolTeacher | undefined;
  readonly #reduction: Reduction | undefined;
  readonly #ids: ProtocolIds;
  readonly #events: EventFacts;
  readonly #processes: number;
  #encoder: Encoder;
  readonly #state: Int32Array;
  /** Where the outcomes of each process are in the pool, in the state being expanded. */
  readonly #lists: Int32Array;
  /** Where the lists of the states ahead are. */
  #ahead = new Int32Array(0);
  /** Keeps the touching of lists from being optimized away. */
  touched = 0;
  /** A state in the making. */
  readonly #next: Int32Array;
  /** The key in the making, where it is made by toggling. */
  #key: ChangedKey;
  /** How many transitions of the state being expanded each bound has cut. */
  readonly #cutNow: Float64Array;

  /**
   * @param teacher none in a thread that has no model; then what is unknown stays unknown
   * @param reduction where only one state of each orbit is visited
   */
  constructor(
    tables: ProtocolTables,
    layout: Layout,
    teacher?: ProtocolTeacher,
    reduction?: Reduction,
  ) {
    this.#tables = tables;
    this.#teacher = teacher;
    this.#reduction = reduction;
    this.#processes = tables.cells.length;
    this.#ids = new ProtocolIds(tables);
    this.#events = new EventFacts(tables.history.slots, this.#processes + 1);
    this.cuts = new Float64Array(tables.bounds);
    this.#cutNow = new Float64Array(tables.bounds);
    this.#encoder = new Encoder(layout, teacher !== undefined);
    this.#state = new Int32Array(layout.width);
    this.#lists = new Int32Array(layout.width);
    this.#next = new Int32Array(layout.width);
    this.#key = new ChangedKey(this.#encoder, this.#state, teacher !== undefined);
  }

  layOut(layout: Layout): void {
    this.#encoder = new Encoder(layout, this.#teacher !== undefined);
    this.#key = new ChangedKey(this.#encoder, this.#state, this.#teacher !== undefined);
  }

  /**
   * The lists of a state's processes lie anywhere in the pool, and reading the first of each is a miss of the cache. Here nothing
   * waits for what is read, so the misses of many states overlap.
   */
  foresee(keys: Int32Array, count: number): void {
    const processes = this.#processes;
    if (this.#ahead.length < processes * count) this.#ahead = new Int32Array(processes * count);
    const lists = this.#tables.lists;
    const pool = this.#tables.pool.data;
    const state = this.#next;
    let end = 0;
    for (let index = 0; index < count; index++) {
      this.#encoder.decode(keys[2 * index]!, keys[2 * index + 1]!, state, 0);
      for (let process = 0; process < processes; process++) this.#ahead[end++] = state[process]!;
    }
    for (let at = 0, process = 0; at < end; at++) {
      const cells = lists[process]!.data;
      const cell = this.#ahead[at]!;
      this.#ahead[at] = cell < cells.length ? cells[cell]! : 0;
      process = process + 1 === processes ? 0 : process + 1;
    }
    let touched = 0;
    for (let at = 0; at < end; at++) touched ^= pool[this.#ahead[at]!]!;
    this.touched = touched;
  }

  expand(high: number, low: number, rows: Rows): number {
    const { pool, inFlightLimit, stateBounds } = this.#tables;
    const state = this.#state;
    const before = rows.count;
    this.#key.read(high, low);
    this.alive = false;
    this.#cutNow.fill(0);
    this.cutLabels.length = 0;
    const lists = this.#lists;
    let inFlight = 0;
    for (let process = 0; process < this.#processes; process++) {
      const list = this.#listOf(process, state[process]!);
      if (list === 0) return UNFAMILIAR;
      lists[process] = list;
      inFlight += this.#tables.pool.data[list + WAITING]!;
    }
    const room = inFlightLimit - inFlight;
    const isToggled = stateBounds.length === 0 && this.#reduction === undefined;
    if (this.#reduction?.begin(state) === false) return UNFAMILIAR;
    for (let process = 0; process < this.#processes; process++) {
      const list = lists[process]!;
      makeRoom(rows, pool.data[list + COUNT]!);
      const outcome = isToggled
        ? this.#toggleAll(high, low, process, list, room, rows)
        : this.#rewriteAll(process, list, room, rows);
      if (outcome !== EXPANDED) {
        rows.count = before;
        return outcome;
      }
    }
    const moved = this.#moveAll(rows);
    if (moved !== EXPANDED) {
      rows.count = before;
      return moved;
    }
    for (let bound = 0; bound < this.cuts.length; bound++)
      this.cuts[bound]! += this.#cutNow[bound]!;
    return EXPANDED;
  }

  /** Appends what the environment does to the whole: time passes, or a partition comes or goes. */
  #moveAll(rows: Rows): number {
    const { moves } = this.#tables;
    if (moves === undefined) return EXPANDED;
    if (moves.isTimed) {
      const outcome = this.#passTime(moves, rows);
      if (outcome !== EXPANDED) return outcome;
    }
    const list = moves.partitions[this.#state[this.#processes]!]!.data;
    for (let at = 0; at < list.length; at += 2) {
      this.#next.set(this.#state);
      this.#next[this.#processes] = list[at]!;
      if (list[at + 1] === moves.heal) this.alive = true;
      const outcome = this.#appendNext(list[at + 1]!, rows);
      if (outcome !== EXPANDED) return outcome;
    }
    return EXPANDED;
  }

  /** Appends the state after a tick, if time can pass. */
  #passTime(moves: MoveTables, rows: Rows): number {
    const state = this.#state;
    const next = this.#next;
    const environment = state[this.#processes]!;
    let runs = 0;
    let late = 0;
    next.set(state);
    for (let process = 0; process < this.#processes; process++) {
      const row = this.#tickOf(moves, process, state[process]!);
      if (row < 0) return UNFAMILIAR;
      const ticks = moves.ticks[process]!.data;
      next[process] = ticks[row + AFTER]! - 1;
      runs |= ticks[row + RUNS]!;
      if (!moves.isSynchronous) continue;
      if (ticks[row + URGENT] === 1) return EXPANDED;
      late |= ticks[row + SENDERS]! & ~moves.cutFrom.data[environment * this.#processes + process]!;
    }
    if (runs === 0) return EXPANDED;
    if (late === 0) {
      this.alive = true;
      return this.#appendNext(moves.tick, rows);
    }
    const after = this.#environmentAfter(moves.lateChange);
    if (after < 0) return EXPANDED;
    next[this.#processes] = after;
    return this.#appendNext(moves.late, rows);
  }

  /** Where it is written what a tick does to a process in a cell; -1 if it is unknown. */
  #tickOf({ ticks }: MoveTables, process: number, cell: number): number {
    const row = ROW * cell;
    const known = ticks[process]!;
    if (row < known.data.length && known.data[row + AFTER] !== 0) return row;
    if (this.#teacher === undefined) return -1;
    this.#teacher.tick(process, cell);
    return row;
  }

  /** Where the outcomes of a process in a cell are in the pool; 0 if they are unknown. */
  #listOf(process: number, cell: number): number {
    const lists = this.#tables.lists[process]!.data;
    const known = cell < lists.length ? lists[cell]! : 0;
    return known === 0 && this.#teacher !== undefined
      ? this.#teacher.outcomes(process, cell)
      : known;
  }

  /** Appends the outcomes in a list as keys, each made by toggling those bits of the state's key that change. */
  #toggleAll(
    high: number,
    low: number,
    process: number,
    list: number,
    room: number,
    rows: Rows,
  ): number {
    let pool = this.#tables.pool.data;
    const keys = rows.keys.data;
    const labels = rows.labels.data;
    const key = this.#key;
    const isFolded = key.isFolded(process);
    if (!isFolded && !this.#encoder.packing.fits(process, pool[list + GREATEST_CELL]!))
      return OUTGROWN;
    let count = rows.count;
    let at = list + LIST_HEADER;
    for (let left = pool[list + COUNT]!; left > 0; left--) {
      const outcome = at;
      const extra = pool[outcome + EXTRA]!;
      at = outcome + OUTCOME + extra;
      const highAfter = high ^ pool[outcome + HIGH]!;
      const lowAfter = low ^ pool[outcome + LOW]!;
      if (extra === 0 && !isFolded) {
        this.alive = true;
        keys[2 * count] = highAfter;
        keys[2 * count + 1] = lowAfter;
      } else {
        key.begin(highAfter, lowAfter);
        const made = this.#toggleMore(process, outcome, at, room);
        if (made === IMPOSSIBLE) continue;
        if (made !== EXPANDED) return made;
        // What was unknown may have been written down behind the list, and the pool have moved.
        pool = this.#tables.pool.data;
        keys[2 * count] = key.high;
        keys[2 * count + 1] = key.low;
      }
      labels[count++] = pool[outcome + LABEL]!;
    }
    rows.count = count;
    this.#countCuts(list, at);
    return EXPANDED;
  }

  /** Toggles what an outcome changes besides the bits of the acting process; IMPOSSIBLE if it cannot happen now. */
  #toggleMore(process: number, outcome: number, end: number, room: number): number {
    const key = this.#key;
    const pool = this.#tables.pool.data;
    if (key.isFolded(process)) key.change(process, pool[outcome + CELL]!);
    if (pool[outcome + EXTRA] === 0) this.alive = true;
    else {
      const environment = this.#environmentAfter(pool[outcome + CHANGE]!);
      if (environment < 0 || this.#isCut(pool, outcome, room)) return IMPOSSIBLE;
      if (!key.change(this.#processes, environment)) return OUTGROWN;
      const rest = this.#toggleRest(pool, outcome, end);
      if (rest !== EXPANDED) return rest;
    }
    const made = key.end();
    return made === ENCODED ? EXPANDED : made === TOO_LARGE ? OUTGROWN : UNFAMILIAR;
  }

  /** Counts what bounds on the process cut, which is written from `at` on. */
  #countCuts(list: number, at: number): void {
    const pool = this.#tables.pool.data;
    const cuts = pool[list + CUTS]!;
    if (cuts === 0) return;
    this.alive = true;
    for (let cut = 0; cut < cuts; cut++) this.#cut(pool[at + 2 * cut]!, pool[at + 2 * cut + 1]!);
  }

  #cut(bound: number, label: number): void {
    this.#cutNow[bound]!++;
    if (this.keepsCutLabels) this.cutLabels.push(label);
  }

  /** Toggles what a step changes besides its own process and the environment: the inboxes of others, and the history. */
  #toggleRest(pool: Int32Array, outcome: number, end: number): number {
    for (let pair = outcome + PAIRS; pair < end; pair += 2) {
      const to = pool[pair]!;
      const cell = this.#with(to, this.#state[to]!, pool[pair + 1]!);
      if (cell < 0) return UNFAMILIAR;
      if (!this.#key.change(to, cell)) return OUTGROWN;
    }
    const event = pool[outcome + EVENT]!;
    if (event < 0) return EXPANDED;
    const place = this.#recorded(event);
    if (place < 0) return UNFAMILIAR;
    const writes = this.#tables.history.writes.data;
    for (let left = writes[place]!, at = place + 1; left > 0; left--, at += 2)
      if (!this.#key.change(this.#processes + 1 + writes[at]!, writes[at + 1]!)) return OUTGROWN;
    return EXPANDED;
  }

  /** Appends the outcomes in a list, each written as a vector and encoded. */
  #rewriteAll(process: number, list: number, room: number, rows: Rows): number {
    let pool = this.#tables.pool.data;
    const next = this.#next;
    let at = list + LIST_HEADER;
    for (let left = pool[list + COUNT]!; left > 0; left--) {
      const outcome = at;
      const extra = pool[outcome + EXTRA]!;
      at = outcome + OUTCOME + extra;
      const environment = this.#environmentAfter(extra === 0 ? -1 : pool[outcome + CHANGE]!);
      if (environment < 0 || (extra > 0 && this.#isCut(pool, outcome, room))) continue;
      for (let slot = 0; slot < next.length; slot++) next[slot] = this.#state[slot]!;
      next[process] = pool[outcome + CELL]!;
      next[this.#processes] = environment;
      if (extra > 0 && !this.#writeRest(pool, outcome, at)) return UNFAMILIAR;
      pool = this.#tables.pool.data;
      const result = this.#appendNext(pool[outcome + LABEL]!, rows);
      if (result !== EXPANDED) return result;
    }
    this.#countCuts(list, at);
    return EXPANDED;
  }

  /** Writes what a step changes besides its own process and the environment; false if something is unknown. */
  #writeRest(pool: Int32Array, outcome: number, end: number): boolean {
    const next = this.#next;
    for (let pair = outcome + PAIRS; pair < end; pair += 2) {
      const to = pool[pair]!;
      const cell = this.#with(to, next[to]!, pool[pair + 1]!);
      if (cell < 0) return false;
      next[to] = cell;
    }
    const event = pool[outcome + EVENT]!;
    if (event < 0) return true;
    const place = this.#recorded(event);
    if (place < 0) return false;
    const writes = this.#tables.history.writes.data;
    for (let left = writes[place]!, at = place + 1; left > 0; left--, at += 2)
      next[this.#processes + 1 + writes[at]!] = writes[at + 1]!;
    return true;
  }

  /** Appends the state in the making, unless a bound on the whole state cuts it. */
  #appendNext(label: number, rows: Rows): number {
    const next = this.#next;
    const { stateBounds } = this.#tables;
    for (let index = 0; index < stateBounds.length; index++) {
      const tables = stateBounds[index]!;
      let beyond = knownBeyond(tables, this.#ids, next);
      if (beyond === UNDECIDED) beyond = this.#teacher?.isBeyond(index, next) ?? UNDECIDED;
      if (beyond === UNDECIDED) return UNFAMILIAR;
      if (beyond === 1) {
        this.#cut(tables.bound, label);
        return EXPANDED;
      }
    }
    const apart = this.#reduction?.beyond(next) ?? -1;
    if (apart >= 0) {
      this.#cut(apart, label);
      return EXPANDED;
    }
    if (this.#reduction?.canonicalize(next) === false) return UNFAMILIAR;
    const encoder = this.#encoder;
    const encoded = encoder.encode(next, 0);
    if (encoded !== ENCODED) return encoded === TOO_LARGE ? OUTGROWN : UNFAMILIAR;
    addRow(rows, encoder.high, encoder.low, label);
    return EXPANDED;
  }

  /** The environment after a change, or after none (-1), as an id; -1 if the change is not possible now. */
  #environmentAfter(change: number): number {
    const before = this.#state[this.#processes]!;
    if (change < 0) {
      this.alive = true;
      return before;
    }
    const { afterChange, environments, harmless } = this.#tables;
    const after = afterChange.data[change * environments + before]!;
    if (after >= 0 && change >= harmless) this.alive = true;
    return after;
  }

  /** Whether an outcome is beyond a bound whatever state it comes from, or has no room in the network. */
  #isCut(pool: Int32Array, outcome: number, room: number): boolean {
    const cut = pool[outcome + CUT]!;
    const label = pool[outcome + LABEL]!;
    if (cut >= 0) this.#cut(cut, label);
    else if (pool[outcome + IN_FLIGHT]! > room) this.#cut(this.#tables.inFlightBound, label);
    else return false;
    return true;
  }

  /** The cell of a process with a parcel added to its inbox; -1 if it is unknown. */
  #with(to: number, cell: number, parcel: number): number {
    const known = findPair(this.#tables.cells[to]!.additions, cell, parcel);
    return known < 0 && this.#teacher !== undefined
      ? this.#teacher.addition(to, cell, parcel)
      : known;
  }

  /** Where it is written what an event changes in the history of the state; -1 if it is unknown. */
  #recorded(event: number): number {
    this.#events.event = event;
    const known = decide(this.#tables.history.tree, this.#events, this.#state, 0);
    return known < 0 && this.#teacher !== undefined
      ? this.#teacher.record(this.#state, event)
      : known;
  }
}
