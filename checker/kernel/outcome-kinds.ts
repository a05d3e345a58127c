import { type SharedInts, sharedInts, widen } from '../store/shared-ints.ts';

/** What is known of a kind: the change of the environment that it needs, or -1; and what it asks of the network. */
const CHANGE = 0;
/** How many more messages are in flight afterwards; or -1 - b if bound b cuts it wherever the change is possible. */
const IN_FLIGHT = 1;
const KIND_SIZE = 2;

/**
 * Under which conditions outcomes are possible, numbered: there are a few dozen of them, for a hundred thousand lists.
 * They are a change of the environment, and either room in the network or a bound that cuts the outcome anyway.
 */
export class OutcomeKinds {
  /** How many there are, then their fields. */
  readonly ints: SharedInts = sharedInts(1 << 6);
  readonly #numbers = new Map<number, number>();

  /** The kind of outcomes that need a change (or none, -1), with so many more messages in flight. */
  possible(change: number, inFlight: number): number {
    return this.#numberOf(change, inFlight);
  }

  /** The kind of outcomes that a bound cuts wherever the change is possible. */
  cut(change: number, bound: number): number {
    return this.#numberOf(change, -1 - bound);
  }

  #numberOf(change: number, inFlight: number): number {
    const key = change * 2 ** 26 + inFlight;
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    const kind = this.#numbers.size;
    this.#numbers.set(key, kind);
    widen(this.ints, 1 + KIND_SIZE * (kind + 1));
    const { data } = this.ints;
    data[1 + KIND_SIZE * kind + CHANGE] = change;
    data[1 + KIND_SIZE * kind + IN_FLIGHT] = inFlight;
    // Other threads may read meanwhile.
    Atomics.store(data, 0, kind + 1);
    return kind;
  }
}

export const countOfKinds = ({ data }: SharedInts): number => Atomics.load(data, 0);

/** The change that outcomes of a kind need, or -1. */
export const changeOf = ({ data }: SharedInts, kind: number): number =>
  data[1 + KIND_SIZE * kind + CHANGE]!;

/** How many more messages are in flight after outcomes of a kind; or -1 - b if bound b cuts them. */
export const inFlightOf = ({ data }: SharedInts, kind: number): number =>
  data[1 + KIND_SIZE * kind + IN_FLIGHT]!;
