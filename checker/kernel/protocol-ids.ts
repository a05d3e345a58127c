import { firstOf, secondOf } from '../store/pair-interner.ts';
import { copyIds, type Facts, type StateFacts } from './facts.ts';
import { fieldIn } from './field-tables.ts';
import type { ProtocolTables } from './protocol-tables.ts';

/**
 * The facts of a protocol's state as ids: first each local state, then the environment, the slots of the history,
 * and each inbox.
 */
export class ProtocolIds implements StateFacts {
  readonly count: number;
  readonly #tables: ProtocolTables;
  readonly #processes: number;
  /** The first fact that is an inbox. */
  readonly #inboxes: number;

  constructor(tables: ProtocolTables) {
    this.#tables = tables;
    this.#processes = tables.cells.length;
    this.#inboxes = this.#processes + 1 + tables.history.slots;
    this.count = this.#inboxes + this.#processes;
  }

  idOf(vectors: Int32Array, at: number, fact: number): number {
    const { cells } = this.#tables;
    if (fact < this.#processes) return firstOf(cells[fact]!.pairs, vectors[at + fact]!);
    if (fact < this.#inboxes) return vectors[at + fact]!;
    const process = fact - this.#inboxes;
    return secondOf(cells[process]!.pairs, vectors[at + process]!);
  }

  fieldOf(local: number, field: number): number {
    const { fields, locals } = this.#tables;
    return fieldIn(fields, locals === undefined ? local >> 1 : firstOf(locals, local), field);
  }

  learnField(): void {
    throw new RangeError('fields are learned where their values are known');
  }

  isFleeting(fact: number): boolean {
    return fact >= this.#inboxes;
  }

  slotOf(fact: number): number {
    return fact < this.#inboxes ? fact : fact - this.#inboxes;
  }

  isSlot(fact: number): boolean {
    return fact >= this.#processes && fact < this.#inboxes;
  }

  isOfEnvironment(fact: number): boolean {
    return fact === this.#processes;
  }

  get quiet(): Int32Array {
    return this.#tables.quiet.data;
  }

  idsOf(
    fact: number,
    slots: Int32Array,
    from: number,
    count: number,
    into: Int32Array,
    to: number,
  ): void {
    if (this.isSlot(fact)) {
      copyIds(slots, from, count, into, to);
      return;
    }
    const pairs = this.#tables.cells[this.slotOf(fact)]!.pairs.pairs.data;
    // Of a pair the local state comes first, then the inbox.
    const half = fact < this.#processes ? 0 : 1;
    for (let index = 0; index < count; index++)
      into[to + index] = pairs[2 * slots[from + index]! + half]!;
  }
}

/** The facts that a history variable is changed by: an event, and the slots of the history. */
export class EventFacts implements Facts {
  readonly count: number;
  /** The event. Set before asking. */
  event = 0;
  readonly #firstSlot: number;

  /** @param firstSlot where the slots of the history start in a vector */
  constructor(slots: number, firstSlot: number) {
    this.count = 1 + slots;
    this.#firstSlot = firstSlot;
  }

  idOf(vectors: Int32Array, at: number, fact: number): number {
    return fact === 0 ? this.event : vectors[at + this.#firstSlot + fact - 1]!;
  }

  // The slots of a history are read as a whole.
  fieldOf(id: number): number {
    return id;
  }

  learnField(): void {}

  isFleeting(): boolean {
    return false;
  }
}
