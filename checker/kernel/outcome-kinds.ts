import { findPair, pairTable, setPair } from '../store/pair-table.ts';
import { type SharedInts, sharedInts, widen } from '../store/shared-ints.ts';

/** What is known of a kind: the change of the environment that it needs, or -1; and what it asks of the network. */
const CHANGE = 0;
/** How many more messages are in flight afterwards; or -1 - b if bound b cuts it wherever the change is possible. */
const IN_FLIGHT = 1;
const KIND_SIZE = 2;

/** How many kinds there are, and up to where the pool of outcomes is written that has no others; then the kinds. */
const COUNT = 0;
const POOL_END = 1;
const HEADER = 2;

/**
 * Under which conditions outcomes are possible, numbered: there are a few dozen of them, for a hundred thousand lists.
 * They are a change of the environment, and either room in the network or a bound that cuts the outcome anyway.
 */
export class OutcomeKinds {
  /** As laid out above. */
  readonly ints: SharedInts = sharedInts(1 << 6);
  /** From a change and one more, and how many more messages are in flight, or -1 - b, to the number of the kind. */
  readonly numbers = pairTable();

  /** The kind of outcomes that need a change (or none, -1), with so many more messages in flight. */
  possible(change: number, inFlight: number): number {
    return this.#numberOf(change, inFlight);
  }

  /** The kind of outcomes that a bound cuts wherever the change is possible. */
  cut(change: number, bound: number): number {
    return this.#numberOf(change, -1 - bound);
  }

  #numberOf(change: number, inFlight: number): number {
    const known = findPair(this.numbers, change + 1, inFlight);
    if (known >= 0) return known;
    const kind = this.numbers.size;
    setPair(this.numbers, change + 1, inFlight, kind);
    widen(this.ints, HEADER + KIND_SIZE * (kind + 1));
    const { data } = this.ints;
    data[HEADER + KIND_SIZE * kind + CHANGE] = change;
    data[HEADER + KIND_SIZE * kind + IN_FLIGHT] = inFlight;
    // Other threads may read meanwhile.
    Atomics.store(data, COUNT, kind + 1);
    return kind;
  }

  /** Says up to where the pool is written: whoever sees no newer kinds, since they have moved, may not look further. */
  sayPoolEnd(end: number): void {
    Atomics.store(this.ints.data, POOL_END, end);
  }
}

export const countOfKinds = ({ data }: SharedInts): number => Atomics.load(data, COUNT);

/** Up to where the pool is written, as far as it has no other kinds than these. */
export const poolEndOfKinds = ({ data }: SharedInts): number => Atomics.load(data, POOL_END);

/** The change that outcomes of a kind need, or -1. */
export const changeOf = ({ data }: SharedInts, kind: number): number =>
  data[HEADER + KIND_SIZE * kind + CHANGE]!;

/** How many more messages are in flight after outcomes of a kind; or -1 - b if bound b cuts them. */
export const inFlightOf = ({ data }: SharedInts, kind: number): number =>
  data[HEADER + KIND_SIZE * kind + IN_FLIGHT]!;
