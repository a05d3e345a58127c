import { ENCODED, Encoder } from './encoder.ts';
import {
  bytesOfKeys,
  firstKept,
  type KeyList,
  keyHigh,
  keyList,
  keyLow,
  makeRoomFor,
  setKey,
} from './key-list.ts';
import { KeySet } from './key-set.ts';

/**
 * Every distinct state found so far, numbered from 0 in the order found, each as an exact 64-bit key of its vector of ids.
 * In a breadth-first search this order is also the queue.
 */
export class StateStore {
  readonly width: number;
  encoder: Encoder;
  readonly order: KeyList;

  /**
   * @param width how many ids make a state
   * @param keepsArrivals whether it is kept how states were reached
   */
  constructor(width: number, keepsArrivals = false) {
    this.width = width;
    this.order = keyList(keepsArrivals);
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

  /** Makes the key of a vector; false if all keys must be laid out anew first. */
  encode(vector: Int32Array): boolean {
    return this.encoder.encode(vector, 0) === ENCODED;
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

  /**
   * Writes all keys anew, with room for ids up to the given ones.
   * @param set all keys, where the order does not have them any more; they are written anew into the set that is given back
   */
  layOut(ids: Int32Array, set?: KeySet): KeySet | undefined {
    const old = this.encoder;
    const { order } = this;
    const state = new Int32Array(this.width);
    const kept = firstKept(order);
    const forEachKept = (visit: (vector: Int32Array, number: number) => void, stride = 1) => {
      for (let number = kept; number < order.length; number += stride) {
        old.decode(keyHigh(order, number), keyLow(order, number), state, 0);
        visit(state, number);
      }
    };
    const forEachKey = (visit: (vector: Int32Array) => void, stride = 1) => {
      let number = 0;
      set?.forEach((high, low) => {
        if (number++ % stride !== 0) return;
        old.decode(high, low, state, 0);
        visit(state);
      });
    };
    const forEach = kept === 0 ? forEachKept : forEachKey;
    const most = Int32Array.from(ids);
    forEach((vector) => {
      for (let slot = 0; slot < most.length; slot++)
        if (vector[slot]! > most[slot]!) most[slot] = vector[slot]!;
    });
    const encoder = Encoder.for(most, { count: order.length, forEach }, old);
    const renewed = kept === 0 ? undefined : new KeySet();
    if (renewed !== undefined)
      forEachKey((vector) => {
        encoder.encode(vector, 0);
        renewed.add(encoder.high, encoder.low);
      });
    forEachKept((vector, number) => {
      encoder.encode(vector, 0);
      setKey(order, number, encoder.high, encoder.low);
    });
    this.encoder = encoder;
    return renewed;
  }
}
