import * as pairTables from '../store/pair-table.ts';
import { decide } from './decision-tree.ts';
import { EventFacts } from './protocol-ids.ts';
import type { ProtocolTeacher } from './protocol-stepper.ts';
import type { ProtocolTables } from './protocol-tables.ts';

// Called once for each message sent; what is imported would be read anew each time.
const { findPair } = pairTables;

/** What is known of single steps: looked up, or learned where there is a teacher. Negative where it is unknown. */
export class KnownSteps {
  readonly #tables: ProtocolTables;
  readonly #teacher: ProtocolTeacher | undefined;
  readonly #events: EventFacts;

  constructor(tables: ProtocolTables, teacher: ProtocolTeacher | undefined) {
    this.#tables = tables;
    this.#teacher = teacher;
    this.#events = new EventFacts(tables.history.slots, tables.cells.length + 1);
  }

  /** Where the outcomes of a process in a cell are in the pool; 0 if they are unknown. */
  listOf(process: number, cell: number): number {
    const lists = this.#tables.lists[process]!.data;
    const known = cell < lists.length ? lists[cell]! : 0;
    return known === 0 && this.#teacher !== undefined
      ? this.#teacher.outcomes(process, cell)
      : known;
  }

  /** The cell of a process with a parcel added to its inbox; -1 if it is unknown. */
  addition(process: number, cell: number, parcel: number): number {
    const known = findPair(this.#tables.cells[process]!.additions, cell, parcel);
    return known < 0 && this.#teacher !== undefined
      ? this.#teacher.addition(process, cell, parcel)
      : known;
  }

  /** Where it is written what an event changes in the history of a state; -1 if it is unknown. */
  record(state: Int32Array, event: number): number {
    this.#events.event = event;
    const known = decide(this.#tables.history.tree, this.#events, state, 0);
    return known < 0 && this.#teacher !== undefined ? this.#teacher.record(state, event) : known;
  }
}
