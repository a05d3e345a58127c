import { type SharedInts, sharedInts, widen } from './shared-ints.ts';

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
  count: number;
}

const FIRST_ROOM = 1 << 10;

export const newRows = (): Rows => ({
  keys: sharedInts(2 * FIRST_ROOM),
  labels: sharedInts(FIRST_ROOM),
  fresh: { data: new Uint8Array(new SharedArrayBuffer(FIRST_ROOM)) },
  count: 0,
});

/** Sees to it that `more` rows can be written. */
export function makeRoom(rows: Rows, more: number): void {
  const needed = rows.count + more;
  if (needed <= rows.labels.data.length) return;
  widen(rows.labels, needed);
  widen(rows.keys, 2 * rows.labels.data.length);
  // Nothing is looked up while rows are written, so no mark is lost.
  rows.fresh.data = new Uint8Array(new SharedArrayBuffer(rows.labels.data.length));
}

export function addRow(rows: Rows, high: number, low: number, label: number): void {
  makeRoom(rows, 1);
  rows.keys.data[2 * rows.count] = high;
  rows.keys.data[2 * rows.count + 1] = low;
  rows.labels.data[rows.count++] = label;
}
