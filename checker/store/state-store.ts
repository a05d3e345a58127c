import type { Batch } from './batch.ts';
import { Encoder } from './encoder.ts';
import { KeyList } from './key-list.ts';
import { KeySet } from './key-set.ts';

/**
 * Every distinct state found so far, numbered from 0 in the order found. A state is a vector of ids; it is
 * kept as an exact 64-bit key, once in a set and once in the order of discovery, which is also the queue of a
 * breadth-first search.
 */
export class StateStore {
  readonly width: number;
  encoder: Encoder;
  #set = new KeySet();
  readonly #order = new KeyList();
  readonly #one = new Int32Array(2);
  #fresh = new Int32Array(1 << 13);

  /** @param width how many ids make a state */
  constructor(width: number) {
    this.width = width;
    this.encoder = Encoder.ofWidth(width);
  }

  /** How many states there are. */
  get size(): number {
    return this.#order.length;
  }

  /**
   * Adds the states of a batch that are new, in its order.
   * @returns how many they are; `freshRow` says which
   */
  addAll(batch: Batch): number {
    if (this.#fresh.length < batch.count) this.#fresh = new Int32Array(batch.labels.length);
    const { keys, count } = batch;
    const fresh = this.#fresh;
    const added = this.#set.addAll(keys, count, fresh);
    for (let i = 0; i < added; i++) {
      const row = fresh[i]!;
      this.#order.push(keys[2 * row]!, keys[2 * row + 1]!);
    }
    return added;
  }

  /** The place in the batch added last of the `index`th state that was new. */
  freshRow(index: number): number {
    return this.#fresh[index]!;
  }

  /** Adds one state. True if it is new: then its number is the size before. */
  add(vectors: Int32Array, at: number): boolean {
    if (!this.encoder.encode(vectors, at)) {
      this.layOut(vectors.slice(at, at + this.width));
      this.encoder.encode(vectors, at);
    }
    const { high, low } = this.encoder;
    this.#one[0] = high;
    this.#one[1] = low;
    if (this.#set.addAll(this.#one, 1, this.#fresh) === 0) return false;
    this.#order.push(high, low);
    return true;
  }

  /** Writes the state of a number into `into`. */
  read(number: number, into: Int32Array): void {
    this.encoder.decode(this.#order.high(number), this.#order.low(number), into, 0);
  }

  /** The high half of the key of a state. */
  highOf(number: number): number {
    return this.#order.high(number);
  }

  lowOf(number: number): number {
    return this.#order.low(number);
  }

  get bytes(): number {
    return this.#set.bytes + this.#order.bytes + this.encoder.bytes;
  }

  /** Writes all keys anew, with room for ids up to the given ones. */
  layOut(ids: Int32Array): void {
    const old = this.encoder;
    const order = this.#order;
    const state = new Int32Array(this.width);
    const forEach = (visit: (vector: Int32Array, number: number) => void) => {
      for (let number = 0; number < order.length; number++) {
        old.decode(order.high(number), order.low(number), state, 0);
        visit(state, number);
      }
    };
    const most = Int32Array.from(ids);
    forEach((vector) => {
      for (let slot = 0; slot < most.length; slot++)
        if (vector[slot]! > most[slot]!) most[slot] = vector[slot]!;
    });
    const encoder = Encoder.for(most, { count: order.length, forEach }, old);
    const set = new KeySet();
    forEach((vector, number) => {
      encoder.encode(vector, 0);
      set.add(encoder.high, encoder.low);
      order.set(number, encoder.high, encoder.low);
    });
    this.#set = set;
    this.encoder = encoder;
  }
}
