import type { Block } from '../explore/block.ts';
import type { TransitionSystem } from '../explore/transition-system.ts';
import type { SystemInstance } from '../model/instance.ts';
import { Encoder } from '../store/encoder.ts';
import type { Rows } from '../store/rows.ts';
import { ActionGroups } from './action-groups.ts';
import type { Alike } from './alike.ts';
import type { Alternatives } from './alternatives.ts';
import { type Orbits, refuseSpread } from './orbits.ts';
import type { PlainArrivals } from './plain-arrivals.ts';
import { PlainStepper } from './plain-stepper.ts';
import type { PlainTables } from './plain-tables.ts';
import type { PlainTeacher } from './plain-teacher.ts';
import type { Remembered } from './remembered.ts';
import type { Slots } from './slots.ts';
import type { StateBounds } from './state-bounds.ts';
import type { Symmetry } from './symmetry.ts';
import { testInitial } from './system-symmetry.ts';

/** One action: its label, and the place of its alternatives, remembered by what it reads. */
export interface PlainAction {
  readonly label: number;
  readonly answers: Remembered;
}

/** What a plain system's tables are filled from. */
export interface PlainParts {
  readonly instance: SystemInstance;
  readonly slots: Slots;
  readonly actions: readonly PlainAction[];
  readonly alternatives: Alternatives;
  readonly arrivals: PlainArrivals;
  readonly stateBounds: StateBounds;
  readonly symmetry: Symmetry | undefined;
  readonly orbits: Orbits | undefined;
  /** Where states are renamed or shifted, the test of each action that this makes no difference. */
  readonly fair: readonly Alike[];
}

/** A plain system as a transition system: a stepper over its tables, and the one who fills them. */
export class PlainSystem implements TransitionSystem, PlainTeacher {
  readonly width: number;
  readonly tables: PlainTables;
  readonly memory: WebAssembly.Memory;
  readonly #parts: PlainParts;
  readonly #groups: ActionGroups;
  readonly #stepper: PlainStepper;

  constructor(tables: PlainTables, parts: PlainParts) {
    this.tables = tables;
    this.memory = tables.memory;
    this.#parts = parts;
    this.width = parts.slots.count;
    const encoder = Encoder.ofWidth(this.width);
    this.#groups = new ActionGroups(
      tables,
      (action, state) => parts.alternatives.at(this.alternatives(action, state)),
      parts.arrivals,
      encoder,
    );
    const { orbits, fair } = parts;
    this.#stepper = new PlainStepper(
      tables,
      encoder.layout,
      this,
      orbits && {
        begin: (state) => {
          orbits.begin();
          for (const one of fair) one.ask(undefined, state, 0);
          return true;
        },
        beyond: (state) => orbits.beyond(state),
        canonicalize: (state) => orbits.canonicalize(state),
      },
    );
  }

  get staysReadable(): boolean {
    return this.#stepper.staysReadable;
  }

  get sleeps(): boolean {
    return this.#parts.orbits === undefined;
  }

  get alive(): boolean {
    return this.#stepper.alive;
  }

  keepCutLabels(): void {
    this.#stepper.keepsCutLabels = true;
    if (this.#parts.orbits !== undefined) this.#parts.orbits.keepsRises = true;
  }

  get rises(): readonly number[] | undefined {
    return this.#parts.orbits?.rises;
  }

  get cutLabels(): readonly number[] {
    return this.#stepper.cutLabels;
  }

  get cuts(): Float64Array {
    return this.#stepper.cuts;
  }

  expand(high: number, low: number, rows: Rows, arrival = 0): number {
    return this.#stepper.expand(high, low, rows, arrival);
  }

  expandAll(block: Block, rows: Rows): number {
    return this.#stepper.expandAll(block, rows);
  }

  initial(): { readonly count: number; readonly vectors: Int32Array } {
    const { instance, slots, symmetry, orbits } = this.#parts;
    const vectors = instance.initial.map((state) => slots.vectorOf(state));
    const all = Int32Array.from(vectors.flat());
    if (symmetry !== undefined) testInitial(instance, slots, symmetry);
    for (let at = 0; at < all.length; at += this.width)
      refuseSpread(instance.name, orbits, all.subarray(at, at + this.width));
    orbits?.canonicalizeAll(all, this.width);
    return { count: vectors.length, vectors: all };
  }

  greatestIds(): Int32Array {
    return Int32Array.from(
      this.#parts.slots.fields.flatMap(({ keys, values }) =>
        Array.from({ length: keys?.length ?? 1 }, () => values.size),
      ),
    );
  }

  layOut(encoder: Encoder): void {
    this.#groups.regroup(encoder);
    this.#stepper.layOut(encoder.layout);
  }

  list(group: number, state: Int32Array, high: number, low: number): number {
    return this.#groups.write(group, state, high, low);
  }

  alternatives(action: number, state: Int32Array): number {
    return this.#parts.actions[action]!.answers.ask(state, 0);
  }

  isBeyond(index: number, state: Int32Array): number {
    return this.#parts.stateBounds.isBeyond(index, state);
  }
}
