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

  constructor(width: number) {
    this.width = width;
    this.#encoder = Encoder.ofWidth(width);
  }

  /** How many states there are. */
  get size(): number {
    return this.#parents.length;
  }

  /**
   * Adds the state that starts at `at`, found from the state numbered `parent` (-1 for an initial one).
   * True if it is new: then its number is the size before.
   */
  add(vectors: Int32Array, at: number, parent: number): boolean {
    const encoder = this.#encoder;
    if (!encoder.encode(vectors, at)) {
      this.#layOutAnew(vectors, at);
      return this.add(vectors, at, parent);
    }
    const { high, low } = encoder;
    if (!this.#set.add(high, low)) return false;
    this.#highs.push(high);
    this.#lows.push(low);
    this.#parents.push(parent);
    return true;
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
