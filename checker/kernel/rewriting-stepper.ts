import { ALIVE, BLOCK_SIZE, Block, DEFERRED, STUCK } from '../explore/block.ts';
import { EXPANDED, OUTGROWN, UNFAMILIAR } from '../explore/transition-system.ts';
import { ENCODED, Encoder, type Layout, TOO_LARGE } from '../store/encoder.ts';
import { addRow, type Rows } from '../store/rows.ts';
import { CellsAhead } from './cells-ahead.ts';
import { UNDECIDED } from './decision-tree.ts';
import { KnownSteps } from './known-steps.ts';
import { MovesOfAll, NO_MOVE, UNKNOWN_MOVE } from './moves-of-all.ts';
import {
  CELL,
  EVENT,
  KIND,
  LABEL,
  LIST_HEADER,
  OUTCOME,
  PAIRS,
  PLACE,
  pushLabels,
  RUN,
  RUN_COUNT,
  RUNS,
  SENDS,
  WAITING,
} from './outcome-pool.ts';
import { boundOf, IMPOSSIBLE, isHarmless, Possibilities } from './possibilities.ts';
import { ProtocolIds } from './protocol-ids.ts';
import type { ProtocolStepper, ProtocolTeacher } from './protocol-stepper.ts';
import type { ProtocolTables } from './protocol-tables.ts';
import type { Reduction } from './reduction.ts';
import { knownBeyond } from './state-bounds.ts';

/**
 * Expands the states of a protocol where what comes after them is looked at as a whole: bounds on the whole state are asked of
 * it, or the representative of its orbit takes its place. Each is written as a vector and encoded.
 *
 * Hot: it only looks things up. A cell's outcomes are a flat list; what a step adds to another process's inbox is
 * remembered by (cell, parcel), so that a step does not depend on the inboxes it sends to.
 */
export class RewritingStepper implements ProtocolStepper {
  alive = false;
  readonly cutLabels: number[] = [];
  keepsCutLabels = false;
  readonly cuts: Float64Array;
  readonly memory: WebAssembly.Memory;
  readonly #tables: ProtocolTables;
  readonly #teacher: ProtocolTeacher | undefined;
  readonly #reduction: Reduction | undefined;
  readonly #ids: ProtocolIds;
  readonly #known: KnownSteps;
  readonly #ahead: CellsAhead;
  readonly #one = new Block();
  readonly #possibilities: Possibilities;
  readonly #processes: number;
  readonly #moves: MovesOfAll | undefined;
  #encoder: Encoder;
  readonly #state: Int32Array;
  /** Where the outcomes of each process are in the pool, in the state being expanded. */
  readonly #lists: Int32Array;
  /** A state in the making. */
  readonly #next: Int32Array;
  /** How many transitions of the state being expanded each bound has cut. */
  readonly #cutNow: Float64Array;

  /** See `protocolStepper`. @param cuts where it is counted what bounds cut */
  constructor(
    tables: ProtocolTables,
    layout: Layout,
    teacher: ProtocolTeacher | undefined,
    reduction: Reduction | undefined,
    cuts: Float64Array = new Float64Array(tables.bounds),
  ) {
    this.#tables = tables;
    this.memory = tables.memory;
    this.#teacher = teacher;
    this.#reduction = reduction;
    this.#processes = tables.cells.length;
    this.#moves = tables.moves && new MovesOfAll(tables, tables.moves, teacher);
    this.#ids = new ProtocolIds(tables);
    this.#known = new KnownSteps(tables, teacher);
    this.#ahead = new CellsAhead(tables, layout.width * BLOCK_SIZE);
    this.#possibilities = new Possibilities(tables);
    this.cuts = cuts;
    this.#cutNow = new Float64Array(tables.bounds);
    this.#encoder = new Encoder(layout, teacher !== undefined);
    this.#state = new Int32Array(layout.width);
    this.#lists = new Int32Array(layout.width);
    this.#next = new Int32Array(layout.width);
  }

  layOut(layout: Layout): void {
    this.#encoder = new Encoder(layout, this.#teacher !== undefined);
  }

  expandAll(block: Block, rows: Rows): number {
    // What does not fit is noticed where it is encoded.
    this.#ahead.read(block, this.#encoder);
    for (let index = 0; index < block.count; index++) {
      const outcome = this.#expandAt(index, block, rows);
      if (outcome === OUTGROWN) return OUTGROWN;
      block.ends[index] = rows.count;
      block.fates[index] = outcome === UNFAMILIAR ? DEFERRED : this.alive ? ALIVE : STUCK;
    }
    return EXPANDED;
  }

  expand(high: number, low: number, rows: Rows): number {
    this.#one.hold(high, low);
    this.#ahead.read(this.#one, this.#encoder);
    return this.#expandAt(0, this.#one, rows);
  }

