import { type SharedInts, sharedInts, widen } from '../store/shared-ints.ts';

/** The fields of an outcome in the pool, by their offset. Behind them: pairs of (process, parcel). */
export const LABEL = 0;
/** By what the halves of a state's key change when only the acting process changes: to be toggled, bit by bit. */
export const LOW = 1;
export const HIGH = 2;
/** 1 if nothing else is to be looked at: no change of the environment, no cut, no event, nothing sent. */
export const SIMPLE = 3;
/** The new cell of the acting process. */
export const CELL = 4;
/** The change of the environment that it needs, by its number, or -1. */
export const CHANGE = 5;
/** How many more messages are in flight afterwards, without what is cut. */
export const IN_FLIGHT = 6;
/** The event for the history variable, or -1. */
export const EVENT = 7;
/** The bound that cuts it, or -1. */
export const CUT = 8;
/** How many pairs follow. */
export const PARCELS = 9;
export const HEADER = 10;

/** The fields of a list, by their offset; behind them its outcomes. */
export const COUNT = 0;
/** The greatest cell that the acting process has after any of them. */
export const GREATEST_CELL = 1;
export const LIST_HEADER = 2;

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
    this.push(0);
    this.push(0);
    return offset;
  }

  /** Takes back everything from an offset on. */
  truncate(offset: number): void {
    this.#end = offset;
  }

  push(value: number): void {
    if (this.#end === this.ints.data.length) widen(this.ints, this.#end + 1);
    this.ints.data[this.#end++] = value;
  }
}
