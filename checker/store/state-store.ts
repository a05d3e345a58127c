import { Chunks } from './chunks.ts';
import { Encoder } from './encoder.ts';
import { KeySet } from './key-set.ts';

/**
 * Every distinct state found so far, numbered from 0 in the order found, with the number of the state
 * it was found from. A state is a vector of ids; it is kept as an exact 64-bit key, once in a set and
 * once in the order of discovery, which is also the queue of a breadth-first search.
 */
export class StateStore {
  readonly width: number;
  #set = new KeySet();
  #encoder: Encoder;
  readonly #highs = new Chunks();
  readonly #lows = new Chunks();
  readonly #parents = new Chunks();

  /** Keys collected and not yet looked up: high half, low half, number of the parent. */
  readonly #pending: Int32Array;
  #pendingEnd = 0;

  /**
   * @param width how many ids make a state
   * @param batch how many states can be collected at a time
   */
  constructor(width: number, batch = 1) {
    this.width = width;
    this.#encoder = Encoder.ofWidth(width);
    this.#pending = new Int32Array(3 * batch);
  }

  /** How many states there are. */
  get size(): number {
    return this.#parents.length;
  }

  /**
   * Takes note of a state found from the state numbered `parent` (-1 for an initial one), to be looked up
   * when it is settled. False if there is no room for it: then settle, and `makeRoom` for it.
   */
  collect(vectors: Int32Array, at: number, parent: number): boolean {
    const end = this.#pendingEnd;
    if (end === this.#pending.length || !this.#encoder.encode(vectors, at)) return false;
    this.#pending[end] = this.#encoder.high;
    this.#pending[end + 1] = this.#encoder.low;
    this.#pending[end + 2] = parent;
    this.#pendingEnd = end + 3;
    return true;
  }

  /** Adds those of the collected states that are new, in the order they were collected. */
  settle(): void {
    const fresh = this.#set.addAll(this.#pending, this.#pendingEnd);
    for (let at = 0; at < fresh; at += 3) {
      this.#highs.push(this.#pending[at]!);
      this.#lows.push(this.#pending[at + 1]!);
      this.#parents.push(this.#pending[at + 2]!);
    }
    this.#pendingEnd = 0;
  }

  /** Sees to it that a state can be collected. Nothing must be pending. */
  makeRoom(vectors: Int32Array, at: number): void {
    if (!this.#encoder.encode(vectors, at)) this.#layOutAnew(vectors, at);
  }

  /** Adds one state at once. True if it is new: then its number is the size before. */
  add(vectors: Int32Array, at: number, parent: number): boolean {
    const before = this.size;
    this.makeRoom(vectors, at);
    this.collect(vectors, at, parent);
    this.settle();
    return this.size > before;
  }

  /** Writes the state of a number into `into`. */
  read(number: number, into: Int32Array): void {
    this.#encoder.decode(this.#highs.get(number), this.#lows.get(number), into, 0);
  }

  /** The number of the state from which this one was first found; -1 for an initial state. */
  parentOf(number: number): number {
    return this.#parents.get(number);
  }

  get bytes(): number {
    return (
      this.#set.bytes +
      this.#highs.bytes +
      this.#lows.bytes +
      this.#parents.bytes +
      this.#encoder.bytes
    );
  }

  /** Makes room for a vector that the layout has none for: all keys are written anew. */
  #layOutAnew(vectors: Int32Array, at: number): void {
    const old = this.#encoder;
    const state = new Int32Array(this.width);
    let next = old.relaid();
    for (;;) {
      for (let number = 0; number < this.size; number++) {
        this.read(number, state);
        next.measure(state, 0);
      }
      next.measure(vectors, at);
      if (next.layOut()) break;
      next = next.folded();
    }
    const set = new KeySet();
    for (let number = 0; number < this.size; number++) {
      this.read(number, state);
      next.encode(state, 0);
      set.add(next.high, next.low);
      this.#highs.set(number, next.high);
      this.#lows.set(number, next.low);
    }
    this.#set = set;
    this.#encoder = next;
  }
}
