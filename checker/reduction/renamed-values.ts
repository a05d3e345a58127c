import * as pairTables from '../store/pair-table.ts';
import { type SharedInts, sharedInts, widen } from '../store/shared-ints.ts';
import type { Permutations } from './permutations.ts';

// The compiler knows what is constant in this module; what it imports it reads anew each time.
const { findPair, pairTable, setPair } = pairTables;

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
export const DENSE = 24;

/** What is remembered of values, as plain data that worker threads can share. */
export interface RenamedTables {
  /** By id: 0 not known, 1 names no member, 2 names one. */
  readonly names: SharedInts;
  /** By id and permutation, plus 1; where permutations are many, `sparse` by the pair. */
  readonly images: SharedInts;
  readonly sparse: pairTables.PairTable;
  /** By id and member, plus 1. */
  readonly looks: SharedInts;
}

const newTables = (): RenamedTables => ({
  names: sharedInts(1 << 8),
  images: sharedInts(1 << 8),
  sparse: pairTable(),
  looks: sharedInts(1 << 8),
});

/**
 * Values known by id, with what renaming makes of them remembered: their images, and how they look to each member.
 *
 * Hot: `image` and `look` only look integers up, unless a value is met for the first time.
 */
export class RenamedValues {
  readonly tables: RenamedTables;
  readonly #members: number;
  readonly #values: Renamable | undefined;
  readonly #dense: number;

  /** @param values undefined where nothing new can be found out */
  constructor(
    permutations: Permutations,
    values: Renamable | undefined,
    tables: RenamedTables = newTables(),
  ) {
    this.tables = tables;
    this.#members = permutations.members.count;
    this.#values = values;
    this.#dense =
      permutations.members.permutations <= DENSE ? permutations.members.permutations : 0;
  }

  /** The id of a value with its names changed. */
  image(id: number, permutation: number): number {
    const { names, images, sparse } = this.tables;
    if (permutation === 0 || names.data[id] === 1) return id;
    const known =
      this.#dense > 0
        ? (images.data[id * this.#dense + permutation] ?? 0) - 1
        : findPair(sparse, id, permutation);
    return known >= 0 ? known : this.#addImage(id, permutation);
  }

  /**
   * How a value looks to a member, as a number: equal for two members if the value says the same of both, as far as it
   * can be said without the names of others.
   */
  look(id: number, member: number): number {
    const known = this.tables.looks.data[id * this.#members + member] ?? 0;
    return known > 0 ? known - 1 : this.#addLook(id, member);
  }

  #addImage(id: number, permutation: number): number {
    const values = this.#values;
    if (values === undefined) return MISS;
    if (!this.hasNames(id)) return id;
    const image = values.renamed(id, permutation);
    if (this.#dense > 0) {
      const { images } = this.tables;
      const at = id * this.#dense + permutation;
      widen(images, at + 1);
      images.data[at] = image + 1;
    } else setPair(this.tables.sparse, id, permutation, image);
    return image;
  }

  #addLook(id: number, member: number): number {
    const values = this.#values;
    if (values === undefined) return MISS;
    const look = values.look(id, member);
    const at = id * this.#members + member;
    const { looks } = this.tables;
    widen(looks, at + 1);
    looks.data[at] = look + 1;
    return look;
  }

  /** Whether a value names any member. */
  hasNames(id: number): boolean {
    const { names } = this.tables;
    widen(names, id + 1);
    if (names.data[id] === 0) names.data[id] = this.#values?.hasNames(id) === false ? 1 : 2;
    return names.data[id] === 2;
  }
}
