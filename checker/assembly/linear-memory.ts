/** Memory that compiled loops work in, in steps of this many bytes: whole lines of the processor's cache. */
const UNIT = 64;
const PAGE = 2 ** 16;
/** All that a 32-bit address can reach; and a page less, which is as large as a memory gets: of one of 4 GB the engine cannot send an array to another thread. */
const ALL_PAGES = 2 ** 16;
const MOST_PAGES = ALL_PAGES - 1;
/** To grow takes milliseconds, and pages cost nothing before they are written. */
const FIRST_PAGES = 2 ** 10;
/** It grows by no fewer pages at once, and by no less than this part of it. */
const LEAST_GROWTH = 2 ** 10;
const GROWTH = 1 / 2;

/** What stands at the front, by its place: what tells memories apart, and the first unit that nobody has. */
const NUMBER = 0;
const NEXT = 1;

/** How many memories this thread has made. */
let memories = 0;

/**
 * One memory that compiled loops and JavaScript, and all threads, see alike. Arrays are given away and never taken back: one that
 * grows leaves its old place, so that at most half of what is used is given up. Nothing of it is taken from the machine before it is written.
 */
export class LinearMemory {
  readonly memory: WebAssembly.Memory;
  readonly #front: Int32Array;

  /** @param memory one that another thread has made; else a new one */
  constructor(memory?: WebAssembly.Memory) {
    this.memory = memory ?? newMemory();
    this.#front = new Int32Array(this.memory.buffer, 0, 2);
    if (memory !== undefined) return;
    this.#front[NUMBER] = ++memories;
    this.#front[NEXT] = 1;
  }

  /**
   * An array of so many zeros.
   * @throws RangeError if there is no memory left
   */
  reserve(length: number): Int32Array {
    const units = Math.ceil((4 * length) / UNIT);
    const first = Atomics.add(this.#front, NEXT, units);
    try {
      this.#reach(UNIT * (first + units));
    } catch (error) {
      // What is too much may be followed by something small, like what a report needs; or was by another thread's.
      Atomics.compareExchange(this.#front, NEXT, first + units, first);
      throw error;
    }
    return new Int32Array(this.memory.buffer, UNIT * first, length);
  }

  /**
   * The array that was given away last, with zeros behind it up to a length, in its place.
   * @throws RangeError if there is no memory left
   */
  lengthen(last: Int32Array, length: number): Int32Array {
    const { byteOffset } = last;
    const units = Math.ceil((byteOffset + 4 * length) / UNIT);
    if (Math.ceil((byteOffset + last.byteLength) / UNIT) !== this.#front[NEXT])
      throw new Error('another array was given away since');
    this.#reach(UNIT * units);
    this.#front[NEXT] = units;
    return new Int32Array(this.memory.buffer, byteOffset, length);
  }

  /** Whether another is the same memory, which threads send each other as an object of its own each time; both as one thread has numbered them. */
  isSame(other: LinearMemory): boolean {
    return this.#front[NUMBER] === other.#front[NUMBER];
  }

  /** Whether an array is in this memory. */
  holds({ buffer, byteOffset }: Int32Array): boolean {
    return (
      byteOffset >= UNIT &&
      buffer.byteLength % PAGE === 0 &&
      new Int32Array(buffer, 0, 1)[NUMBER] === this.#front[NUMBER]
    );
  }

  /** Sees to it that there are so many bytes. */
  #reach(bytes: number): void {
    const { memory } = this;
    if (bytes <= memory.buffer.byteLength) return;
    // Another thread may have made it larger: so this thread takes note.
    const pages = memory.grow(0);
    const missing = Math.ceil(bytes / PAGE) - pages;
    if (missing <= 0) return;
    if (pages + missing > MOST_PAGES)
      throw new RangeError('Array buffer allocation failed: no address is left for what is known');
    const more = Math.max(missing, LEAST_GROWTH, Math.floor(GROWTH * pages));
    if (!grows(memory, Math.min(more, MOST_PAGES - pages)) && !grows(memory, missing))
      throw new RangeError('Array buffer allocation failed: no memory is left for what is known');
  }
}

/** @throws RangeError if not even addresses are left: each memory takes all that it might ever need */
function newMemory(): WebAssembly.Memory {
  try {
    return new WebAssembly.Memory({ initial: FIRST_PAGES, maximum: ALL_PAGES, shared: true });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RangeError(
      'Array buffer allocation failed: no addresses are left for a memory. Each takes 10 GB of them, and of the machine only what is written: raise the limit of addresses (ulimit -v)',
    );
  }
}

/** Adds so many pages to a memory, if they are to be had. */
function grows(memory: WebAssembly.Memory, pages: number): boolean {
  try {
    memory.grow(pages);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
