import { type Block, expandEach } from '../explore/block.ts';
import { EXPANDED, OUTGROWN, type Stepper, UNFAMILIAR } from '../explore/transition-system.ts';
import { ENCODED, Encoder, type Layout, TOO_LARGE } from '../store/encoder.ts';
import * as keyTables from '../store/key-table.ts';
import { addRow, makeRoom, type Rows } from '../store/rows.ts';
import { decide, UNDECIDED } from './decision-tree.ts';
import type { Facts } from './facts.ts';
import * as plainTables from './plain-tables.ts';
import type { Reduction } from './reduction.ts';
import { knownBeyond } from './state-bounds.ts';

// The compiler knows what is constant in this module; what it imports it reads anew each time.
const { findKey } = keyTables;
const { KEEP_HIGH, KEEP_LOW, LABEL, SET_HIGH, SET_LOW, TRANSITION } = plainTables;

/** Finds out what the tables do not say yet. Only the thread that has the model can. */
export interface PlainTeacher {
  /**
   * Writes what a group of actions does in a state with a key.
   * @returns where that is; REGROUPED if the actions had to be grouped anew, TOO_WIDE if an id is too large for the layout
   */
  list(group: number, state: Int32Array, high: number, low: number): number;
  /** The alternatives of an action in a state, by their place. */
  alternatives(action: number, state: Int32Array): number;
  /** 1 if a state is beyond one of the bounds on the whole state, else 0. */
  isBeyond(index: number, state: Int32Array): number;
}

export const REGROUPED = 0;
export const TOO_WIDE = -1;

/**
 * Expands the states of a plain system.
 *
 * Hot: what a group of actions does is looked up by the very bits of the key that it reads, and is a flat list of
 * ready-made changes of keys.
 */
export class PlainStepper implements Stepper {
  alive = false;
  readonly cutLabels: number[] = [];
  keepsCutLabels = false;
  readonly cuts: Float64Array;
  readonly #tables: plainTables.PlainTables;
  readonly #teacher: PlainTeacher | undefined;
  readonly #reduction: Reduction | undefined;
  readonly #facts: Facts;
  #encoder: Encoder;
  readonly #state: Int32Array;
  /** A state in the making. */
  readonly #next: Int32Array;
  readonly #cutNow: Float64Array;

  /**
   * @param teacher none in a thread that has no model; then what is unknown stays unknown
   * @param reduction where only one state of each orbit is visited
   */
  constructor(
    tables: plainTables.PlainTables,
    layout: Layout,
    teacher?: PlainTeacher,
    reduction?: Reduction,
  ) {
    this.#tables = tables;
    this.#teacher = teacher;
    this.#reduction = reduction;
    this.#facts = plainTables.slotFacts(layout.width);
    this.cuts = new Float64Array(tables.bounds);
    this.#cutNow = new Float64Array(tables.bounds);
    this.#encoder = new Encoder(layout, teacher !== undefined);
    this.#state = new Int32Array(layout.width);
    this.#next = new Int32Array(layout.width);
  }

  layOut(layout: Layout): void {
    this.#encoder = new Encoder(layout, this.#teacher !== undefined);
  }

  expandAll(block: Block, rows: Rows): number {
    return expandEach(this, block, rows);
  }

  expand(high: number, low: number, rows: Rows): number {
    const before = rows.count;
    const isDirect =
      this.#encoder.isDirect &&
      this.#tables.stateBounds.length === 0 &&
      this.#reduction === undefined;
    const outcome = isDirect
      ? this.#expandByGroups(high, low, rows)
      : this.#expandByActions(high, low, rows);
    if (outcome !== EXPANDED) rows.count = before;
    return outcome;
  }

  #expandByGroups(high: number, low: number, rows: Rows): number {
    const before = rows.count;
    const { groups, pool } = this.#tables;
    for (let index = 0; index < groups.length; index++) {
      const group = groups[index]!;
      let list = findKey(group.lists, high & group.high, low & group.low);
      if (list === 0) {
        if (this.#teacher === undefined) return UNFAMILIAR;
        this.#encoder.decode(high, low, this.#state, 0);
        list = this.#teacher.list(index, this.#state, high, low);
        if (list === TOO_WIDE) return OUTGROWN;
        if (list === REGROUPED) {
          rows.count = before;
          return this.#expandByGroups(high, low, rows);
        }
      }
      makeRoom(rows, pool.data[list]!);
      rows.count = apply(pool.data, list, high, low, rows);
    }
    this.alive = rows.count > before;
    return EXPANDED;
  }

