import { type SharedInts, widen } from '../store/shared-ints.ts';

export function setBit(bits: SharedInts, label: number): void {
  widen(bits, (label >> 5) + 1);
  bits.data[label >> 5]! |= 1 << (label & 31);
}

/**
 * Writes the indices of those of the first `count` labels whose bit is not set; gives how many they are.
 *
 * Hot: no branch depends on a bit, which the processor could not foretell.
 */
export function withoutBit(
  bits: Int32Array,
  labels: Int32Array,
  count: number,
  into: Int32Array,
): number {
  const last = bits.length - 1;
  let found = 0;
  for (let index = 0; index < count; index++) {
    const label = labels[index]!;
    const at = label >> 5;
    into[found] = index;
    // Labels that there are no bits for yet have none set.
    if (at > last) found++;
    else found += ~(bits[at]! >> (label & 31)) & 1;
  }
  return found;
}
