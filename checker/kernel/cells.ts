import { enlarged } from '../store/enlarged.ts';
import { PairInterner } from '../store/pair-interner.ts';
import { PairTable } from '../store/pair-table.ts';
import type { Inboxes } from './inboxes.ts';

/** The cells of one process: pairs of a local state and an inbox, numbered, and what is known of each. */
export class Cells {
  /** For each cell, the offset of its outcomes in the pool; 0 where they are not yet written. */
  lists: Int32Array = new Int32Array(1 << 8);
  /** For each cell, how many messages wait in it. */
  waiting: Int32Array = new Int32Array(1 << 8);
  /** From (cell, parcel) to the cell with these messages besides. */
  readonly additions = new PairTable();
  readonly #pairs = new PairInterner();
  readonly #inboxes: Inboxes;

  /** How many cells there are. */
  get size(): number {
    return this.#pairs.size;
  }

  constructor(inboxes: Inboxes) {
    this.#inboxes = inboxes;
  }

  idOf(local: number, inbox: number): number {
    const before = this.#pairs.size;
    const cell = this.#pairs.idOf(local, inbox);
    if (cell < before) return cell;
    if (cell >= this.waiting.length) {
      this.lists = enlarged(this.lists);
      this.waiting = enlarged(this.waiting);
    }
    this.waiting[cell] = this.#inboxes.sizeOf(inbox);
    return cell;
  }

  localOf(cell: number): number {
    return this.#pairs.first(cell);
  }

  inboxOf(cell: number): number {
    return this.#pairs.second(cell);
  }
}
