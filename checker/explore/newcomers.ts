import { type KeyList, setArrivals, setKeys } from '../store/key-list.ts';
import type { Rows } from '../store/rows.ts';
import type { NewStates } from './transition-system.ts';

/** So many new states are looked at together; all that is written down of them stays in the near cache meanwhile. */
const MOST = 512;

/** New states that were numbered and not yet looked at. */
export class Newcomers implements NewStates {
  readonly order: KeyList;
  readonly keys = new Int32Array(2 * MOST);
  readonly labels = new Int32Array(MOST);
  readonly parents = new Int32Array(MOST);
  readonly #arrivals = new Uint8Array(MOST);
  count = 0;
  /** The number of the first of them; the others have those that follow. */
  first = 0;

  /** @param order all states by number; has memory for those that are added */
  constructor(order: KeyList) {
    this.order = order;
  }

  /**
   * Adds those of `found` from `from` on, as many as there is room for, and writes their keys into the order; gives how many.
   * @param number that of the first that is added
   */
  add(source: Rows, { rows, parents, count }: Found, from: number, number: number): number {
    const before = this.count;
    const added = Math.min(count - from, MOST - before);
    if (before === 0) this.first = number;
    this.count += added;
    const keys = source.keys.data;
    const labels = source.labels.data;
    for (let index = 0; index < added; index++) {
      const row = rows[from + index]!;
      const to = before + index;
      this.keys[2 * to] = keys[2 * row]!;
      this.keys[2 * to + 1] = keys[2 * row + 1]!;
      this.labels[to] = labels[row]!;
      this.parents[to] = parents[from + index]!;
    }
    setKeys(this.order, number, this.keys, before, added);
    if (this.order.arrivals !== undefined) {
      const arrivals = source.arrivals.data;
      for (let index = 0; index < added; index++)
        this.#arrivals[before + index] = arrivals[rows[from + index]!]!;
      setArrivals(this.order, number, this.#arrivals, before, added);
    }
    return added;
  }

  get isFull(): boolean {
    return this.count === MOST;
  }
}

/** The new states among some rows. */
export class Found {
  /** Which rows they are. */
  rows = new Int32Array(1 << 10);
  /** The numbers of the states that each came of. */
  parents = new Int32Array(1 << 10);
  count = 0;

  /** Finds none yet, in so many rows. */
  begin(rows: number): void {
    this.count = 0;
    if (this.rows.length >= rows) return;
    this.rows = new Int32Array(2 * rows);
    this.parents = new Int32Array(2 * rows);
  }

  /**
   * Finds those among the rows of one state.
   *
   * Hot: once for each transition. No branch depends on whether a row is new, which the processor could not foretell.
   * @param fresh for each row 1 if it is new, else 0
   */
  findIn(fresh: Uint8Array, from: number, to: number, parent: number): void {
    const { rows, parents } = this;
    let { count } = this;
    for (let row = from; row < to; row++) {
      rows[count] = row;
      parents[count] = parent;
      count += fresh[row]!;
    }
    this.count = count;
  }
}
