import type { LinearMemory } from '../assembly/linear-memory.ts';
import { type Loops, loopsIn } from '../assembly/loops.ts';
import type { SharedInts } from '../store/shared-ints.ts';

const FIRST_ROOM = 1 << 8;

/** How many transitions were counted, and how often each label. */
export class LabelCounts {
  transitions = 0;
  readonly #memory: LinearMemory;
  readonly #loops: Loops;
  #counts: Float64Array;

  /** @param memory where labels are */
  constructor(memory: LinearMemory) {
    this.#memory = memory;
    this.#loops = loopsIn(memory);
    this.#counts = this.#zeros(FIRST_ROOM);
  }

  /** How often the transitions with a label were taken. */
  of(label: number): number {
    return this.#counts[label] ?? 0;
  }

  /** A copy of all, by label. */
  get all(): Float64Array {
    return this.#counts.slice();
  }

  /** Counts one transition. */
  add(label: number): void {
    this.transitions++;
    this.#makeRoomFor(label);
    this.#counts[label]!++;
  }

  /** Counts those from number `from` to before `to` of a list that is in the memory. */
  addAll({ data }: SharedInts, from: number, to: number): void {
    this.transitions += to - from;
    const { byteOffset } = data;
    for (let at = from; at < to; ) {
      const { byteOffset: counts, length } = this.#counts;
      at = this.#loops.countLabels(at, to, byteOffset, counts, length);
      // A label that was never counted before.
      if (at < to) this.#makeRoomFor(data[at]!);
    }
  }

  #makeRoomFor(label: number): void {
    const counts = this.#counts;
    if (label < counts.length) return;
    this.#counts = this.#zeros(2 * Math.max(label, counts.length));
    this.#counts.set(counts);
  }

  #zeros(length: number): Float64Array {
    const { buffer, byteOffset } = this.#memory.reserve(2 * length);
    return new Float64Array(buffer, byteOffset, length);
  }
}
