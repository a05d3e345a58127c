import { type SharedInts, widen } from '../store/shared-ints.ts';

/** Whether a label's bit is set. */
export const hasBit = (bits: Int32Array, label: number): boolean =>
  label >> 5 < bits.length && ((bits[label >> 5]! >>> (label & 31)) & 1) === 1;

export function setBit(bits: SharedInts, label: number): void {
  widen(bits, (label >> 5) + 1);
  bits.data[label >> 5]! |= 1 << (label & 31);
}
