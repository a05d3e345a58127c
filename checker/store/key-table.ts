const FIRST_CAPACITY = 1 << 6;

/**
 * A map from 64-bit keys, whose high halves are not negative, to a number from 1 up. `get` gives 0 for a key never
 * set. Open addressing over one typed array of (high, low, number).
 */
export class KeyTable {
  size = 0;
  #rows = new Int32Array(3 * FIRST_CAPACITY);
  #mask = FIRST_CAPACITY - 1;

  get(high: number, low: number): number {
    const rows = this.#rows;
    for (let slot = mix(high, low) & this.#mask; ; slot = (slot + 1) & this.#mask) {
      const at = 3 * slot;
      const found = rows[at + 2]!;
      if (found === 0 || (rows[at] === high && rows[at + 1] === low)) return found;
    }
  }

  /** Sets the number of a key that has none yet. */
  set(high: number, low: number, number: number): void {
    if (2 * this.size > this.#mask) this.#grow();
    this.#put(high, low, number);
    this.size++;
  }

  #put(high: number, low: number, number: number): void {
    const rows = this.#rows;
    let slot = mix(high, low) & this.#mask;
    while (rows[3 * slot + 2] !== 0) slot = (slot + 1) & this.#mask;
    rows[3 * slot] = high;
    rows[3 * slot + 1] = low;
    rows[3 * slot + 2] = number;
  }

  #grow(): void {
    const old = this.#rows;
    this.#mask = 2 * this.#mask + 1;
    this.#rows = new Int32Array(3 * (this.#mask + 1));
    for (let at = 0; at < old.length; at += 3)
      if (old[at + 2] !== 0) this.#put(old[at]!, old[at + 1]!, old[at + 2]!);
  }
}

function mix(high: number, low: number): number {
  const hash = Math.imul(low, 0x85ebca6b) ^ Math.imul(high, 0xc2b2ae35);
  return hash ^ (hash >>> 15) ^ (hash >>> 23);
}
