import type { LinearMemory } from '../assembly/linear-memory.ts';
import { movesSoFar, type SharedInts, settle } from './shared-ints.ts';

/** An array whose address the loops are told, and where; and what follows from its length, if they are told that. */
interface Binding {
  readonly ints: SharedInts;
  readonly structure: Int32Array;
  readonly place: number;
  readonly length: Length | undefined;
  /** The array as it was when they were told last. */
  told: Int32Array | undefined;
}

/** What the loops are told of the length of an array, and where. */
export interface Length {
  readonly place: number;
  readonly of: (length: number) => number;
}

/** No number of moves. */
const NEVER = -1;

/** Tells the loops where the arrays are that they read, which move when they grow. */
export class Bindings {
  readonly #memory: LinearMemory;
  readonly #settles: boolean;
  readonly #bindings: Binding[] = [];
  /** How often arrays had moved when the loops were told last. */
  #toldAt = NEVER;

  /** @param settles whether arrays that are not in the memory yet are moved there; else that is an error */
  constructor(memory: LinearMemory, settles: boolean) {
    this.#memory = memory;
    this.#settles = settles;
  }

  /** Has an array's address told from now on, in a place of a structure in the memory. */
  add(ints: SharedInts, structure: Int32Array, place: number, length?: Length): void {
    if (this.#settles) settle(ints, this.#memory);
    this.#bindings.push({ ints, structure, place, length, told: undefined });
    this.#toldAt = NEVER;
  }

  /** Tells what has moved. */
  tell(): void {
    if (movesSoFar() === this.#toldAt) return;
    this.#toldAt = movesSoFar();
    for (const binding of this.#bindings)
      if (binding.ints.data !== binding.told) this.#tellOne(binding);
  }

  #tellOne(binding: Binding): void {
    const { ints, structure, place, length } = binding;
    const { data } = ints;
    if (!this.#memory.holds(data)) throw new Error('an array is not in the memory of the loops');
    binding.told = data;
    structure[place] = data.byteOffset;
    if (length !== undefined) structure[length.place] = length.of(data.length);
  }
}
