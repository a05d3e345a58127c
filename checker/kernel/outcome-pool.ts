import { type SharedInts, sharedInts, widen } from '../store/shared-ints.ts';

/**
 * The fields of an outcome in the pool, by their offset. They are few, because there are more outcomes than fit the
 * processor's cache, and most have no more than these.
 */
export const LABEL = 0;
/** By what the halves of a state's key change when only the acting process changes: to be toggled, bit by bit. */
export const LOW = 1;
export const HIGH = 2;
/** The new cell of the acting process. */
export const CELL = 3;
/** How many fields follow: 0 if there is no change of the environment, nothing sent, and no event. */
export const EXTRA = 4;
export const OUTCOME = 5;

/** The change of the environment that it needs, by its number, or -1. */
export const CHANGE = 5;
/** How many more messages are in flight afterwards, without what is cut. */
export const IN_FLIGHT = 6;
/** The event for the history variable, or -1. */
export const EVENT = 7;
/** The bound that cuts it if the environment allows it, or -1. */
export const CUT = 8;
/** Pairs of (process, parcel). */
export const PAIRS = 9;

/** The fields of a list, by their offset; behind them its outcomes, then what bounds cut: pairs of (bound, label). */
export const COUNT = 0;
/** The greatest cell that the acting process has after any of them. */
export const GREATEST_CELL = 1;
/** How many messages wait for the process. */
export const WAITING = 2;
/** How many outcomes a bound on the process cuts, whatever state they come from. */
export const CUTS = 3;
export const LIST_HEADER = 4;

/**
 * What may happen, as flat lists of integers that the hot loop reads from front to back. Offset 0 stands for a list not yet written.
 */
export class OutcomePool {
  readonly ints: SharedInts = sharedInts(1 << 10);
  #end = 1;

  /** The pool as it is; writing to it may move it. */
  get data(): Int32Array {
    return this.ints.data;
  }

  /** Starts a list, so far without outcomes; gives its offset. */
  start(): number {
    const offset = this.#end;
    for (let field = 0; field < LIST_HEADER; field++) this.push(0);
    return offset;
  }

  push(value: number): void {
    if (this.#end === this.ints.data.length) widen(this.ints, this.#end + 1);
    this.ints.data[this.#end++] = value;
  }
}
