import { zeros } from './shared-ints.ts';

const CHUNK_BITS = 16;
const CHUNK = 1 << CHUNK_BITS;
const WITHIN = CHUNK - 1;

/** A growing list of 64-bit keys that never moves what it holds: it grows by one chunk at a time. Worker threads can share it. */
export interface KeyList {
  length: number;
  readonly chunks: Int32Array[];
}

export const keyList = (): KeyList => ({ length: 0, chunks: [] });

/** Sees to it that a list has memory for `length` keys. */
export function makeRoomFor(list: KeyList, length: number): void {
  while (list.chunks.length * CHUNK < length) list.chunks.push(zeros(2 * CHUNK));
}

export const keyHigh = ({ chunks }: KeyList, index: number): number =>
  chunks[index >>> CHUNK_BITS]![2 * (index & WITHIN)]!;

export const keyLow = ({ chunks }: KeyList, index: number): number =>
  chunks[index >>> CHUNK_BITS]![2 * (index & WITHIN) + 1]!;

/** Writes a key at a place that there is memory for. */
export function setKey({ chunks }: KeyList, index: number, high: number, low: number): void {
  const chunk = chunks[index >>> CHUNK_BITS]!;
  chunk[2 * (index & WITHIN)] = high;
  chunk[2 * (index & WITHIN) + 1] = low;
}

/** Gives back the memory of the keys before an index, which must not be looked at any more. */
export function forgetBefore({ chunks }: KeyList, index: number): void {
  for (let chunk = (index >>> CHUNK_BITS) - 1; chunk >= 0 && chunks[chunk] !== GONE; chunk--)
    chunks[chunk] = GONE;
}

const GONE = new Int32Array(0);

/** The first index whose key was not forgotten. */
export const firstKept = ({ chunks }: KeyList): number =>
  Math.max(0, chunks.lastIndexOf(GONE) + 1) * CHUNK;

export const bytesOfKeys = ({ chunks }: KeyList): number =>
  chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
