/** A hash of a 64-bit key: multiply and mix, the way of MurmurHash3's finalizer (Appleby). A 32-bit integer, maybe negative. */
export function hashOf(high: number, low: number): number {
  let hash = Math.imul(low, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15) ^ high, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 13), 0x27d4eb2f);
  return hash ^ (hash >>> 16);
}
