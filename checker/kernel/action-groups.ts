import type { Encoder } from '../store/encoder.ts';
import { keyTable, numberKey } from '../store/key-table.ts';
import { moveTo, widen, zerosFor } from '../store/shared-ints.ts';
import { factsReadBy, forEachRead } from './decision-tree.ts';
import type { Facts } from './facts.ts';
import type { PlainArrivals } from './plain-arrivals.ts';
import { type PlainTables, slotFacts, TRANSITION, whatOf } from './plain-tables.ts';
import { REGROUPED, TOO_WIDE } from './plain-teacher.ts';
import type { Writes } from './writes.ts';

/** A group reads no more bits than this, unless a single action does. More bits: fewer look-ups, but more lists. */
const MOST_BITS = 14;

/** Actions by number, and the slots that they read. */
interface Members {
  readonly actions: readonly number[];
  readonly slots: ReadonlySet<number>;
}

const NOBODY: Members = { actions: [], slots: new Set() };

/**
 * Puts the actions of a plain system in groups that read the same few slots, and writes down what a group does. Only neighbours are put in one
 * group, so that the order of a state's transitions does not depend on what is known by then: with several threads that
 * may be less than with one.
 */
export class ActionGroups {
  readonly #tables: PlainTables;
  readonly #arrivals: PlainArrivals;
  readonly #ask: (action: number, state: Int32Array) => readonly Writes[];
  readonly #facts: Facts;
  #members: readonly Members[] = [];
  #encoder: Encoder;
  #end = 1;
  /** Where each transition is in `transitions`, by its fields. */
  readonly #places = new Map<string, number>();

  /** @param ask gives the alternatives of an action in a state */
  constructor(
    tables: PlainTables,
    ask: (action: number, state: Int32Array) => readonly Writes[],
    arrivals: PlainArrivals,
    encoder: Encoder,
  ) {
    this.#arrivals = arrivals;
    this.#facts = slotFacts(encoder.layout.width);
    this.#tables = tables;
    this.#ask = ask;
    this.#encoder = encoder;
  }

  /** Forgets all lists, and puts the actions in groups by what they have read so far. No other thread may read meanwhile. */
  regroup(encoder: Encoder): void {
    this.#encoder = encoder;
    this.#end = 1;
    this.#places.clear();
    this.#sayEnd();
    const groups: Members[] = [];
    for (const [action, { tree }] of this.#tables.actions.entries()) {
      const last = groups.at(-1) ?? NOBODY;
      const slots = new Set([...last.slots, ...factsReadBy(tree)]);
      if (slots.size === last.slots.size || this.#bits(slots) <= MOST_BITS)
        groups.splice(-1, 1, { actions: [...last.actions, action], slots });
      else groups.push({ actions: [action], slots: new Set(factsReadBy(tree)) });
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
      return { action, label, tree, alternatives: this.#ask(action, state) };
    });
    if (found.some(({ tree }) => factsReadBy(tree).some((slot) => !slots.has(slot)))) {
      this.#regroupElsewhere();
      return REGROUPED;
    }
    const { packing } = this.#encoder;
    const fits = found.every(({ alternatives }) =>
      alternatives.flat().every(([slot, id]) => packing.fits(slot, id)),
    );
    if (!fits) return TOO_WIDE;
    const list = this.#end;
    const transitions = found.flatMap(({ action, label, alternatives }) =>
      alternatives.map((writes) =>
        this.#placeOf([
          whatOf(label, this.#arrivalBy(action, state, writes)),
          ...this.#changeOf(writes),
        ]),
      ),
    );
    this.#push([transitions.length, ...transitions]);
    numberKey(group.lists, high & group.high, low & group.low, list);
    return list;
  }

  #arrivalBy(action: number, state: Int32Array, writes: Writes): number {
    const reads: number[] = [];
    const { tree } = this.#tables.actions[action]!;
    // It was asked in this state just before; what is not remembered may have read anything.
    if (!forEachRead(tree, this.#facts, state, 0, (slot) => reads.push(slot)))
      reads.push(...factsReadBy(tree));
    return this.#arrivals.numberOf(
      action,
      reads,
      writes.map(([slot]) => slot),
    );
  }

  /** What some writes change in a key, in the order of the fields in `plain-tables.ts`. */
  #changeOf(writes: Writes): readonly number[] {
    const { packing } = this.#encoder;
    return [
      ~writes.reduce((mask, [slot]) => mask | packing.highMask(slot), 0),
      ~writes.reduce((mask, [slot]) => mask | packing.lowMask(slot), 0),
      writes.reduce((bits, [slot, id]) => bits | packing.highOf(slot, id), 0),
      writes.reduce((bits, [slot, id]) => bits | packing.lowOf(slot, id), 0),
    ];
  }

  /** Where a transition is written down; the same place for the same one, so that they are few and stay in the near cache. */
  #placeOf(fields: readonly number[]): number {
    const key = fields.join();
    const known = this.#places.get(key);
    if (known !== undefined) return known;
    const place = TRANSITION * (1 + this.#places.size);
    this.#places.set(key, place);
    const { transitions } = this.#tables;
    widen(transitions, place + TRANSITION);
    transitions.data.set(fields, place);
    return place;
  }

  #push(values: readonly number[]): void {
    const { pool } = this.#tables;
    widen(pool, this.#end + values.length);
    pool.data.set(values, this.#end);
    this.#end += values.length;
    this.#sayEnd();
  }

  #sayEnd(): void {
    const { pool, transitions } = this.#tables;
    Atomics.store(transitions.data, 0, this.#end);
    Atomics.store(pool.data, 0, this.#end);
  }

  /** Other threads go on reading what was written so far. */
  #regroupElsewhere(): void {
    for (const ints of [this.#tables.pool, this.#tables.transitions])
      moveTo(ints, zerosFor(ints, ints.data.length));
    this.regroup(this.#encoder);
  }

  #bits(slots: Iterable<number>): number {
    const { packing } = this.#encoder;
    return [...slots].reduce((sum, slot) => sum + packing.bitsOf(slot), 0);
  }
}
