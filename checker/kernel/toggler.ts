import { BLOCK_SIZE, type Block } from '../explore/block.ts';
import * as transitionSystem from '../explore/transition-system.ts';
import * as encoders from '../store/encoder.ts';
import { FoldGroups } from '../store/fold-groups.ts';
import * as packings from '../store/packing.ts';
import { addRow, type Rows } from '../store/rows.ts';
import { CellsAhead } from './cells-ahead.ts';
import { KnownSteps } from './known-steps.ts';
import * as outcomePool from './outcome-pool.ts';
import * as possibleRun from './possible-run.ts';
import { PossibleRuns } from './possible-runs.ts';
import type { ProtocolTeacher } from './protocol-stepper.ts';
import type { ProtocolTables } from './protocol-tables.ts';

// The compiler knows what is constant in this module; what it imports it reads anew each time.
const { EXPANDED, OUTGROWN, UNFAMILIAR } = transitionSystem;
const { ENCODED, TOO_LARGE } = encoders;
const { highBits, lowBits } = packings;
const { CELL, EVENT, LABEL, OUTCOME, PAIRS, SENDS } = outcomePool;
const { ENVIRONMENT, OUTCOMES, POSSIBLE_RUN, PROCESS, WHERE } = possibleRun;

/**
 * Makes the keys of what may follow the states of a block, by toggling those bits of theirs that a transition changes.
 *
 * Hot: a third of the time of Raft. It only looks things up. A cell's outcomes are a flat list; what a step adds to another
 * process's inbox is remembered by (cell, parcel), so that a step does not depend on the inboxes it sends to.
 */
export class Toggler {
  readonly ahead: CellsAhead;
  readonly runs: PossibleRuns;
  readonly #tables: ProtocolTables;
  readonly #learnsPairs: boolean;
  readonly #known: KnownSteps;
  readonly #processes: number;
  #encoder: encoders.Encoder;
  #groups: FoldGroups;
  /** The slots of the history, in the state that an event happens in. */
  readonly #state: Int32Array;
  /** The bits of a key that the last event has changed. */
  #historyHigh = 0;
  #historyLow = 0;

