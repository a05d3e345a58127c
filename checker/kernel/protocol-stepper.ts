import { EXPANDED, OUTGROWN, type Stepper, UNFAMILIAR } from '../explore/transition-system.ts';
import { ChangedKey } from '../store/changed-key.ts';
import { ENCODED, Encoder, type Layout, TOO_LARGE } from '../store/encoder.ts';
import { findPair } from '../store/pair-table.ts';
import { addRow, makeRoom, type Rows } from '../store/rows.ts';
import { decide, UNDECIDED } from './decision-tree.ts';
import { MovesOfAll, NO_MOVE, UNKNOWN_MOVE } from './moves-of-all.ts';
import {
  CELL,
  CHANGE,
  COUNT,
  EVENT,
  endOfRun,
  GREATEST_CELL,
  IN_FLIGHT,
  LABEL,
  LENGTH,
  LIST_HEADER,
  OUTCOME,
  PAIRS,
  RUN_COUNT,
  RUN_HEADER,
  RUNS,
  SENDS,
  WAITING,
} from './outcome-pool.ts';
import { EventFacts, ProtocolIds } from './protocol-ids.ts';
import type { ProtocolTables } from './protocol-tables.ts';
import type { Reduction } from './reduction.ts';
import { knownBeyond } from './state-bounds.ts';
import { StatesAhead } from './states-ahead.ts';