  #expandAt(index: number, block: Block, rows: Rows): number {
    const before = rows.count;
    this.alive = false;
    for (let bound = 0; bound < this.#cutNow.length; bound++) this.#cutNow[bound] = 0;
    if (this.keepsCutLabels) this.cutLabels.length = 0;
    const outcome = this.#appendAll(index, block.count, rows);
    if (outcome !== EXPANDED) {
      rows.count = before;
      return outcome;
    }
    for (let bound = 0; bound < this.cuts.length; bound++)
      this.cuts[bound]! += this.#cutNow[bound]!;
    return EXPANDED;
  }

  #appendAll(index: number, count: number, rows: Rows): number {
    const state = this.#state;
    const { ids } = this.#ahead;
    for (let slot = 0; slot < state.length; slot++) state[slot] = ids[slot * count + index]!;
    const inFlight = this.#findLists(index, count);
    if (inFlight < 0 || this.#reduction?.begin(state) === false) return UNFAMILIAR;
    const possibilities = this.#possibilities;
    possibilities.refresh();
    const row = possibilities.rowOf(state[this.#processes]!, this.#tables.inFlightLimit - inFlight);
    for (let process = 0; process < this.#processes; process++) {
      const outcome = this.#appendList(process, row, rows);
      if (outcome !== EXPANDED) return outcome;
    }
    return this.#moveAll(rows);
  }

  /** Finds where the outcomes of the state's processes are; gives how many messages are in flight, -1 if some are unknown. */
  #findLists(index: number, count: number): number {
    let inFlight = 0;
    for (let process = 0; process < this.#processes; process++) {
      const found = this.#ahead.lists[process * count + index]!;
      const list = found === 0 ? this.#known.listOf(process, this.#state[process]!) : found;
      if (list === 0) return -1;
      this.#lists[process] = list;
      inFlight += this.#tables.pool.data[list + WAITING]!;
    }
    return inFlight;
  }

  /** Appends what the environment does to the whole: time passes, or a partition comes or goes. */
  #moveAll(rows: Rows): number {
    const moves = this.#moves;
    if (moves === undefined) return EXPANDED;
    const state = this.#state;
    const passing = moves.passTime(state, this.#next);
    if (passing === UNKNOWN_MOVE) return UNFAMILIAR;
    if (passing !== NO_MOVE) {
      const outcome = this.#appendMove(passing, rows);
      if (outcome !== EXPANDED) return outcome;
    }
    const divisions = moves.divisionsOf(state);
    for (let division = 0; division < divisions; division++) {
      const outcome = this.#appendMove(moves.divide(state, division, this.#next), rows);
      if (outcome !== EXPANDED) return outcome;
    }
    return EXPANDED;
  }

  #appendMove(label: number, rows: Rows): number {
    if (this.#moves?.isFault(label) === false) this.alive = true;
    return this.#appendNext(label, rows);
  }

  /** Appends the outcomes in the list of a process. @param row of the possibilities */
  #appendList(process: number, row: number, rows: Rows): number {
    const pool = this.#tables.pool.data;
    const list = this.#lists[process]!;
    let run = list + LIST_HEADER;
    for (const end = run + RUN * pool[list + RUNS]!; run < end; run += RUN) {
      const answer = this.#possibilities.answers.data[row + pool[run + KIND]!]!;
      if (answer === IMPOSSIBLE) continue;
      if (isHarmless(answer) === 1) this.alive = true;
      if (answer < 0) this.#cutRun(list, run, boundOf(answer));
      else {
        const outcome = this.#appendRun(process, list, run, answer >> 1, rows);
        if (outcome !== EXPANDED) return outcome;
      }
    }
    return EXPANDED;
  }

  #appendRun(process: number, list: number, run: number, environment: number, rows: Rows): number {
    const next = this.#next;
    const pool = this.#tables.pool.data;
    const place = pool[run + PLACE]!;
    const hasMore = (place & 1) === 1;
    let at = list + (place >> 1);
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
      const cell = this.#known.addition(to, next[to]!, pool[pair + 1]!);
      if (cell < 0) return false;
      next[to] = cell;
    }
    const event = pool[outcome + EVENT]!;
    if (event < 0) return true;
    const place = this.#known.record(this.#state, event);
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

  #cut(bound: number, label: number): void {
    this.#cutNow[bound]!++;
    if (this.keepsCutLabels) this.cutLabels.push(label);
  }

  #cutRun(list: number, run: number, bound: number): void {
    const pool = this.#tables.pool.data;
    this.#cutNow[bound]! += pool[run + RUN_COUNT]!;
    if (this.keepsCutLabels) pushLabels(this.cutLabels, pool, list, run);
  }
}
