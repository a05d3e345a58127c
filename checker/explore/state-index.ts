import type { StateStore } from '../store/state-store.ts';

/** Finds the number of a state by its key, in a store that grows no more. Open addressing over the numbers alone. */
export class StateIndex {
  readonly #store: StateStore;
  readonly #mask: number;
  /** In each place the number of a state plus one, or 0. */
  readonly #places: Int32Array;

  constructor(store: StateStore) {
    this.#store = store;
    // Between two thirds and one third full.
    this.#mask = 2 ** Math.ceil(Math.log2(1.5 * store.size + 2)) - 1;
    this.#places = new Int32Array(this.#mask + 1);
    for (let number = 0; number < store.size; number++) {
      const place = this.#placeOf(store.highOf(number), store.lowOf(number));
      this.#places[place] = number + 1;
    }
  }

  /** The number of the state with a key; -1 if the store has none. */
  numberOf(high: number, low: number): number {
    return this.#places[this.#placeOf(high, low)]! - 1;
  }

  /** The place that has a key, or the free one that it would have. */
  #placeOf(high: number, low: number): number {
    const store = this.#store;
    for (let place = mix(high, low) & this.#mask; ; place = (place + 1) & this.#mask) {
      const number = this.#places[place]! - 1;
      if (number < 0 || (store.lowOf(number) === low && store.highOf(number) === high))
        return place;
    }
  }
}

/** Multiply and mix, the way of MurmurHash3's finalizer (Appleby). */
function mix(high: number, low: number): number {
  let hash = Math.imul(low, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15) ^ high, 0xc2b2ae35);
  hash = Math.imul(hash ^ (hash >>> 13), 0x27d4eb2f);
  return hash ^ (hash >>> 16);
}
