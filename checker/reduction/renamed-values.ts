import { enlarged } from '../store/enlarged.ts';
import { findPair, pairTable, setPair } from '../store/pair-table.ts';
import type { Permutations } from './permutations.ts';

/** Values known by id, as renaming sees them: only asked when something is met for the first time. */
export interface Renamable {
  /** Whether it names any member. */
  hasNames(id: number): boolean;
  /** The id of the value with its names changed. */
  renamed(id: number, permutation: number): number;
  /** A number for how the value looks with one member marked and the names of all others blurred. */
  look(id: number, member: number): number;
}

/** The answer where something was never looked at before and nobody is there who knows values. */
export const MISS = -1;

/** Up to so many renamings, images are kept in a plain array. */
const DENSE = 24;

/**
 * Values known by id, with what renaming makes of them remembered: their images, and how they look to each member.
 *
 * Hot: `image` and `look` only look integers up, unless a value is met for the first time.
 */
export class RenamedValues {
  readonly #members: number;
  readonly #values: Renamable | undefined;
  /** By id: 0 not known, 1 names no member, 2 names one. */
  #names: Int32Array = new Int32Array(1 << 8);
  /** By id and permutation, plus 1; where permutations are many, `#sparse` by the pair. */
  #images: Int32Array = new Int32Array(1 << 8);
  readonly #dense: number;
  readonly #sparse = pairTable();
  /** By id and member, plus 1. */
  #looks: Int32Array = new Int32Array(1 << 8);

  /** @param values undefined where nothing new can be found out */
  constructor(permutations: Permutations, values: Renamable | undefined) {
    this.#members = permutations.members.count;
    this.#values = values;
    this.#dense =
      permutations.members.permutations <= DENSE ? permutations.members.permutations : 0;
  }

  /** The id of a value with its names changed. */
  image(id: number, permutation: number): number {
    if (permutation === 0 || this.#names[id] === 1) return id;
    const known =
      this.#dense > 0
        ? (this.#images[id * this.#dense + permutation] ?? 0) - 1
        : findPair(this.#sparse, id, permutation);
    return known >= 0 ? known : this.#addImage(id, permutation);
  }

  /**
   * How a value looks to a member, as a number: equal for two members if the value says the same of both, as far as it
   * can be said without the names of others.
   */
  look(id: number, member: number): number {
    const known = this.#looks[id * this.#members + member] ?? 0;
    return known > 0 ? known - 1 : this.#addLook(id, member);
  }

  #addImage(id: number, permutation: number): number {
    const values = this.#values;
    if (values === undefined) return MISS;
    if (!this.hasNames(id)) return id;
    const image = values.renamed(id, permutation);
    if (this.#dense > 0) {
      const at = id * this.#dense + permutation;
      while (at >= this.#images.length) this.#images = enlarged(this.#images);
      this.#images[at] = image + 1;
    } else setPair(this.#sparse, id, permutation, image);
    return image;
  }

  #addLook(id: number, member: number): number {
    const values = this.#values;
    if (values === undefined) return MISS;
    const look = values.look(id, member);
    const at = id * this.#members + member;
    while (at >= this.#looks.length) this.#looks = enlarged(this.#looks);
    this.#looks[at] = look + 1;
    return look;
  }

  /** Whether a value names any member. */
  hasNames(id: number): boolean {
    while (id >= this.#names.length) this.#names = enlarged(this.#names);
    if (this.#names[id] === 0) this.#names[id] = this.#values?.hasNames(id) === false ? 1 : 2;
    return this.#names[id] === 2;
  }
}
