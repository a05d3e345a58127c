import * as keyLists from '../store/key-list.ts';
import type { Rows } from '../store/rows.ts';
import { EXPANDED, OUTGROWN, type Stepper } from './transition-system.ts';

// Called once a state; what is imported would be read anew each time.
const { arrivalOf, keyHigh, keyLow } = keyLists;

/** So many states are expanded together: what is read for them must stay in the processor's cache meanwhile. */
export const BLOCK_SIZE = 64;

/** What came of expanding a state: something other than a fault is possible in it, or was cut. */
export const ALIVE = 0;
/** Nothing but faults is possible in it. */
export const STUCK = 1;
/** It holds something met for the first time, which this thread has no number for; it has no rows. */
export const DEFERRED = 2;

/** States that are expanded together, and what came of each. */
export class Block {
  count = 0;
  /** Halves of the states' keys, the high one first. */
  readonly keys: Int32Array = new Int32Array(2 * BLOCK_SIZE);
  /** How each state was reached, see `Stepper`; 0 where nothing is to be asleep. */
  readonly arrivals: Uint8Array = new Uint8Array(BLOCK_SIZE);
  /** For each state, where its rows end. */
  readonly ends: Int32Array = new Int32Array(BLOCK_SIZE);
  /** For each state ALIVE, STUCK or DEFERRED. */
  readonly fates: Uint8Array = new Uint8Array(BLOCK_SIZE);

  /** Takes the states from number `from` on, before `to`: as many as it can hold, and as lie side by side in memory. */
  fill(order: keyLists.KeyList, from: number, to: number): void {
    this.count = keyLists.copyKeys(order, from, Math.min(BLOCK_SIZE, to - from), this.keys);
    keyLists.copyArrivals(order, from, this.count, this.arrivals);
  }

  /** Takes the states with these numbers, from an index on, as many as it can hold. */
  pick(order: keyLists.KeyList, numbers: readonly number[], from: number): void {
    this.count = Math.min(BLOCK_SIZE, numbers.length - from);
    for (let index = 0; index < this.count; index++)
      this.#take(index, order, numbers[from + index]!);
  }

  #take(index: number, order: keyLists.KeyList, number: number): void {
    this.keys[2 * index] = keyHigh(order, number);
    this.keys[2 * index + 1] = keyLow(order, number);
    this.arrivals[index] = arrivalOf(order, number);
  }

  /** Makes a state the only one. */
  hold(high: number, low: number, arrival = 0): void {
    this.count = 1;
    this.arrivals[0] = arrival;
    this.keys[0] = high;
    this.keys[1] = low;
  }
}

/** Expands the states of a block one after the other; EXPANDED or OUTGROWN, as `Stepper.expandAll` does. */
export function expandEach(stepper: Stepper, block: Block, rows: Rows): number {
  const { keys, ends, fates, arrivals } = block;
  for (let index = 0; index < block.count; index++) {
    const outcome = stepper.expand(keys[2 * index]!, keys[2 * index + 1]!, rows, arrivals[index]!);
    if (outcome === OUTGROWN) return OUTGROWN;
    ends[index] = rows.count;
    fates[index] = outcome !== EXPANDED ? DEFERRED : stepper.alive ? ALIVE : STUCK;
  }
  return EXPANDED;
}
