import type { LinearMemory } from '../assembly/linear-memory.ts';
import { bytesOf } from '../assembly/structure.ts';
import { type SharedInts, settle, sharedInts, widen, zeroBytesFor, zeros } from './shared-ints.ts';

/** A growing array of bytes that worker threads can share. */
export interface SharedBytes {
  data: Uint8Array;
}

/**
 * Transitions found and not yet looked up: for each, the key of the state that it leads to, the number of what happens in
 * it, and, once it is looked up, whether that state is new.
 *
 * Hot: whoever finds successors makes room for as many as there may be, and then writes the arrays itself.
 */
export interface Rows {
  /** Two halves of a key for each row, the high one first. */
  readonly keys: SharedInts;
  readonly labels: SharedInts;
  readonly fresh: SharedBytes;
  /** How the state that a row leads to is reached by it, if it is new; 0 says nothing. */
  readonly arrivals: SharedBytes;
  count: number;
  readonly asleep: Asleep;
}

/** Transitions that were only counted: they are asleep, as other states lead to the same ones. */
export interface Asleep {
  readonly labels: SharedInts;
  count: number;
}

const FIRST_ROOM = 1 << 10;

export const newRows = (): Rows => ({
  keys: sharedInts(2 * FIRST_ROOM),
  labels: sharedInts(FIRST_ROOM),
  fresh: { data: bytesOf(zeros(FIRST_ROOM / 4)) },
  arrivals: { data: bytesOf(zeros(FIRST_ROOM / 4)) },
  count: 0,
  asleep: { labels: sharedInts(FIRST_ROOM), count: 0 },
});

/** Sees to it that rows are in a memory, and stay there. */
export function settleRows(rows: Rows, memory: LinearMemory): void {
  settle(rows.keys, memory);
  settle(rows.labels, memory);
  settle(rows.asleep.labels, memory);
  renewBytes(rows);
}

/** Bytes for all rows that there is room for; where they were found is not lost. */
function renewBytes({ labels, fresh, arrivals }: Rows): void {
  const { length } = labels.data;
  const before = arrivals.data;
  fresh.data = zeroBytesFor(labels, length);
  arrivals.data = zeroBytesFor(labels, length);
  arrivals.data.set(before);
}

/** Takes all rows away but the first so many, and of the transitions that are asleep all but so many. */
export function takeBack(rows: Rows, count: number, asleep: number): void {
  rows.count = count;
  rows.asleep.count = asleep;
}

/** Sees to it that `more` rows can be written. */
export function makeRoom(rows: Rows, more: number): void {
  const needed = rows.count + more;
  if (needed <= rows.labels.data.length) return;
  widen(rows.labels, needed);
  widen(rows.keys, 2 * rows.labels.data.length);
  // Nothing is looked up while rows are written, so no mark is lost.
  renewBytes(rows);
}

/** Sees to it that `more` transitions that are asleep can be counted. */
export function makeRoomAsleep({ asleep }: Rows, more: number): void {
  widen(asleep.labels, asleep.count + more);
}

/** Appends a row that says nothing of how its state is reached. */
export function addRow(rows: Rows, high: number, low: number, label: number): void {
  makeRoom(rows, 1);
  rows.arrivals.data[rows.count] = 0;
  rows.keys.data[2 * rows.count] = high;
  rows.keys.data[2 * rows.count + 1] = low;
  rows.labels.data[rows.count++] = label;
}
