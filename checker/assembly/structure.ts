import type { LinearMemory } from './linear-memory.ts';

/** A structure in the memory of the loops: integers by their places, some of which are addresses of arrays that are set aside for it. */
export class Structure {
  readonly ints: Int32Array;
  readonly #memory: LinearMemory;

  /** @param size so many integers */
  constructor(memory: LinearMemory, size: number) {
    this.#memory = memory;
    this.ints = memory.reserve(size);
  }

  get address(): number {
    return this.ints.byteOffset;
  }

  get(place: number): number {
    return this.ints[place]!;
  }

  set(place: number, value: number): void {
    this.ints[place] = value;
  }

  /** Sets integers aside, all zero, whose address comes to a place. */
  reserve(place: number, length: number): Int32Array {
    const reserved = this.#memory.reserve(length);
    this.ints[place] = reserved.byteOffset;
    return reserved;
  }

  /** The same with bytes. */
  reserveBytes(place: number, length: number): Uint8Array {
    return bytesOf(this.reserve(place, Math.ceil(length / 4))).subarray(0, length);
  }

  /** Sets an array aside that has these integers. */
  write(place: number, ints: readonly number[]): void {
    this.reserve(place, ints.length).set(ints);
  }
}

/** An array of integers as bytes. */
export const bytesOf = ({ buffer, byteOffset, byteLength }: Int32Array): Uint8Array =>
  new Uint8Array(buffer, byteOffset, byteLength);
