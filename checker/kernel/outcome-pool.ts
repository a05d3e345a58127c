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

/** What an outcome changes besides the acting process's cell. */
export interface More {
  readonly change: number;
  readonly inFlight: number;
  readonly event: number;
  readonly cut: number;
  readonly others: readonly { readonly to: number; readonly envelopes: number }[];
}

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
  start(waiting: number): number {
    const offset = this.#reserve(LIST_HEADER);
    this.ints.data[offset + WAITING] = waiting;
    return offset;
  }

  /**
   * Adds an outcome to the list that was started last, which changes nothing besides the acting process's cell. How that changes a
   * key is written when it is known how keys are laid out.
   */
  addPlain(list: number, label: number, cell: number): void {
    this.#add(list, label, cell, 0);
  }

  /** Adds an outcome that needs a change of the environment or has one, sends messages, or is an event. */
  addMore(list: number, label: number, cell: number, more: More): void {
    const { change, inFlight, event, cut, others } = more;
    const outcome = this.#add(list, label, cell, PAIRS - OUTCOME + 2 * others.length);
    const data = this.ints.data;
    data[outcome + CHANGE] = change;
    data[outcome + IN_FLIGHT] = inFlight;
    data[outcome + EVENT] = event;
    data[outcome + CUT] = cut;
    let at = outcome + PAIRS;
    for (const { to, envelopes } of others) {
      data[at++] = to;
      data[at++] = envelopes;
    }
  }

  /** Ends a list with what bounds cut of it, pairs of (bound, label). */
  end(list: number, cuts: readonly number[]): void {
    this.ints.data[list + CUTS] = cuts.length / 2;
    // Setting places aside may move the pool.
    const at = this.#reserve(cuts.length);
    this.ints.data.set(cuts, at);
  }

  #add(list: number, label: number, cell: number, extra: number): number {
    const outcome = this.#reserve(OUTCOME + extra);
    const data = this.ints.data;
    data[outcome + LABEL] = label;
    data[outcome + CELL] = cell;
    data[outcome + EXTRA] = extra;
    data[list + COUNT]!++;
    if (cell > data[list + GREATEST_CELL]!) data[list + GREATEST_CELL] = cell;
    return outcome;
  }

  /** Sets some places aside, all zero; gives the first. */
  #reserve(count: number): number {
    const offset = this.#end;
    this.#end += count;
    if (this.#end > this.ints.data.length) widen(this.ints, this.#end);
    return offset;
  }
}
