import { ABSENT, type ShiftedValues, shiftOf } from './shifted-values.ts';

/**
 * Gives all states that differ in how far the numbers of families have risen one representative: the one whose least
 * number, in the whole state, is the first of its family. On integers alone.
 */
export class Shifter {
  readonly #families: number;
  /** For each slot the values that it takes. */
  readonly #values: readonly ShiftedValues[];

  constructor(families: number, values: readonly ShiftedValues[]) {
    this.#families = families;
    this.#values = values;
  }

  get width(): number {
    return this.#values.length;
  }

  /** The values that a slot takes. */
  valuesOf(slot: number): ShiftedValues {
    // Slots are numbered as the values are.
    return this.#values[slot]!;
  }

  /** Makes a state the representative. Gives the families whose least number was not the first, as bits. */
  normalize(state: Int32Array): number {
    let risen = 0;
    for (let family = 0; family < this.#families; family++) {
      const least = this.leastIn(state, family);
      if (least === 0 || least === ABSENT) continue;
      risen |= 1 << family;
      this.imageOf(state, 0, shiftOf(family, -least, this.#families), state);
    }
    return risen;
  }

  /** The least number of a family in a state; ABSENT if there is none. */
  leastIn(state: Int32Array, family: number): number {
    let least = ABSENT;
    for (let slot = 0; slot < this.#values.length; slot++) {
      const here = this.#values[slot]!.least(state[slot]!, family);
      if (here < least) least = here;
    }
    return least;
  }

  /** The greatest number of a family in a state; -1 if there is none. */
  greatestIn(state: Int32Array, family: number): number {
    let greatest = -1;
    for (let slot = 0; slot < this.#values.length; slot++) {
      const here = this.#values[slot]!.greatest(state[slot]!, family);
      if (here > greatest) greatest = here;
    }
    return greatest;
  }

  /** Writes the state at `at`, shifted, into `into`. */
  imageOf(states: Int32Array, at: number, shift: number, into: Int32Array): void {
    for (let slot = 0; slot < this.#values.length; slot++)
      into[slot] = this.#values[slot]!.image(states[at + slot]!, shift);
  }
}
