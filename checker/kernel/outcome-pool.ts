import { type SharedInts, sharedInts, widen } from '../store/shared-ints.ts';

/** The fields of a list, by their offset; behind them its runs. First, how many outcomes no bound on the process cuts. */
export const COUNT = 0;
/** The greatest cell that the acting process has after any of its outcomes. */
export const GREATEST_CELL = 1;
/** How many messages wait for the process. */
export const WAITING = 2;
export const RUNS = 3;
export const LIST_HEADER = 4;

/**
 * The fields of a run, by their offset; behind them its outcomes. Those of a run are possible, or cut, in the same states.
 * Of the outcomes in the lists of Raft's states two thirds are not possible or are cut, and are passed over by the run.
 */
/** The change of the environment that they need, by its number, or -1. */
export const CHANGE = 0;
/** How many more messages are in flight afterwards, 0 if they are fewer; or -1 - b if bound b cuts them. */
export const IN_FLIGHT = 1;
export const RUN_COUNT = 2;
/** How many integers they take, if they send something or are an event; else 0, and they take OUTCOME integers each. */
export const LENGTH = 3;
export const RUN_HEADER = 4;

/**
 * The fields of an outcome, by their offset. They are as few as can be, because there are more outcomes than fit the
 * processor's cache: how a key changes follows from the cells before and after.
 */
export const LABEL = 0;
/** The new cell of the acting process. */
export const CELL = 1;
export const OUTCOME = 2;

/** Where there is more: the event for the history variable, or -1. */
export const EVENT = 2;
/** How many integers the pairs of (process, parcel) take that follow. */
export const SENDS = 3;
export const PAIRS = 4;

/** Something that may happen, as far as its list says it. */
export interface Outcome {
  readonly label: number;
  /** The event for the history variable, or -1. */
  readonly event: number;
  /** What is sent to other processes. */
  readonly others: readonly { readonly to: number; readonly envelopes: number }[];
}

/**
 * What may happen, as flat lists of integers that the hot loop reads from front to back. Offset 0 stands for a list not yet written.
 */
export class OutcomePool {
  readonly ints: SharedInts = sharedInts(1 << 10);
  #end = 1;
  /** The last run of the list that was started last, or -1. */
  #run = -1;

  /** The pool as it is; writing to it may move it. */
  get data(): Int32Array {
    return this.ints.data;
  }

  /** Starts a list, so far without outcomes; gives its offset. */
  start(waiting: number): number {
    const offset = this.#reserve(LIST_HEADER);
    this.ints.data[offset + WAITING] = waiting;
    this.#run = -1;
    return offset;
  }

  /**
   * Adds an outcome to the list that was started last.
   * @param change the change of the environment that it needs, or -1
   * @param inFlight how many more messages are in flight afterwards
   * @param cell the new cell of the acting process
   */
  add(list: number, change: number, inFlight: number, cell: number, outcome: Outcome): void {
    const { label, event, others } = outcome;
    const hasMore = event >= 0 || others.length > 0;
    const run = this.#runFor(list, change, Math.max(0, inFlight), hasMore);
    const size = hasMore ? PAIRS + 2 * others.length : OUTCOME;
    const at = this.#write(run, label, cell, size);
    const data = this.ints.data;
    data[list + COUNT]!++;
    if (cell > data[list + GREATEST_CELL]!) data[list + GREATEST_CELL] = cell;
    if (!hasMore) return;
    data[run + LENGTH]! += size;
    data[at + EVENT] = event;
    data[at + SENDS] = 2 * others.length;
    let pair = at + PAIRS;
    for (const { to, envelopes } of others) {
      data[pair++] = to;
      data[pair++] = envelopes;
    }
  }

  /** Adds an outcome that a bound cuts wherever the change of the environment is possible. */
  addCut(list: number, change: number, bound: number, label: number): void {
    this.#write(this.#runFor(list, change, -1 - bound, false), label, 0, OUTCOME);
  }

  /** The last run, if an outcome with these fields can be added to it; else a new one. */
  #runFor(list: number, change: number, inFlight: number, hasMore: boolean): number {
    const last = this.#run;
    const known = this.ints.data;
    if (
      last >= 0 &&
      known[last + CHANGE] === change &&
      known[last + IN_FLIGHT] === inFlight &&
      known[last + LENGTH]! > 0 === hasMore
    )
      return last;
    const run = this.#reserve(RUN_HEADER);
    const data = this.ints.data;
    data[run + CHANGE] = change;
    data[run + IN_FLIGHT] = inFlight;
    data[list + RUNS]!++;
    this.#run = run;
    return run;
  }

  #write(run: number, label: number, cell: number, size: number): number {
    const at = this.#reserve(size);
    const data = this.ints.data;
    data[at + LABEL] = label;
    data[at + CELL] = cell;
    data[run + RUN_COUNT]!++;
    return at;
  }

  /** Sets some places aside, all zero; gives the first. */
  #reserve(count: number): number {
    const offset = this.#end;
    this.#end += count;
    if (this.#end > this.ints.data.length) widen(this.ints, this.#end);
    return offset;
  }
}

/** Where the outcomes of a run end, and the next run begins. */
export const endOfRun = (pool: Int32Array, run: number): number =>
  run + RUN_HEADER + (pool[run + LENGTH]! || OUTCOME * pool[run + RUN_COUNT]!);
