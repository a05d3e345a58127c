import { enlarged } from '../store/enlarged.ts';
import { findPair, pairTable, setPair } from '../store/pair-table.ts';

/** Shifts of the numbers of one family each, numbered; `families` is how many families there are. */
export const shiftOf = (family: number, by: number, families: number): number =>
  (by > 0 ? 2 * by - 1 : -2 * by) * families + family;

export const familyOf = (shift: number, families: number): number => shift % families;

/** By how much a shift raises the numbers of its family. */
export function riseOf(shift: number, families: number): number {
  const code = Math.floor(shift / families);
  return code % 2 === 1 ? (code + 1) / 2 : -code / 2;
}

/** Values known by id, as shifts see them: only asked when something is met for the first time. */
export interface Shiftable {
  /** The least and the greatest number of a family in the value; undefined if there is none. */
  spanOf(
    id: number,
    family: number,
  ): { readonly least: number; readonly greatest: number } | undefined;
  /** The id of the value with the numbers of a family higher by so much. */
  shifted(id: number, family: number, by: number): number;
}

/** The least number where there is none: above all others. */
export const ABSENT = 2 ** 30;

/**
 * Values known by id, with their numbers that rise: the least and the greatest of each family, and what a shift makes of
 * the value, remembered. Hot: only looks integers up, unless a value is met for the first time.
 */
export class ShiftedValues {
  readonly #families: number;
  readonly #values: Shiftable;
  /** By id and family: 0 not known, 1 no number, else the least plus 2, and the greatest. */
  #spans: Int32Array = new Int32Array(1 << 8);
  readonly #images = pairTable();

  constructor(families: number, values: Shiftable) {
    this.#families = families;
    this.#values = values;
  }

  /** The least number of a family; ABSENT if there is none. */
  least(id: number, family: number): number {
    const known = this.#spans[this.#known(id, family)]!;
    return known === 1 ? ABSENT : known - 2;
  }

  /** The greatest number of a family; -1 if there is none. */
  greatest(id: number, family: number): number {
    const at = this.#known(id, family);
    return this.#spans[at] === 1 ? -1 : this.#spans[at + 1]!;
  }

  /** The id of a value with numbers shifted. */
  image(id: number, shift: number): number {
    const family = familyOf(shift, this.#families);
    if (this.least(id, family) === ABSENT) return id;
    const known = findPair(this.#images, id, shift);
    if (known >= 0) return known;
    const image = this.#values.shifted(id, family, riseOf(shift, this.#families));
    setPair(this.#images, id, shift, image);
    return image;
  }

  /** Where the span of a value is kept. */
  #known(id: number, family: number): number {
    const at = 2 * (id * this.#families + family);
    while (at + 1 >= this.#spans.length) this.#spans = enlarged(this.#spans);
    if (this.#spans[at] !== 0) return at;
    const span = this.#values.spanOf(id, family);
    this.#spans[at] = span === undefined ? 1 : span.least + 2;
    this.#spans[at + 1] = span?.greatest ?? -1;
    return at;
  }
}