  #expandByActions(high: number, low: number, rows: Rows): number {
    const state = this.#state;
    const { actions } = this.#tables;
    this.#encoder.decode(high, low, state, 0);
    if (this.#reduction?.begin(state) === false) return UNFAMILIAR;
    this.alive = false;
    for (let bound = 0; bound < this.#cutNow.length; bound++) this.#cutNow[bound] = 0;
    if (this.keepsCutLabels) this.cutLabels.length = 0;
    for (let index = 0; index < actions.length; index++) {
      const { label, tree } = actions[index]!;
      let place = decide(tree, this.#facts, state, 0);
      if (place === UNDECIDED) place = this.#teacher?.alternatives(index, state) ?? UNDECIDED;
      if (place === UNDECIDED) return UNFAMILIAR;
      const outcome = this.#appendAlternatives(place, label, rows);
      if (outcome !== EXPANDED) return outcome;
    }
    for (let bound = 0; bound < this.cuts.length; bound++)
      this.cuts[bound]! += this.#cutNow[bound]!;
    return EXPANDED;
  }

  /** Appends what each alternative at a place makes of the state. */
  #appendAlternatives(place: number, label: number, rows: Rows): number {
    const { data } = this.#tables.alternatives;
    const state = this.#state;
    let at = place + 1;
    for (let left = data[place]!; left > 0; left--) {
      this.alive = true;
      for (let slot = 0; slot < state.length; slot++) this.#next[slot] = state[slot]!;
      const end = at + 1 + 2 * data[at]!;
      for (at++; at < end; at += 2) this.#next[data[at]!] = data[at + 1]!;
      const outcome = this.#appendNext(label, rows);
      if (outcome !== EXPANDED) return outcome;
    }
    return EXPANDED;
  }

  #cut(bound: number, label: number): void {
    this.#cutNow[bound]!++;
    if (this.keepsCutLabels) this.cutLabels.push(label);
  }

  /** Appends the state in the making, unless a bound cuts it. */
  #appendNext(label: number, rows: Rows): number {
    const { stateBounds } = this.#tables;
    for (let index = 0; index < stateBounds.length; index++) {
      const tables = stateBounds[index]!;
      let beyond = knownBeyond(tables, this.#facts, this.#next);
      if (beyond === UNDECIDED) beyond = this.#teacher?.isBeyond(index, this.#next) ?? UNDECIDED;
      if (beyond === UNDECIDED) return UNFAMILIAR;
      if (beyond === 1) {
        this.#cut(tables.bound, label);
        return EXPANDED;
      }
    }
    const apart = this.#reduction?.beyond(this.#next) ?? -1;
    if (apart >= 0) {
      this.#cut(apart, label);
      return EXPANDED;
    }
    if (this.#reduction?.canonicalize(this.#next) === false) return UNFAMILIAR;
    const encoder = this.#encoder;
    const encoded = encoder.encode(this.#next, 0);
    if (encoded !== ENCODED) return encoded === TOO_LARGE ? OUTGROWN : UNFAMILIAR;
    addRow(rows, encoder.high, encoder.low, label);
    return EXPANDED;
  }
}

/** Writes the keys that a list leads to from a state's key, behind the rows that there are; gives the new count. */
function apply(pool: Int32Array, list: number, high: number, low: number, rows: Rows): number {
  const keys = rows.keys.data;
  const labels = rows.labels.data;
  const end = rows.count + pool[list]!;
  let at = list + 1;
  for (let row = rows.count; row < end; row++) {
    keys[2 * row] = (high & pool[at + KEEP_HIGH]!) | pool[at + SET_HIGH]!;
    keys[2 * row + 1] = (low & pool[at + KEEP_LOW]!) | pool[at + SET_LOW]!;
    labels[row] = pool[at + LABEL]!;
    at += TRANSITION;
  }
  return end;
}
