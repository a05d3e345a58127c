import { moveTo, type SharedInts, sharedInts, zerosFor } from './shared-ints.ts';

const FIRST_CAPACITY = 1 << 5;

/**
 * A map from 64-bit keys to a number from 1 up. Open addressing over rows of (high, low, number, unused), so that a row
 * never lies across two cache lines. Worker threads can share it, and read while one writes: a row counts once it has a number.
 */
export interface KeyTable {
  size: number;
  readonly rows: SharedInts;
}

export const keyTable = (): KeyTable => ({ size: 0, rows: sharedInts(4 * FIRST_CAPACITY) });

/** The number of a key, 0 if it has none. */
export function findKey({ rows: { data: rows } }: KeyTable, high: number, low: number): number {
  const mask = (rows.length >> 2) - 1;
  for (let slot = mix(high, low) & mask; ; slot = (slot + 1) & mask) {
    const at = slot << 2;
    const found = Atomics.load(rows, at + 2);
    if (found === 0 || (rows[at] === high && rows[at + 1] === low)) return found;
  }
}

/** Numbers a key that has no number yet. */
export function numberKey(table: KeyTable, high: number, low: number, number: number): void {
  if (8 * table.size >= table.rows.data.length) {
    const old = table.rows.data;
    moveTo(table.rows, zerosFor(table.rows, 2 * old.length));
    for (let at = 0; at < old.length; at += 4)
      if (old[at + 2] !== 0) put(table.rows.data, old[at]!, old[at + 1]!, old[at + 2]!);
  }
  put(table.rows.data, high, low, number);
  table.size++;
}

function put(rows: Int32Array, high: number, low: number, number: number): void {
  const mask = (rows.length >> 2) - 1;
  let slot = mix(high, low) & mask;
  while (rows[(slot << 2) + 2] !== 0) slot = (slot + 1) & mask;
  rows[slot << 2] = high;
  rows[(slot << 2) + 1] = low;
  Atomics.store(rows, (slot << 2) + 2, number);
}

function mix(high: number, low: number): number {
  const hash = Math.imul(low, 0x85ebca6b) ^ Math.imul(high, 0xc2b2ae35);
  return hash ^ (hash >>> 15) ^ (hash >>> 23);
}