/** Of a run of outcomes: the environment does not allow them, or a bound cuts them. */
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
  readonly #moves: MovesOfAll | undefined;
  #encoder: Encoder;
  readonly #state: Int32Array;
  /** Where the outcomes of each process are in the pool, in the state being expanded. */
  readonly #lists: Int32Array;
  #ahead: StatesAhead;
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
    this.#moves = tables.moves && new MovesOfAll(tables, tables.moves, teacher);
    this.#ids = new ProtocolIds(tables);
    this.#events = new EventFacts(tables.history.slots, this.#processes + 1);
    this.cuts = new Float64Array(tables.bounds);
    this.#cutNow = new Float64Array(tables.bounds);
    this.#encoder = new Encoder(layout, teacher !== undefined);
    this.#state = new Int32Array(layout.width);
    this.#lists = new Int32Array(layout.width);
    this.#ahead = new StatesAhead(this.#encoder, this.#processes);
    this.#next = new Int32Array(layout.width);
    this.#key = new ChangedKey(this.#encoder, this.#state, teacher !== undefined);
  }

  layOut(layout: Layout): void {
    this.#encoder = new Encoder(layout, this.#teacher !== undefined);
    this.#ahead = new StatesAhead(this.#encoder, this.#processes);
    this.#key = new ChangedKey(this.#encoder, this.#state, this.#teacher !== undefined);
  }

  foresee(keys: Int32Array, count: number): void {
    const { lists, pool } = this.#tables;
    this.#ahead.foresee(keys, count, lists, pool.data);
  }

  expand(high: number, low: number, rows: Rows): number {
    const before = rows.count;
    this.alive = false;
    for (let bound = 0; bound < this.#cutNow.length; bound++) this.#cutNow[bound] = 0;
    if (this.keepsCutLabels) this.cutLabels.length = 0;
    const outcome = this.#expandAll(high, low, rows);
    if (outcome !== EXPANDED) {
      rows.count = before;
      return outcome;
    }
    for (let bound = 0; bound < this.cuts.length; bound++)
      this.cuts[bound]! += this.#cutNow[bound]!;
    return EXPANDED;
  }

  #expandAll(high: number, low: number, rows: Rows): number {
    const { pool, inFlightLimit, stateBounds } = this.#tables;
    const inFlight = this.#read(high, low);
    if (inFlight < 0 || this.#reduction?.begin(this.#state) === false) return UNFAMILIAR;
    const room = inFlightLimit - inFlight;
    const isToggled = stateBounds.length === 0 && this.#reduction === undefined;
    for (let process = 0; process < this.#processes; process++) {
      const list = this.#lists[process]!;
      makeRoom(rows, pool.data[list + COUNT]!);
      const outcome = isToggled
        ? this.#toggleAll(high, low, process, list, room, rows)
        : this.#rewriteAll(process, list, room, rows);
      if (outcome !== EXPANDED) return outcome;
    }
    return this.#moveAll(rows);
  }

  /** Reads a state and where its processes' outcomes are; gives how many messages are in flight, -1 if some outcomes are unknown. */
  #read(high: number, low: number): number {
    const state = this.#state;
    const lists = this.#lists;
    const isForeseen = this.#ahead.take(high, low, state, lists);
    if (!isForeseen) this.#encoder.decode(high, low, state, 0);
    this.#key.read(high, low);
    let inFlight = 0;
    for (let process = 0; process < this.#processes; process++) {
      if (!isForeseen || lists[process] === 0)
        lists[process] = this.#listOf(process, state[process]!);
      const list = lists[process]!;
      if (list === 0) return -1;
      inFlight += this.#tables.pool.data[list + WAITING]!;
    }
    return inFlight;
  }

  /** Appends what the environment does to the whole: time passes, or a partition comes or goes. */
  #moveAll(rows: Rows): number {
    const moves = this.#moves;
    if (moves === undefined) return EXPANDED;
    const passing = moves.passTime(this.#state, this.#next);
    if (passing === UNKNOWN_MOVE) return UNFAMILIAR;
    if (passing !== NO_MOVE) {
      if (!moves.isFault(passing)) this.alive = true;
      const outcome = this.#appendNext(passing, rows);
      if (outcome !== EXPANDED) return outcome;
    }
    const divisions = moves.divisionsOf(this.#state);
    for (let division = 0; division < divisions; division++) {
      const label = moves.divide(this.#state, division, this.#next);
      if (!moves.isFault(label)) this.alive = true;
      const outcome = this.#appendNext(label, rows);
      if (outcome !== EXPANDED) return outcome;
    }
    return EXPANDED;
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
    const pool = this.#tables.pool.data;
    const key = this.#key;
    const isFolded = key.isFolded(process);
    if (!isFolded && !this.#encoder.packing.fits(process, pool[list + GREATEST_CELL]!))
      return OUTGROWN;
    let run = list + LIST_HEADER;
    for (let runs = pool[list + RUNS]!; runs > 0; runs--, run = endOfRun(pool, run)) {
      const environment = this.#environmentIn(pool, run, room);
      if (environment === IMPOSSIBLE) continue;
      key.begin(high, low);
      if (!key.change(this.#processes, environment)) return OUTGROWN;
      if (!isFolded && key.isComplete && pool[run + LENGTH] === 0)
        this.#toggleRun(process, run, rows);
      else {
        const made = this.#toggleEach(high, low, process, run, environment, rows);
        if (made !== EXPANDED) return made;
      }
    }
    return EXPANDED;
  }

  /** Appends what a run's outcomes make of the key in the making, each by its own process alone. The rows have room for them. */
  #toggleRun(process: number, run: number, rows: Rows): void {
    const pool = this.#tables.pool.data;
    const { packing } = this.#encoder;
    const { high, low } = this.#key;
    const keys = rows.keys.data;
    const labels = rows.labels.data;
    const cell = this.#state[process]!;
    const end = rows.count + pool[run + RUN_COUNT]!;
    let at = run + RUN_HEADER;
    for (let row = rows.count; row < end; row++) {
      const bits = cell ^ pool[at + CELL]!;
      keys[2 * row] = high ^ packing.highOf(process, bits);
      keys[2 * row + 1] = low ^ packing.lowOf(process, bits);
      labels[row] = pool[at + LABEL]!;
      at += OUTCOME;
    }
    rows.count = end;
  }

  /** The same for outcomes that change more, or slots that are folded. */
  #toggleEach(
    high: number,
    low: number,
    process: number,
    run: number,
    environment: number,
    rows: Rows,
  ): number {
    const key = this.#key;
    const pool = this.#tables.pool.data;
    const hasMore = pool[run + LENGTH]! > 0;
    let at = run + RUN_HEADER;
    for (let left = pool[run + RUN_COUNT]!; left > 0; left--) {
      key.begin(high, low);
      const isRoomy =
        key.change(process, pool[at + CELL]!) && key.change(this.#processes, environment);
      if (!isRoomy) return OUTGROWN;
      const rest = hasMore ? this.#toggleRest(pool, at) : EXPANDED;
      if (rest !== EXPANDED) return rest;
      const made = key.end();
      if (made !== ENCODED) return made === TOO_LARGE ? OUTGROWN : UNFAMILIAR;
      addRow(rows, key.high, key.low, pool[at + LABEL]!);
      at += hasMore ? PAIRS + pool[at + SENDS]! : OUTCOME;
    }
    return EXPANDED;
  }

  #cut(bound: number, label: number): void {
    this.#cutNow[bound]!++;
    if (this.keepsCutLabels) this.cutLabels.push(label);
  }

  /** Toggles what a step changes besides its own process and the environment: the inboxes of others, and the history. */
  #toggleRest(pool: Int32Array, outcome: number): number {
    const end = outcome + PAIRS + pool[outcome + SENDS]!;
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
    const pool = this.#tables.pool.data;
    let run = list + LIST_HEADER;
    for (let runs = pool[list + RUNS]!; runs > 0; runs--, run = endOfRun(pool, run)) {
      const environment = this.#environmentIn(pool, run, room);
      if (environment === IMPOSSIBLE) continue;
      const written = this.#rewriteEach(process, run, environment, rows);
      if (written !== EXPANDED) return written;
    }
    return EXPANDED;
  }

  #rewriteEach(process: number, run: number, environment: number, rows: Rows): number {
    const next = this.#next;
    const pool = this.#tables.pool.data;
    const hasMore = pool[run + LENGTH]! > 0;
    let at = run + RUN_HEADER;
    for (let left = pool[run + RUN_COUNT]!; left > 0; left--) {
      for (let slot = 0; slot < next.length; slot++) next[slot] = this.#state[slot]!;
      next[process] = pool[at + CELL]!;
      next[this.#processes] = environment;
      if (hasMore && !this.#writeRest(pool, at)) return UNFAMILIAR;
      const result = this.#appendNext(pool[at + LABEL]!, rows);
      if (result !== EXPANDED) return result;
      at += hasMore ? PAIRS + pool[at + SENDS]! : OUTCOME;
    }
    return EXPANDED;
  }

  /** Writes what a step changes besides its own process and the environment; false if something is unknown. */
  #writeRest(pool: Int32Array, outcome: number): boolean {
    const next = this.#next;
    const end = outcome + PAIRS + pool[outcome + SENDS]!;
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

  /** The environment after the outcomes of a run, as an id; IMPOSSIBLE if it does not allow them, or they are cut. */
  #environmentIn(pool: Int32Array, run: number, room: number): number {
    const environment = this.#environmentAfter(pool[run + CHANGE]!);
    if (environment === IMPOSSIBLE) return IMPOSSIBLE;
    const inFlight = pool[run + IN_FLIGHT]!;
    if (inFlight >= 0 && inFlight <= room) return environment;
    this.#cutRun(pool, run, inFlight < 0 ? -1 - inFlight : this.#tables.inFlightBound);
    return IMPOSSIBLE;
  }

  /** The environment after a change, or after none (-1). */
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

  #cutRun(pool: Int32Array, run: number, bound: number): void {
    this.#cutNow[bound]! += pool[run + RUN_COUNT]!;
    if (!this.keepsCutLabels) return;
    const hasMore = pool[run + LENGTH]! > 0;
    let at = run + RUN_HEADER;
    for (let left = pool[run + RUN_COUNT]!; left > 0; left--) {
      this.cutLabels.push(pool[at + LABEL]!);
      at += hasMore ? PAIRS + pool[at + SENDS]! : OUTCOME;
    }
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
