import { type Block, expandEach } from '../explore/block.ts';
import { EXPANDED, OUTGROWN, type Stepper, UNFAMILIAR } from '../explore/transition-system.ts';
import { ENCODED, Encoder, type Layout, TOO_LARGE } from '../store/encoder.ts';
import { addRow, type Rows } from '../store/rows.ts';
import { decide, UNDECIDED } from './decision-tree.ts';
import type { Facts } from './facts.ts';
import { GroupedStepper } from './grouped-stepper.ts';
import { type PlainTables, slotFacts } from './plain-tables.ts';
import type { PlainTeacher } from './plain-teacher.ts';
import type { Reduction } from './reduction.ts';
import { knownBeyond } from './state-bounds.ts';

/**
 * Expands the states of a plain system: by groups of actions where keys can be changed bit by bit. Where slots are folded, a bound is on
 * the whole state, or states are reduced, vectors are written action by action, and nothing is asleep.
 */
export class PlainStepper implements Stepper {
  alive = false;
  readonly cutLabels: number[] = [];
  keepsCutLabels = false;
  readonly cuts: Float64Array;
  readonly memory: WebAssembly.Memory;
  readonly #tables: PlainTables;
  readonly #teacher: PlainTeacher | undefined;
  readonly #reduction: Reduction | undefined;
  readonly #facts: Facts;
  readonly #grouped: GroupedStepper;
  #encoder: Encoder;
  readonly #state: Int32Array;
  /** A state in the making. */
  readonly #next: Int32Array;
  readonly #cutNow: Float64Array;

  /**
   * @param teacher none in a thread that has no model; then what is unknown stays unknown
   * @param reduction where only one state of each orbit is visited
   */
  constructor(tables: PlainTables, layout: Layout, teacher?: PlainTeacher, reduction?: Reduction) {
    this.#tables = tables;
    this.memory = tables.memory;
    this.#teacher = teacher;
    this.#reduction = reduction;
    this.#facts = slotFacts(layout.width);
    this.#grouped = new GroupedStepper(tables, layout, teacher);
    this.cuts = new Float64Array(tables.bounds);
    this.#cutNow = new Float64Array(tables.bounds);
    this.#encoder = new Encoder(layout, teacher !== undefined);
    this.#state = new Int32Array(layout.width);
    this.#next = new Int32Array(layout.width);
  }

  layOut(layout: Layout): void {
    this.#grouped.layOut(layout);
    this.#encoder = new Encoder(layout, this.#teacher !== undefined);
  }

  /** See `TransitionSystem`. Trees that grow are for one thread alone. */
  get staysReadable(): boolean {
    return this.#isGrouped;
  }

  expandAll(block: Block, rows: Rows): number {
    return this.#isGrouped ? this.#grouped.expandAll(block, rows) : expandEach(this, block, rows);
  }

  expand(high: number, low: number, rows: Rows, arrival = 0): number {
    this.cutLabels.length = 0;
    if (this.#isGrouped) {
      const outcome = this.#grouped.expand(high, low, rows, arrival);
      this.alive = this.#grouped.alive;
      return outcome;
    }
    const before = rows.count;
    const outcome = this.#expandByActions(high, low, rows);
    if (outcome !== EXPANDED) rows.count = before;
    return outcome;
  }

  /** Whether what actions do is looked up by the bits of keys, not by ids. */
  get #isGrouped(): boolean {
    return (
      this.#encoder.isDirect &&
      this.#tables.stateBounds.length === 0 &&
      this.#reduction === undefined
    );
  }

  #expandByActions(high: number, low: number, rows: Rows): number {
    const state = this.#state;
    const { actions } = this.#tables;
    this.#encoder.decode(high, low, state, 0);
    if (this.#reduction?.begin(state) === false) return UNFAMILIAR;
    this.alive = false;
    for (let bound = 0; bound < this.#cutNow.length; bound++) this.#cutNow[bound] = 0;
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