  /**
   * @param teacher says what is unknown, if there is one
   * @param learnsPairs whether pairs of folded ids that were never met are interned
   */
  constructor(
    tables: ProtocolTables,
    layout: encoders.Layout,
    teacher: ProtocolTeacher | undefined,
    learnsPairs: boolean,
  ) {
    this.#tables = tables;
    this.#learnsPairs = learnsPairs;
    this.#processes = tables.cells.length;
    this.#known = new KnownSteps(tables, teacher);
    this.#encoder = new encoders.Encoder(layout, learnsPairs);
    this.#groups = new FoldGroups(this.#encoder, learnsPairs);
    this.ahead = new CellsAhead(tables, this.#known, layout.width * BLOCK_SIZE);
    this.runs = new PossibleRuns(tables);
    this.#state = new Int32Array(layout.width);
  }

  layOut(layout: encoders.Layout): void {
    this.#encoder = new encoders.Encoder(layout, this.#learnsPairs);
    this.#groups = new FoldGroups(this.#encoder, this.#learnsPairs);
  }

  /**
   * Reads the states of a block, and finds out what is possible in them.
   * @param cutLabels where the labels of what bounds cut are added, if they are wanted
   * @returns false if keys must be laid out anew
   */
  read(block: Block, cutLabels: number[] | undefined): boolean {
    if (!this.ahead.read(block, this.#encoder)) return false;
    this.runs.choose(this.ahead, block.count, cutLabels);
    return true;
  }

  /** Appends what processes do in a state of the block; EXPANDED, OUTGROWN or UNFAMILIAR. The rows have room for it. */
  append(index: number, block: Block, rows: Rows): number {
    if (this.ahead.isUnknown[index] === 1) return UNFAMILIAR;
    const { isDirect } = this.#encoder;
    if (!isDirect) this.#groups.begin(this.ahead.ids, block.count, index);
    const runs = this.runs.data;
    const end = this.runs.ends[index]!;
    for (let run = index === 0 ? 0 : this.runs.ends[index - 1]!; run < end; run += POSSIBLE_RUN) {
      const hasMore = (runs[run + WHERE]! & 1) === 1;
      let outcome: number = EXPANDED;
      if (!isDirect && (hasMore || this.#isMixed(runs[run + PROCESS]!)))
        outcome = this.#foldEach(index, block, run, rows);
      else if (hasMore) outcome = this.#toggleEach(index, block, run, rows);
      else this.#toggleRun(index, block, run, rows);
      if (outcome !== EXPANDED) return outcome;
    }
    return EXPANDED;
  }

  /** Whether what a process does to its own cell and to the environment is mixed with other slots. */
  #isMixed(process: number): boolean {
    const { bitOf } = this.#groups;
    return (bitOf[process]! | bitOf[this.#processes]!) !== 0;
  }

  /** Appends the outcomes of a run that change nothing but the process and the environment. */
  #toggleRun(index: number, { keys: states, count }: Block, run: number, rows: Rows): void {
    const runs = this.runs.data;
    const { ids } = this.ahead;
    const pool = this.#tables.pool.data;
    const { places } = this.#encoder.packing;
    const process = runs[run + PROCESS]!;
    const keys = rows.keys.data;
    const labels = rows.labels.data;
    const cell = ids[process * count + index]!;
    const changed = ids[this.#processes * count + index]! ^ runs[run + ENVIRONMENT]!;
    const high = states[2 * index]! ^ highBits(places, this.#processes, changed);
    const low = states[2 * index + 1]! ^ lowBits(places, this.#processes, changed);
    const end = rows.count + runs[run + OUTCOMES]!;
    let at = runs[run + WHERE]! >> 1;
    for (let row = rows.count; row < end; row++, at += OUTCOME) {
      const bits = cell ^ pool[at + CELL]!;
      keys[2 * row] = high ^ highBits(places, process, bits);
      keys[2 * row + 1] = low ^ lowBits(places, process, bits);
      labels[row] = pool[at + LABEL]!;
    }
    rows.count = end;
  }

  /** The same for outcomes that send something, or are an event. */
  #toggleEach(index: number, block: Block, run: number, rows: Rows): number {
    const runs = this.runs.data;
    const { count } = block;
    const { ids } = this.ahead;
    const pool = this.#tables.pool.data;
    const { places, bits: widths } = this.#encoder.packing;
    const process = runs[run + PROCESS]!;
    const keys = rows.keys.data;
    const labels = rows.labels.data;
    const cell = ids[process * count + index]!;
    const changed = ids[this.#processes * count + index]! ^ runs[run + ENVIRONMENT]!;
    const baseHigh = block.keys[2 * index]! ^ highBits(places, this.#processes, changed);
    const baseLow = block.keys[2 * index + 1]! ^ lowBits(places, this.#processes, changed);
    const end = rows.count + runs[run + OUTCOMES]!;
    let at = runs[run + WHERE]! >> 1;
    for (let row = rows.count; row < end; row++) {
      const bits = cell ^ pool[at + CELL]!;
      let high = baseHigh ^ highBits(places, process, bits);
      let low = baseLow ^ lowBits(places, process, bits);
      const behind = at + PAIRS + pool[at + SENDS]!;
      for (let pair = at + PAIRS; pair < behind; pair += 2) {
        const to = pool[pair]!;
        const before = ids[to * count + index]!;
        const after = this.#known.addition(to, before, pool[pair + 1]!);
        if (after < 0) return UNFAMILIAR;
        if (after >>> widths[to]! !== 0) return OUTGROWN;
        high ^= highBits(places, to, before ^ after);
        low ^= lowBits(places, to, before ^ after);
      }
      if (pool[at + EVENT]! >= 0) {
        const outcome = this.#toggleHistory(pool[at + EVENT]!, index, count);
        if (outcome !== EXPANDED) return outcome;
        high ^= this.#historyHigh;
        low ^= this.#historyLow;
      }
      keys[2 * row] = high;
      keys[2 * row + 1] = low;
      labels[row] = pool[at + LABEL]!;
      at = behind;
    }
    rows.count = end;
    return EXPANDED;
  }

  /** Finds out which bits of a key an event changes in the history. */
  #toggleHistory(event: number, index: number, count: number): number {
    const { ids } = this.ahead;
    const { packing } = this.#encoder;
    this.#historyHigh = 0;
    this.#historyLow = 0;
    const what = this.#record(event, index, count);
    if (what < 0) return UNFAMILIAR;
    const writes = this.#tables.history.writes.data;
    for (let left = writes[what]!, at = what + 1; left > 0; left--, at += 2) {
      const slot = this.#processes + 1 + writes[at]!;
      const after = writes[at + 1]!;
      if (!packing.fits(slot, after)) return OUTGROWN;
      const bits = ids[slot * count + index]! ^ after;
      this.#historyHigh ^= packing.highOf(slot, bits);
      this.#historyLow ^= packing.lowOf(slot, bits);
    }
    return EXPANDED;
  }

  /** Appends the outcomes of a run where a slot that they change is folded, or may be. */
  #foldEach(index: number, { keys, count }: Block, run: number, rows: Rows): number {
    const groups = this.#groups;
    const runs = this.runs.data;
    const pool = this.#tables.pool.data;
    const hasMore = (runs[run + WHERE]! & 1) === 1;
    const process = runs[run + PROCESS]!;
    const environment = runs[run + ENVIRONMENT]!;
    let at = runs[run + WHERE]! >> 1;
    for (let left = runs[run + OUTCOMES]!; left > 0; left--) {
      groups.start(keys[2 * index]!, keys[2 * index + 1]!);
      groups.change(process, pool[at + CELL]!);
      groups.change(this.#processes, environment);
      if (hasMore && !this.#changeRest(pool, at, index, count)) return UNFAMILIAR;
      const folded = groups.end();
      if (folded !== ENCODED) return folded === TOO_LARGE ? OUTGROWN : UNFAMILIAR;
      addRow(rows, groups.high, groups.low, pool[at + LABEL]!);
      at += hasMore ? PAIRS + pool[at + SENDS]! : OUTCOME;
    }
    return EXPANDED;
  }

  /** Changes the inboxes of others, and the history, as an outcome says; false if something is unknown. */
  #changeRest(pool: Int32Array, outcome: number, index: number, count: number): boolean {
    const { ids } = this.ahead;
    const end = outcome + PAIRS + pool[outcome + SENDS]!;
    for (let pair = outcome + PAIRS; pair < end; pair += 2) {
      const to = pool[pair]!;
      const cell = this.#known.addition(to, ids[to * count + index]!, pool[pair + 1]!);
      if (cell < 0) return false;
      this.#groups.change(to, cell);
    }
    const event = pool[outcome + EVENT]!;
    if (event < 0) return true;
    const what = this.#record(event, index, count);
    if (what < 0) return false;
    const writes = this.#tables.history.writes.data;
    for (let left = writes[what]!, at = what + 1; left > 0; left--, at += 2)
      this.#groups.change(this.#processes + 1 + writes[at]!, writes[at + 1]!);
    return true;
  }

  /** Where it is written what an event changes in the history of a state of the block; -1 if it is unknown. */
  #record(event: number, index: number, count: number): number {
    const { ids } = this.ahead;
    const state = this.#state;
    for (let slot = this.#processes + 1; slot < state.length; slot++)
      state[slot] = ids[slot * count + index]!;
    return this.#known.record(state, event);
  }
}
