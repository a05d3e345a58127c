import { type SharedInts, sharedInts, widen } from '../store/shared-ints.ts';
import { type OutcomeKinds, poolEndOfKinds } from './outcome-kinds.ts';

/**
 * The fields of a list, by their offset; behind them its runs. First, the greatest cell that the acting process has after any of its
 * outcomes. The compiled loops know these fields, and those below, too: see `assembly/source/expand.ts`.
 */
export const GREATEST_CELL = 0;
/** How many messages wait for the process. */
export const WAITING = 1;
export const RUNS = 2;
export const LIST_HEADER = 3;

/**
 * The fields of a run, by their offset: outcomes one behind the other that are possible, or cut, in the same states. All runs of
 * a list stand together, in front of all its outcomes, so that those that are passed over (two thirds on Raft) cost no
 * more than their place.
 */
/** Under which condition they are possible, see `OutcomeKinds`. */
export const KIND = 0;
export const RUN_COUNT = 1;
/** Where they are, from the start of the list on, twice; and one more if they send something or are an event. */
export const PLACE = 2;
export const RUN = 3;

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

/** Where it stands in the pool how far it is written. */
const POOL_END = 0;

/** Up to where the pool is written, as far as it is to be read with these arrays: one that grows leaves its old place as it was. */
export const writtenUpTo = ({
  pool,
  kinds,
}: {
  readonly pool: SharedInts;
  readonly kinds: SharedInts;
}): number => Math.min(Atomics.load(pool.data, POOL_END), poolEndOfKinds(kinds));

/**
 * What may happen, as flat lists of integers that the hot loop reads from front to back. Offset 0 stands for a list not yet written.
 * Other threads may read while one writes: a list counts once it is before the end that the pool says.
 */
export class OutcomePool {
  readonly ints: SharedInts = sharedInts(1 << 10);
  readonly #kinds: OutcomeKinds;
  /** The list in the making: its runs, and its outcomes. */
  readonly #runs = new Draft();
  readonly #outcomes = new Draft();
  #greatestCell = 0;

  constructor(kinds: OutcomeKinds) {
    this.#kinds = kinds;
    this.ints.data[POOL_END] = LIST_HEADER;
  }

  /** The pool as it is; writing to it may move it. */
  get data(): Int32Array {
    return this.ints.data;
  }

  /** Begins a list, so far without outcomes. */
  begin(): void {
    this.#runs.count = 0;
    this.#outcomes.count = 0;
    this.#greatestCell = 0;
  }

  /**
   * Adds an outcome to the list in the making.
   * @param change the change of the environment that it needs, or -1
   * @param inFlight how many more messages are in flight afterwards
   * @param cell the new cell of the acting process
   */
  add(change: number, inFlight: number, cell: number, { label, event, others }: Outcome): void {
    const outcomes = this.#outcomes;
    const hasMore = event >= 0 || others.length > 0;
    this.#extendRun(this.#kinds.possible(change, Math.max(0, inFlight)), hasMore);
    this.#greatestCell = Math.max(this.#greatestCell, cell);
    outcomes.push(label, cell);
    if (!hasMore) return;
    outcomes.push(event, 2 * others.length);
    for (let index = 0; index < others.length; index++) {
      const { to, envelopes } = others[index]!;
      outcomes.push(to, envelopes);
    }
  }

  /** Adds an outcome that a bound cuts wherever the change of the environment is possible. */
  addCut(change: number, bound: number, label: number): void {
    this.#extendRun(this.#kinds.cut(change, bound), false);
    this.#outcomes.push(label, 0);
  }

  /** Ends the list in the making; gives its offset. */
  end(waiting: number): number {
    const runs = this.#runs;
    const outcomes = this.#outcomes;
    // The compiled loops write lists too.
    const list = this.ints.data[POOL_END]!;
    const end = list + LIST_HEADER + runs.count + outcomes.count;
    widen(this.ints, end);
    const { data } = this.ints;
    data[list + GREATEST_CELL] = this.#greatestCell;
    data[list + WAITING] = waiting;
    data[list + RUNS] = runs.count / RUN;
    const behind = LIST_HEADER + runs.count;
    const { ints } = runs;
    let at = list + LIST_HEADER;
    for (let run = 0; run < runs.count; run += RUN, at += RUN) {
      data[at + KIND] = ints[run + KIND]!;
      data[at + RUN_COUNT] = ints[run + RUN_COUNT]!;
      data[at + PLACE] = ints[run + PLACE]! + 2 * behind;
    }
    outcomes.copyTo(data, at);
    this.#kinds.sayPoolEnd(end);
    Atomics.store(data, POOL_END, end);
    return list;
  }

  /** Counts an outcome in the last run, if it is of the kind; else in a new one. */
  #extendRun(kind: number, hasMore: boolean): void {
    const runs = this.#runs;
    const { ints } = runs;
    const last = runs.count - RUN;
    const more = hasMore ? 1 : 0;
    if (last >= 0 && ints[last + KIND] === kind && (ints[last + PLACE]! & 1) === more) {
      ints[last + RUN_COUNT]!++;
      return;
    }
    runs.push(kind, 1);
    runs.add(2 * this.#outcomes.count + more);
  }
}

/** Integers of a list in the making. They keep their memory from one list to the next. */
class Draft {
  ints = new Int32Array(1 << 6);
  count = 0;

  push(one: number, other: number): void {
    this.add(one);
    this.add(other);
  }

  add(one: number): void {
    const { ints } = this;
    if (this.count === ints.length) {
      this.ints = new Int32Array(2 * ints.length);
      this.ints.set(ints);
    }
    this.ints[this.count++] = one;
  }

  /** Copies them to a place in an array. */
  copyTo(data: Int32Array, place: number): void {
    const { ints, count } = this;
    for (let index = 0; index < count; index++) data[place + index] = ints[index]!;
  }
}

/** Adds the labels of a run's outcomes to a list. */
export function pushLabels(into: number[], pool: Int32Array, list: number, run: number): void {
  const place = pool[run + PLACE]!;
  let at = list + (place >> 1);
  for (let left = pool[run + RUN_COUNT]!; left > 0; left--) {
    into.push(pool[at + LABEL]!);
    at += (place & 1) === 1 ? PAIRS + pool[at + SENDS]! : OUTCOME;
  }
}
