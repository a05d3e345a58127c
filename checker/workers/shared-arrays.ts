import { moveTo, type SharedInts } from '../store/shared-ints.ts';
import type { Known, Moves } from './orders.ts';

/**
 * Every array that a model and the layout of keys are made of, in an order that is the same for the same ones in every thread.
 * The layout counts: pairs of folded ids grow like everything else.
 */
export function arraysOf(known: Known): readonly SharedInts[] {
  const found = new Set<SharedInts>();
  const seen = new Set<unknown>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if (ArrayBuffer.isView(value)) return;
    if (isSharedInts(value)) found.add(value);
    else for (const member of Object.values(value)) visit(member);
  };
  visit(known);
  return [...found];
}

const isSharedInts = (value: object): value is SharedInts =>
  'data' in value && value.data instanceof Int32Array;

/** Follows which arrays have moved since they were last sent to other threads. */
export class SharedArrays {
  #arrays: readonly SharedInts[] = [];
  #sent: readonly Int32Array[] = [];

  /** Whether there are other arrays than were sent last, so that everything must be sent as a whole. */
  isOther(known: Known): boolean {
    const arrays = arraysOf(known);
    return (
      arrays.length !== this.#arrays.length ||
      arrays.some((array, index) => array !== this.#arrays[index])
    );
  }

  /** Everything is sent as a whole. */
  sent(known: Known): void {
    this.#arrays = arraysOf(known);
    this.#sent = this.#arrays.map(({ data }) => data);
  }

  /** Whether any array has moved since, or there are others. */
  get hasMoved(): boolean {
    return this.#arrays.some(({ data }, index) => data !== this.#sent[index]);
  }

  /** What has moved since. */
  moves(): Moves {
    const moves = this.#arrays.flatMap(
      ({ data }, index): Moves => (data === this.#sent[index] ? [] : [[index, data]]),
    );
    if (moves.length > 0) this.#sent = this.#arrays.map(({ data }) => data);
    return moves;
  }
}

/** Takes note of what has moved, in another thread. */
export function applyMoves(arrays: readonly SharedInts[], moves: Moves): void {
  for (const [index, data] of moves) {
    const array = arrays[index];
    if (array === undefined) throw new RangeError(`there is no shared array ${index}`);
    moveTo(array, data);
  }
}
