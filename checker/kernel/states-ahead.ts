import type { Encoder } from '../store/encoder.ts';
import type { SharedInts } from '../store/shared-ints.ts';

/**
 * The states that are expanded next, taken apart, and where their outcomes are.
 *
 * Hot: the lists of a state's processes lie anywhere in the pool, and reading the first of each is a miss of the cache, as is each pair
 * of ids where keys are folded. In these short loops nothing waits for what is read, so the misses of many states overlap.
 */
export class StatesAhead {
  readonly #encoder: Encoder;
  readonly #width: number;
  readonly #processes: number;
  #keys = new Int32Array(0);
  #vectors = new Int32Array(0);
  #lists = new Int32Array(0);
  #count = 0;
  /** The state that is expected next. */
  #next = 0;
  /** Keeps the touching of lists from being optimized away. */
  touched = 0;

  /**
   * @param encoder takes the keys apart, as they are laid out for as long as this is used
   * @param processes how many ids of a state, from the first on, are cells
   */
  constructor(encoder: Encoder, processes: number) {
    this.#encoder = encoder;
    this.#width = encoder.layout.width;
    this.#processes = processes;
  }

  /**
   * Takes states apart.
   * @param keys halves of keys, the high one first
   * @param lists by process, for each cell where its outcomes are in the pool
   */
  foresee(keys: Int32Array, count: number, lists: readonly SharedInts[], pool: Int32Array): void {
    const width = this.#width;
    if (this.#keys.length < 2 * count) {
      this.#keys = new Int32Array(2 * count);
      this.#vectors = new Int32Array(width * count);
      this.#lists = new Int32Array(this.#processes * count);
    }
    for (let half = 0; half < 2 * count; half++) this.#keys[half] = keys[half]!;
    this.#count = count;
    this.#next = 0;
    for (let index = 0; index < count; index++)
      this.#encoder.decode(keys[2 * index]!, keys[2 * index + 1]!, this.#vectors, width * index);
    for (let process = 0; process < this.#processes; process++)
      this.#findLists(process, lists[process]!.data);
    let touched = 0;
    for (let at = 0; at < this.#processes * count; at++) touched ^= pool[this.#lists[at]!]!;
    this.touched = touched;
  }

  #findLists(process: number, lists: Int32Array): void {
    const width = this.#width;
    for (let index = 0; index < this.#count; index++) {
      const cell = this.#vectors[width * index + process]!;
      this.#lists[this.#processes * index + process] = cell < lists.length ? lists[cell]! : 0;
    }
  }

  /** Writes the state with a key and where its processes' outcomes are, 0 where unknown; false if it is not the next one. */
  take(high: number, low: number, state: Int32Array, lists: Int32Array): boolean {
    const index = this.#next;
    if (index >= this.#count) return false;
    if (this.#keys[2 * index] !== high || this.#keys[2 * index + 1] !== low) return false;
    this.#next++;
    for (let slot = 0, at = this.#width * index; slot < this.#width; slot++, at++)
      state[slot] = this.#vectors[at]!;
    for (let process = 0, at = this.#processes * index; process < this.#processes; process++, at++)
      lists[process] = this.#lists[at]!;
    return true;
  }
}
