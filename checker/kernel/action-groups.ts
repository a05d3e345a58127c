import type { Encoder } from '../store/encoder.ts';
import { keyTable, numberKey } from '../store/key-table.ts';
import { widen } from '../store/shared-ints.ts';
import { factsReadBy } from './decision-tree.ts';
import { REGROUPED, TOO_WIDE } from './plain-stepper.ts';
import type { PlainTables } from './plain-tables.ts';
import type { Writes } from './writes.ts';

/** A group reads no more bits than this, unless a single action does. More bits: fewer look-ups, but more lists. */
const MOST_BITS = 14;

/** Actions by number, and the slots that they read. */
interface Members {
  readonly actions: readonly number[];
  readonly slots: ReadonlySet<number>;
}

/** Puts the actions of a plain system in groups that read the same slots, and writes down what a group does. */
export class ActionGroups {
  readonly #tables: PlainTables;
  readonly #ask: (action: number, state: Int32Array) => readonly Writes[];
  #members: readonly Members[] = [];
  #encoder: Encoder;
  #end = 1;

  /** @param ask gives the alternatives of an action in a state */
  constructor(
    tables: PlainTables,
    ask: (action: number, state: Int32Array) => readonly Writes[],
    encoder: Encoder,
  ) {
    this.#tables = tables;
    this.#ask = ask;
    this.#encoder = encoder;
  }

  /** Forgets all lists, and puts the actions in groups by what they have read so far. */
  regroup(encoder: Encoder): void {
    this.#encoder = encoder;
    this.#end = 1;
    const groups: Members[] = [];
    for (const [action, { tree }] of this.#tables.actions.entries()) {
      const home = this.#homeFor(factsReadBy(tree), groups);
      const before = groups[home] ?? { actions: [], slots: new Set<number>() };
      groups[home] = {
        actions: [...before.actions, action],
        slots: new Set([...before.slots, ...factsReadBy(tree)]),
      };
    }
    const { packing } = encoder;
    this.#members = groups;
    this.#tables.groups = groups.map(({ slots }) => ({
      high: [...slots].reduce((mask, slot) => mask | packing.highMask(slot), 0),
      low: [...slots].reduce((mask, slot) => mask | packing.lowMask(slot), 0),
      lists: keyTable(),
    }));
  }

  /** Writes down what a group does in a state, see `PlainTeacher`. */
  write(number: number, state: Int32Array, high: number, low: number): number {
    // The stepper has the number from these very groups.
    const { actions, slots } = this.#members[number]!;
    const group = this.#tables.groups[number]!;
    const found = actions.map((action) => {
      const { label, tree } = this.#tables.actions[action]!;
      return { label, tree, alternatives: this.#ask(action, state) };
    });
    if (found.some(({ tree }) => factsReadBy(tree).some((slot) => !slots.has(slot)))) {
      this.regroup(this.#encoder);
      return REGROUPED;
    }
    const { packing } = this.#encoder;
    const fits = found.every(({ alternatives }) =>
      alternatives.flat().every(([slot, id]) => packing.fits(slot, id)),
    );
    if (!fits) return TOO_WIDE;
    const list = this.#end;
    const transitions = found.flatMap(({ label, alternatives }) =>
      alternatives.map((writes) => this.#changeOf(label, writes)),
    );
    this.#push([transitions.length, ...transitions.flat()]);
    numberKey(group.lists, high & group.high, low & group.low, list);
    return list;
  }

  /** What some writes change in a key, in the order of the fields in `plain-tables.ts`. */
  #changeOf(label: number, writes: Writes): readonly number[] {
    const { packing } = this.#encoder;
    return [
      label,
      ~writes.reduce((mask, [slot]) => mask | packing.highMask(slot), 0),
      ~writes.reduce((mask, [slot]) => mask | packing.lowMask(slot), 0),
      writes.reduce((bits, [slot, id]) => bits | packing.highOf(slot, id), 0),
      writes.reduce((bits, [slot, id]) => bits | packing.lowOf(slot, id), 0),
    ];
  }

  #push(values: readonly number[]): void {
    const { pool } = this.#tables;
    widen(pool, this.#end + values.length);
    pool.data.set(values, this.#end);
    this.#end += values.length;
  }

  /** The group that grows least by some slots without reading too many bits; a new one if there is none. */
  #homeFor(reads: readonly number[], groups: readonly Members[]): number {
    let best = groups.length;
    let least = Number.POSITIVE_INFINITY;
    for (const [index, { slots }] of groups.entries()) {
      const together = new Set([...slots, ...reads]);
      const growth = this.#bits(together) - this.#bits(slots);
      const fits = together.size === slots.size || this.#bits(together) <= MOST_BITS;
      if (!fits || growth >= least) continue;
      best = index;
      least = growth;
    }
    return best;
  }

  #bits(slots: Iterable<number>): number {
    const { packing } = this.#encoder;
    return [...slots].reduce((sum, slot) => sum + packing.bitsOf(slot), 0);
  }
}
