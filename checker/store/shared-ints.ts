/** A growing array of 32-bit integers, in memory that worker threads can share. Growing moves it. */
export interface SharedInts {
  data: Int32Array;
}

/** So many integers, all zero. */
export const sharedInts = (length: number): SharedInts => ({ data: zeros(length) });

export const zeros = (length: number): Int32Array =>
  new Int32Array(new SharedArrayBuffer(4 * length));

/** Sees to it that an array has at least `length` places; new ones are zero. */
export function widen(ints: SharedInts, length: number): void {
  if (length <= ints.data.length) return;
  const larger = zeros(Math.max(length, 2 * ints.data.length));
  larger.set(ints.data);
  ints.data = larger;
}
