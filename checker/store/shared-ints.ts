import type { LinearMemory } from '../assembly/linear-memory.ts';
import { bytesOf } from '../assembly/structure.ts';

/** A growing array of 32-bit integers, in memory that worker threads can share. Growing moves it. */
export interface SharedInts {
  readonly data: Int32Array;
}

/** How often arrays of this thread have moved. */
let moves = 0;

/** So often arrays of this thread have moved so far: while that is the same, all are where they were. */
export const movesSoFar = (): number => moves;

/** Has an array in another place from now on. */
export function moveTo(ints: SharedInts, data: Int32Array): void {
  // Everyone else may only read where it is, so that no move is missed.
  (ints as { data: Int32Array }).data = data;
  moves++;
}

/** So many integers, all zero. */
export const sharedInts = (length: number): SharedInts => ({ data: zeros(length) });

export const zeros = (length: number): Int32Array =>
  new Int32Array(new SharedArrayBuffer(4 * length));

/**
 * Writes zeros where there are zeros already, so that the machine gives all pages at once: page by page, in between other work, each takes
 * it twice as long (27 and 12 µs where that is slow; Raft in all a twelfth). For what will be written from end to end anyway.
 */
export function touch(fresh: Int32Array): Int32Array {
  return fresh.fill(0);
}

/** The memories that arrays have been settled in. */
const homes = new WeakMap<SharedInts, LinearMemory>();

/** Sees to it that an array is in a memory, and stays there when it grows. */
export function settle(ints: SharedInts, memory: LinearMemory): void {
  if (homes.get(ints)?.isSame(memory) === true) return;
  homes.set(ints, memory);
  const settled = memory.reserve(ints.data.length);
  settled.set(ints.data);
  moveTo(ints, settled);
}

/** Zeros for an array to move to, in the memory that it is settled in. */
export const zerosFor = (ints: SharedInts, length: number): Int32Array =>
  homes.get(ints)?.reserve(length) ?? zeros(length);

/** Zero bytes, in the memory that an array of integers is settled in, if it is in one. */
export const zeroBytesFor = (ints: SharedInts, length: number): Uint8Array =>
  bytesOf(zerosFor(ints, Math.ceil(length / 4))).subarray(0, length);

/** Sees to it that an array has at least `length` places; new ones are zero. */
export function widen(ints: SharedInts, length: number): void {
  if (length <= ints.data.length) return;
  const larger = zerosFor(ints, Math.max(length, 2 * ints.data.length));
  larger.set(ints.data);
  moveTo(ints, larger);
}
