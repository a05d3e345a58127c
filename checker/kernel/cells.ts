import {
  countOfPairs,
  firstOf,
  internPair,
  pairInterner,
  secondOf,
} from '../store/pair-interner.ts';
import { pairTable, setPair } from '../store/pair-table.ts';
import type { Inboxes } from './inboxes.ts';
import type { CellTables } from './protocol-tables.ts';

/** The cells of one process: pairs of a local state and an inbox, numbered, and what is known of each. */
export class Cells {
  readonly tables: CellTables;
  readonly #inboxes: Inboxes;

  /** @param kin a process whose cells have the same numbers, because the two may be renamed to each other */
  constructor(inboxes: Inboxes, kin?: Cells) {
    this.#inboxes = inboxes;
    this.tables = kin?.tables ?? {
      pairs: pairInterner(),
      additions: pairTable(),
    };
  }

  /** How many cells there are. */
  get size(): number {
    return countOfPairs(this.tables.pairs);
  }

  idOf(local: number, inbox: number): number {
    return internPair(this.tables.pairs, local, inbox);
  }

  localOf(cell: number): number {
    return firstOf(this.tables.pairs, cell);
  }

  inboxOf(cell: number): number {
    return secondOf(this.tables.pairs, cell);
  }

  /** Remembers what becomes of a cell when a parcel is added, and gives that. */
  add(cell: number, parcel: number, envelopes: readonly number[]): number {
    const inbox = this.#inboxes.with(this.inboxOf(cell), envelopes);
    const after = this.idOf(this.localOf(cell), inbox);
    setPair(this.tables.additions, cell, parcel, after);
    return after;
  }
}
