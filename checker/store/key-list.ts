import { touch, zeros } from './shared-ints.ts';

const CHUNK_BITS = 16;
const CHUNK = 1 << CHUNK_BITS;
const WITHIN = CHUNK - 1;

/**
 * A growing list of 64-bit keys that never moves what it holds: it grows by one chunk at a time. Worker threads can share it.
 */
export interface KeyList {
  length: number;
  /** The halves of so many keys; then, if these are kept, their arrivals. */
  readonly chunks: Int32Array[];
  /** For each chunk, in the same memory, a byte a key that says how it was reached; undefined if these are not kept. */
  readonly arrivals: Uint8Array[] | undefined;
}

/** @param keepsArrivals whether it is kept how keys were reached */
export const keyList = (keepsArrivals = false): KeyList => ({
  length: 0,
  chunks: [],
  arrivals: keepsArrivals ? [] : undefined,
});

/** Sees to it that a list has memory for `length` keys. */
export function makeRoomFor(list: KeyList, length: number): void {
  const size = 2 * CHUNK + (list.arrivals === undefined ? 0 : CHUNK / 4);
  while (list.chunks.length * CHUNK < length) addChunk(list, touch(zeros(size)));
}

/** Adds a chunk, which may be another thread's. */
export function addChunk({ chunks, arrivals }: KeyList, chunk: Int32Array): void {
  chunks.push(chunk);
  arrivals?.push(new Uint8Array(chunk.buffer, 8 * CHUNK));
}

export const keyHigh = ({ chunks }: KeyList, index: number): number =>
  chunks[index >>> CHUNK_BITS]![2 * (index & WITHIN)]!;

export const keyLow = ({ chunks }: KeyList, index: number): number =>
  chunks[index >>> CHUNK_BITS]![2 * (index & WITHIN) + 1]!;

/** How a key was reached; 0 if that is not kept. */
export const arrivalOf = ({ arrivals }: KeyList, index: number): number =>
  arrivals === undefined ? 0 : arrivals[index >>> CHUNK_BITS]![index & WITHIN]!;

/** Copies the keys from an index on, both halves of each. @returns how many: up to `most`, and no more than lie side by side in memory */
export function copyKeys(
  { chunks }: KeyList,
  first: number,
  most: number,
  into: Int32Array,
): number {
  const start = first & WITHIN;
  const count = Math.min(most, CHUNK - start);
  into.set(chunks[first >>> CHUNK_BITS]!.subarray(2 * start, 2 * (start + count)));
  return count;
}

/** Copies how the keys from an index on were reached, if that is kept; as many as lie side by side in memory. */
export function copyArrivals(
  { arrivals }: KeyList,
  first: number,
  count: number,
  into: Uint8Array,
): void {
  const start = first & WITHIN;
  if (arrivals !== undefined)
    into.set(arrivals[first >>> CHUNK_BITS]!.subarray(start, start + count));
}

/** Says how keys one behind the other were reached, at places that there is memory for, if that is kept. */
export function setArrivals(
  { arrivals }: KeyList,
  first: number,
  bytes: Uint8Array,
  from: number,
  count: number,
): void {
  if (arrivals === undefined) return;
  const end = from + count;
  for (let at = from, index = first; at < end; ) {
    const chunk = arrivals[index >>> CHUNK_BITS]!;
    const start = index & WITHIN;
    const most = Math.min(end, at + CHUNK - start);
    for (let to = start; at < most; at++, to++) chunk[to] = bytes[at]!;
    index += CHUNK - start;
  }
}

/** Writes a key at a place that there is memory for. */
export function setKey({ chunks }: KeyList, index: number, high: number, low: number): void {
  const chunk = chunks[index >>> CHUNK_BITS]!;
  chunk[2 * (index & WITHIN)] = high;
  chunk[2 * (index & WITHIN) + 1] = low;
}

/**
 * Writes keys one behind the other, at places that there is memory for.
 * @param keys two halves of each key, the high one first
 */
export function setKeys(
  { chunks }: KeyList,
  first: number,
  keys: Int32Array,
  from: number,
  count: number,
): void {
  const end = 2 * (from + count);
  for (let at = 2 * from, index = first; at < end; ) {
    const chunk = chunks[index >>> CHUNK_BITS]!;
    const start = index & WITHIN;
    const most = Math.min(end, at + 2 * (CHUNK - start));
    for (let to = 2 * start; at < most; at++, to++) chunk[to] = keys[at]!;
    index += CHUNK - start;
  }
}

/**
 * Keeps of `indices` those whose keys differ in some bits from others, which are in a list; gives how many.
 * @param keys two halves of each key, the high one first
 * @param others for each key the index in the list of the one that it is compared with
 */
export function keepDifferent(
  { chunks }: KeyList,
  others: Int32Array,
  keys: Int32Array,
  bits: { readonly high: number; readonly low: number },
  indices: Int32Array,
  count: number,
): number {
  const { high, low } = bits;
  let kept = 0;
  for (let at = 0; at < count; at++) {
    const index = indices[at]!;
    const other = others[index]!;
    const chunk = chunks[other >>> CHUNK_BITS]!;
    const from = 2 * (other & WITHIN);
    const different =
      ((chunk[from]! ^ keys[2 * index]!) & high) |
      ((chunk[from + 1]! ^ keys[2 * index + 1]!) & low);
    indices[kept] = index;
    // 1 if any bit is set: a branch would be foretold wrongly as often as not.
    kept += (different | -different) >>> 31;
  }
  return kept;
}

/**
 * Visits the keys from an index on, some hundred at a time.
 * @param visit is given two halves of each key, the high one first, how many they are, and the index of the first
 * @param stride visits only every so many-th
 */
export function forEachBlock(
  list: KeyList,
  from: number,
  visit: (keys: Int32Array, count: number, first: number) => void,
  stride = 1,
): void {
  const keys = new Int32Array(2 * KEYS_AT_ONCE);
  for (let first = from; first < list.length; first += KEYS_AT_ONCE * stride) {
    const count = Math.min(KEYS_AT_ONCE, Math.ceil((list.length - first) / stride));
    for (let index = 0; index < count; index++) {
      keys[2 * index] = keyHigh(list, first + index * stride);
      keys[2 * index + 1] = keyLow(list, first + index * stride);
    }
    visit(keys, count, first);
  }
}

/** So many keys, taken apart, stay in the near cache. */
export const KEYS_AT_ONCE = 512;

/** Gives back the memory of the keys before an index, which must not be looked at any more. */
export function forgetBefore({ chunks, arrivals }: KeyList, index: number): void {
  for (let chunk = (index >>> CHUNK_BITS) - 1; chunk >= 0 && chunks[chunk] !== GONE; chunk--) {
    chunks[chunk] = GONE;
    if (arrivals !== undefined) arrivals[chunk] = NO_BYTES;
  }
}

const GONE = new Int32Array(0);
const NO_BYTES = new Uint8Array(0);

/** The first index whose key was not forgotten. */
export const firstKept = ({ chunks }: KeyList): number =>
  Math.max(0, chunks.lastIndexOf(GONE) + 1) * CHUNK;

export const bytesOfKeys = ({ chunks }: KeyList): number =>
  chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
