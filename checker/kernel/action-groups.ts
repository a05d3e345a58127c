import type { Encoder } from '../store/encoder.ts';
import { KeyTable } from '../store/key-table.ts';
import { COUNT, LIST_HEADER, OutcomePool } from './outcome-pool.ts';
import type { Remembered } from './remembered.ts';

/** One action as the hot loop sees it: the number of the alternatives that a state has, remembered by what it read. */
export interface CompiledAction {
  readonly label: number;
  readonly alternatives: Remembered;
}

/** What one alternative of an action changes: pairs of slot and id. */
export type Writes = readonly (readonly [number, number])[];

/** Actions that read the same few bits of a key, and for each value of these bits what they all do. */
interface Group {
  readonly actions: readonly CompiledAction[];
  readonly slots: ReadonlySet<number>;
  readonly high: number;
  readonly low: number;
  readonly lists: KeyTable;
}

/** A group reads no more bits than this, unless a single action does. More bits: fewer look-ups, but more lists. */
const MOST_BITS = 14;

/** The fields of an outcome in a list, by their offset: which bits of a key stay, and which are set. */
const [LABEL, KEEP_HIGH, KEEP_LOW, SET_HIGH, SET_LOW] = [0, 1, 2, 3, 4] as const;
const OUTCOME = 5;

/**
 * The actions of a plain system, in groups that read the same slots. What a group does is looked up by the very bits
 * of a key that it reads, and is a flat list of ready-made changes of keys.
 */
export class ActionGroups {
  groups: readonly Group[] = [];
  readonly pool = new OutcomePool();
  readonly #actions: readonly CompiledAction[];
  readonly #writesOf: (alternatives: number) => readonly Writes[];
  #encoder: Encoder;

  constructor(
    actions: readonly CompiledAction[],
    writesOf: (alternatives: number) => readonly Writes[],
    encoder: Encoder,
  ) {
    this.#actions = actions;
    this.#writesOf = writesOf;
    this.#encoder = encoder;
  }

  /** Forgets all lists, and puts the actions in groups by what they have read so far. */
  regroup(encoder: Encoder): void {
    this.#encoder = encoder;
    this.pool.truncate(1);
    const drafts: { actions: CompiledAction[]; slots: ReadonlySet<number> }[] = [];
    for (const action of this.#actions) {
      const reads = action.alternatives.reads;
      const home = drafts
        .map((draft) => ({ draft, slots: new Set([...draft.slots, ...reads]) }))
        .filter(
          ({ draft, slots }) => slots.size === draft.slots.size || this.#bits(slots) <= MOST_BITS,
        )
        .sort((a, b) => this.#growth(a) - this.#growth(b))[0];
      if (home === undefined) drafts.push({ actions: [action], slots: new Set(reads) });
      else {
        home.draft.actions.push(action);
        home.draft.slots = home.slots;
      }
    }
    const { packing } = encoder;
    this.groups = drafts.map(({ actions, slots }) => ({
      actions,
      slots,
      high: [...slots].reduce((mask, slot) => mask | packing.highMask(slot), 0),
      low: [...slots].reduce((mask, slot) => mask | packing.lowMask(slot), 0),
      lists: new KeyTable(),
    }));
  }

  /**
   * Writes down what a group does in a state.
   * @returns where its list is; -1 if an id is too large for the layout, 0 if the actions had to be grouped anew
   */
  write(group: Group, state: Int32Array, high: number, low: number): number {
    const found = group.actions.map(({ label, alternatives }) => ({
      label,
      alternatives: this.#writesOf(alternatives.ask(state, 0)),
    }));
    if (group.actions.some(({ alternatives }) => !isSubset(alternatives.reads, group.slots))) {
      this.regroup(this.#encoder);
      return 0;
    }
    const { packing } = this.#encoder;
    const fits = found.every(({ alternatives }) =>
      alternatives.flat().every(([slot, id]) => packing.fits(slot, id)),
    );
    if (!fits) return -1;
    const { pool } = this;
    const list = pool.start();
    for (const { label, alternatives } of found) {
      for (const writes of alternatives) {
        pool.data[list + COUNT]!++;
        pool.push(label);
        pool.push(~writes.reduce((mask, [slot]) => mask | packing.highMask(slot), 0));
        pool.push(~writes.reduce((mask, [slot]) => mask | packing.lowMask(slot), 0));
        pool.push(writes.reduce((bits, [slot, id]) => bits | packing.highOf(slot, id), 0));
        pool.push(writes.reduce((bits, [slot, id]) => bits | packing.lowOf(slot, id), 0));
      }
    }
    group.lists.set(high & group.high, low & group.low, list);
    return list;
  }

  /** Writes the keys that a list leads to from a state's key, from row `count` on; gives the row behind them. */
  apply(
    list: number,
    high: number,
    low: number,
    keys: Int32Array,
    labels: Int32Array,
    count: number,
  ): number {
    const pool = this.pool.data;
    const end = count + pool[list + COUNT]!;
    let at = list + LIST_HEADER;
    for (let row = count; row < end; row++) {
      keys[2 * row] = (high & pool[at + KEEP_HIGH]!) | pool[at + SET_HIGH]!;
      keys[2 * row + 1] = (low & pool[at + KEEP_LOW]!) | pool[at + SET_LOW]!;
      labels[row] = pool[at + LABEL]!;
      at += OUTCOME;
    }
    return end;
  }

  #bits(slots: Iterable<number>): number {
    const { packing } = this.#encoder;
    return [...slots].reduce((sum, slot) => sum + packing.bitsOf(slot), 0);
  }

  #growth({
    draft,
    slots,
  }: {
    readonly draft: { readonly slots: ReadonlySet<number> };
    readonly slots: ReadonlySet<number>;
  }): number {
    return this.#bits(slots) - this.#bits(draft.slots);
  }
}

const isSubset = (some: ReadonlySet<number>, all: ReadonlySet<number>): boolean =>
  [...some].every((one) => all.has(one));
