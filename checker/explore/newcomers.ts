import type { LinearMemory } from '../assembly/linear-memory.ts';
import { type Loops, loopsIn } from '../assembly/loops.ts';
import { bytesOf } from '../assembly/structure.ts';
import { type KeyList, setArrivals, setKeys } from '../store/key-list.ts';
import type { Rows } from '../store/rows.ts';
import type { SharedInts } from '../store/shared-ints.ts';
import type { Stretch } from './stretches.ts';
import type { NewStates } from './transition-system.ts';

/** So many new states are looked at together; all that is written down of them stays in the near cache meanwhile. */
const MOST = 512;

/** Where the rows of each state end, and which state the first is of. */
export interface Ends {
  readonly ends: SharedInts;
  readonly first: number;
}

/**
 * New states that were numbered and not yet looked at. Compiled loops find them among rows (`assembly/source/numbering.ts`).
 *
 * Hot: once for each transition; twice as fast as the same in JavaScript.
 */
export class Newcomers implements NewStates {
  readonly order: KeyList;
  readonly keys: Int32Array;
  readonly labels: Int32Array;
  readonly parents: Int32Array;
  readonly #arrivals: Uint8Array;
  readonly #loops: Loops;
  count = 0;
  /** The number of the first of them; the others have those that follow. */
  first = 0;
  #hasEnds = false;

  /**
   * @param order all states by number; has memory for those that are added
   * @param memory where rows are
   */
  constructor(order: KeyList, memory: LinearMemory) {
    this.order = order;
    this.keys = memory.reserve(2 * MOST);
    this.labels = memory.reserve(MOST);
    this.parents = memory.reserve(MOST);
    this.#arrivals = bytesOf(memory.reserve(MOST / 4));
    this.#loops = loopsIn(memory);
    this.#loops.writeNewTo(
      this.keys.byteOffset,
      this.labels.byteOffset,
      this.parents.byteOffset,
      this.#arrivals.byteOffset,
      MOST,
    );
  }

  /**
   * Begins with the rows of a stretch.
   * @param ends where the rows of each state end; undefined where all are of one state
   * @param firstChildren see `SparseParents`
   */
  begin(rows: Rows, stretch: Stretch, ends: Ends | undefined, firstChildren: Int32Array): void {
    const { from, to, state, stateEnd } = stretch;
    const { keys, labels, arrivals, fresh } = rows;
    this.#hasEnds = ends !== undefined;
    this.#loops.takeFrom(
      keys.data.byteOffset,
      labels.data.byteOffset,
      arrivals.data.byteOffset,
      fresh.data.byteOffset,
      from,
      to,
    );
    this.#loops.ofStates(
      state,
      stateEnd,
      ends === undefined ? 0 : ends.ends.data.byteOffset - 4 * ends.first,
      firstChildren.byteOffset,
      firstChildren.length,
    );
  }

  /**
   * Takes the next new states, as many as there is room for, and writes their keys into the order; gives how many. If there is room left,
   * those were the last.
   * @param number that of the first that is added
   */
  take(number: number): number {
    const before = this.count;
    if (before === 0) this.first = number;
    this.count = this.#loops.takeNew(before, number, this.#hasEnds);
    const added = this.count - before;
    setKeys(this.order, number, this.keys, before, added);
    setArrivals(this.order, number, this.#arrivals, before, added);
    return added;
  }

  get isFull(): boolean {
    return this.count === MOST;
  }
}
