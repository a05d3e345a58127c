import { ENCODED, Encoder } from './encoder.ts';
import type { Vectors } from './folds.ts';
import {
  bytesOfKeys,
  firstKept,
  forEachBlock,
  KEYS_AT_ONCE,
  type KeyList,
  keyHigh,
  keyList,
  keyLow,
  makeRoomFor,
  setKey,
  setKeys,
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
  layOut(most: Int32Array, set?: KeySet): KeySet | undefined {
    const old = this.encoder;
    const { order, width } = this;
    const ids = new Int32Array(width * KEYS_AT_ONCE);
    const kept = firstKept(order);
    const forEachOfAll = (visit: (keys: Int32Array, count: number) => void, stride: number) => {
      if (kept === 0) forEachBlock(order, 0, visit, stride);
      else set?.forEachBlock(visit, stride);
    };
    const states: Vectors = {
      count: order.length,
      forEach: (visit, stride = 1) =>
        forEachOfAll((keys, count) => {
          old.takeFieldsApart(keys, count, ids);
          visit(ids, count);
        }, stride),
    };
    const encoder = Encoder.for(greatestOf(most, states), states, old);
    const fresh = new Int32Array(2 * KEYS_AT_ONCE);
    const renew = (keys: Int32Array, count: number) => {
      // What was folded stays folded: the encoder begins with the folds that there were.
      old.takeFieldsApart(keys, count, ids);
      encoder.putTogether(ids, count, fresh, old.layout.folds.length);
    };
    const renewed = kept === 0 ? undefined : new KeySet();
    const isNew = new Uint8Array(KEYS_AT_ONCE);
    if (renewed !== undefined)
      set?.forEachBlock((keys, count) => {
        renew(keys, count);
        renewed.addAll(fresh, 0, count, isNew);
      });
    forEachBlock(order, kept, (keys, count, first) => {
      renew(keys, count);
      setKeys(order, first, fresh, 0, count);
    });
    this.encoder = encoder;
    return renewed;
  }
}

/** The greatest ids of some states, and of those given, in each slot that is not folded. */
function greatestOf(ids: Int32Array, states: Vectors): Int32Array {
  const greatest = Int32Array.from(ids);
  states.forEach((vectors, count) => {
    for (let slot = 0; slot < greatest.length; slot++) {
      let most = greatest[slot]!;
      for (let at = slot * count; at < (slot + 1) * count; at++)
        if (vectors[at]! > most) most = vectors[at]!;
      greatest[slot] = most;
    }
  });
  return greatest;
}
