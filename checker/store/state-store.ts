import { ENCODED, Encoder } from './encoder.ts';
import {
  bytesOfKeys,
  type KeyList,
  keyHigh,
  keyList,
  keyLow,
  makeRoomFor,
  setKey,
} from './key-list.ts';

/**
 * Every distinct state found so far, numbered from 0 in the order found, each as an exact 64-bit key of its vector of ids.
 * In a breadth-first search this order is also the queue.
 */
export class StateStore {
  readonly width: number;
  encoder: Encoder;
  readonly order: KeyList = keyList();

  /** @param width how many ids make a state */
  constructor(width: number) {
    this.width = width;
    this.encoder = Encoder.ofWidth(width);
  }

  /** How many states there are. */
  get size(): number {
    return this.order.length;
  }

  /** Numbers a state that has no number yet, given by its key. */
  push(high: number, low: number): void {
    makeRoomFor(this.order, this.order.length + 1);
    setKey(this.order, this.order.length++, high, low);
  }

  /** Makes the key of any vector, laying all keys out anew if it takes that; true if it did. */
  encode(vector: Int32Array): boolean {
    if (this.encoder.encode(vector, 0) === ENCODED) return false;
    this.layOut(vector);
    this.encoder.encode(vector, 0);
    return true;
  }

  /** Writes the state of a number into `into`. */
  read(number: number, into: Int32Array): void {
    this.encoder.decode(this.highOf(number), this.lowOf(number), into, 0);
  }

  /** The high half of the key of a state. */
  highOf(number: number): number {
    return keyHigh(this.order, number);
  }

  lowOf(number: number): number {
    return keyLow(this.order, number);
  }

  get bytes(): number {
    return bytesOfKeys(this.order) + this.encoder.bytes;
  }

  /** Writes all keys anew, with room for ids up to the given ones. */
  layOut(ids: Int32Array): void {
    const old = this.encoder;
    const { order } = this;
    const state = new Int32Array(this.width);
    const forEach = (visit: (vector: Int32Array, number: number) => void) => {
      for (let number = 0; number < order.length; number++) {
        old.decode(keyHigh(order, number), keyLow(order, number), state, 0);
        visit(state, number);
      }
    };
    const most = Int32Array.from(ids);
    forEach((vector) => {
      for (let slot = 0; slot < most.length; slot++)
        if (vector[slot]! > most[slot]!) most[slot] = vector[slot]!;
    });
    const encoder = Encoder.for(most, { count: order.length, forEach }, old);
    forEach((vector, number) => {
      encoder.encode(vector, 0);
      setKey(order, number, encoder.high, encoder.low);
    });
    this.encoder = encoder;
  }
}
