import { enlarged } from '../store/enlarged.ts';
import { PairInterner } from '../store/pair-interner.ts';
import { PairTable } from '../store/pair-table.ts';
import type { Inboxes } from './inboxes.ts';

/** What is known of cells whoever they belong to. Processes that may be renamed to each other have it in common. */
interface Common {
  readonly pairs: PairInterner;
  readonly additions: PairTable;
  waiting: Int32Array;
}

/** The cells of one process: pairs of a local state and an inbox, numbered, and what is known of each. */
export class Cells {
  readonly #inboxes: Inboxes;
  readonly #common: Common;
  #lists: Int32Array = new Int32Array(1 << 8);

  /** @param kin a process whose cells have the same numbers */
  constructor(inboxes: Inboxes, kin?: Cells) {
    this.#inboxes = inboxes;
    this.#common = kin === undefined ? nothingYet() : kin.#common;
  }

  /** How many cells there are. */
  get size(): number {
    return this.#common.pairs.size;
  }

  /** For each cell, the offset of its outcomes in the pool; 0 where they are not yet written. */
  get lists(): Int32Array {
    while (this.#lists.length < this.#common.waiting.length) this.#lists = enlarged(this.#lists);
    return this.#lists;
  }

  /** For each cell, how many messages wait in it. */
  get waiting(): Int32Array {
    return this.#common.waiting;
  }

  /** From (cell, parcel) to the cell with these messages besides. */
  get additions(): PairTable {
    return this.#common.additions;
  }

  idOf(local: number, inbox: number): number {
    const common = this.#common;
    const before = common.pairs.size;
    const cell = common.pairs.idOf(local, inbox);
    if (cell < before) return cell;
    if (cell >= common.waiting.length) common.waiting = enlarged(common.waiting);
    common.waiting[cell] = this.#inboxes.sizeOf(inbox);
    return cell;
  }

  localOf(cell: number): number {
    return this.#common.pairs.first(cell);
  }

  inboxOf(cell: number): number {
    return this.#common.pairs.second(cell);
  }
}

const nothingYet = (): Common => ({
  pairs: new PairInterner(),
  additions: new PairTable(),
  waiting: new Int32Array(1 << 8),
});
