import type { SharedModel } from '../kernel/reader.ts';
import type { SharedInts } from '../store/shared-ints.ts';
import type { Moves } from './orders.ts';

/** Every array that a model is made of, in an order that is the same for the same model in every thread. */
export function arraysOf(model: SharedModel): readonly SharedInts[] {
  const found = new Set<SharedInts>();
  const seen = new Set<unknown>();
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || seen.has(value)) return;
    seen.add(value);
    if (ArrayBuffer.isView(value)) return;
    if (isSharedInts(value)) found.add(value);
    else for (const member of Object.values(value)) visit(member);
  };
  visit(model);
  return [...found];
}

const isSharedInts = (value: object): value is SharedInts =>
  'data' in value && value.data instanceof Int32Array;

/** Follows which arrays of a model have moved since they were last sent to other threads. */
export class SharedArrays {
  #arrays: readonly SharedInts[] = [];
  #sent: readonly Int32Array[] = [];

  /** Whether a model consists of other arrays than the one sent last, so that it must be sent as a whole. */
  isOther(model: SharedModel): boolean {
    const arrays = arraysOf(model);
    return (
      arrays.length !== this.#arrays.length ||
      arrays.some((array, index) => array !== this.#arrays[index])
    );
  }

  /** A model is sent as a whole. */
  sent(model: SharedModel): void {
    this.#arrays = arraysOf(model);
    this.#sent = this.#arrays.map(({ data }) => data);
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
    array.data = data;
  }
}
