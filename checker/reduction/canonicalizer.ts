import { enlarged } from '../store/enlarged.ts';
import * as pairTables from '../store/pair-table.ts';
import { commonSlots, type Layout } from './layout.ts';
import type { Permutations } from './permutations.ts';
import * as renamedValues from './renamed-values.ts';
import { Ties } from './ties.ts';

// The compiler knows what is constant in this module; what it imports it reads anew each time.
const { findPair, pairTable, setPair } = pairTables;
const { MISS } = renamedValues;

/**
 * Gives each orbit (the states that renaming makes of each other) one representative, always the same.
 *
 * The members of a class are put in the order of how they look: numbers for what is in their slots, with themselves
 * marked and all other names blurred, which a renaming does not change. Where all look different, that is the
 * renaming; where some look alike, `Ties` tries the orders that are left. Hot: the first case only looks integers up.
 */
export class Canonicalizer {
  /** How many renamings lead from the state canonicalized last to its representative: those that fix either. */
  stabilizer = 1;
  readonly layout: Layout;
  readonly permutations: Permutations;
  readonly #common: Int32Array;
  /** How each member looks, and the members in that order. */
  readonly #looks: Int32Array;
  readonly #order: Int32Array;
  readonly #image: Int32Array;
  /** For each permutation and slot, the slot that its value goes to; filled up to `#placed` permutations. */
  #targets: Int32Array = new Int32Array(1 << 8);
  #placed = 0;
  /** The column and place in it of each slot; -1 for a common one. */
  readonly #owner: Int32Array;
  readonly #row: Int32Array;
  /** From (look so far, look of the next slot) to a number for both. */
  readonly folds: pairTables.PairTable;
  readonly learns: boolean;
  readonly #ties: Ties;

  /**
   * @param folds what looks were seen together so far
   * @param learns whether looks that were never seen together are numbered; no where another thread does that
   */
  constructor(layout: Layout, permutations: Permutations, folds = pairTable(), learns = true) {
    const { width, columns } = layout;
    this.layout = layout;
    this.folds = folds;
    this.learns = learns;
    this.permutations = permutations;
    this.#common = Int32Array.from(commonSlots(layout));
    this.#looks = new Int32Array(permutations.members.count);
    this.#order = new Int32Array(permutations.members.count);
    this.#image = new Int32Array(width);
    this.#owner = new Int32Array(width).fill(-1);
    this.#row = new Int32Array(width);
    columns.forEach((slots, member) => {
      slots.forEach((slot, row) => {
        this.#owner[slot] = member;
        this.#row[slot] = row;
      });
    });
    this.#ties = new Ties(this);
  }

  /** Makes a state the representative of its orbit. False if something was met for the first time, and nobody knows it. */
  canonicalize(state: Int32Array): boolean {
    const looks = this.#looks;
    const order = this.#order;
    let tied = false;
    for (const { start, end } of this.permutations.members.ranges) {
      for (let member = start; member < end; member++) {
        const look = this.#lookOf(state, member);
        if (look === MISS) return false;
        looks[member] = look;
        let place = member;
        while (place > start && looks[order[place - 1]!]! > look) {
          order[place] = order[place - 1]!;
          place--;
        }
        order[place] = member;
        tied ||= place > start && looks[order[place - 1]!] === look;
      }
    }
    this.stabilizer = 1;
    if (tied) return this.#ties.settle(state, order, looks);
    const permutation = this.permutations.numberOf(order);
    return permutation === 0 || this.rename(state, permutation);
  }

  /** Renames a state in place. */
  rename(state: Int32Array, permutation: number): boolean {
    if (!this.imageOf(state, 0, permutation, this.#image)) return false;
    for (let slot = 0; slot < this.#image.length; slot++) state[slot] = this.#image[slot]!;
    return true;
  }

  /** Writes the state at `at`, renamed, into `into`. */
  imageOf(states: Int32Array, at: number, permutation: number, into: Int32Array): boolean {
    const { values, width } = this.layout;
    const base = this.#targetsOf(permutation);
    for (let slot = 0; slot < width; slot++) {
      const image = values[slot]!.image(states[at + slot]!, permutation);
      if (image === MISS) return false;
      into[this.#targets[base + slot]!] = image;
    }
    return true;
  }

  /** Whether renaming leaves a state as it is: 1 or 0, or MISS. */
  fixes(state: Int32Array, permutation: number): number {
    const { values, width } = this.layout;
    const base = this.#targetsOf(permutation);
    for (let slot = 0; slot < width; slot++) {
      const image = values[slot]!.image(state[slot]!, permutation);
      if (image === MISS) return MISS;
      if (image !== state[this.#targets[base + slot]!]) return 0;
    }
    return 1;
  }

  /** The slot that the value of another goes to. */
  targetOf(permutation: number, slot: number): number {
    return this.#targets[this.#targetsOf(permutation) + slot]!;
  }

  /** The slot whose value comes to another. */
  sourceOf(permutation: number, slot: number): number {
    const owner = this.#owner[slot]!;
    if (owner < 0) return slot;
    return this.layout.columns[this.permutations.from(permutation, owner)]![this.#row[slot]!]!;
  }

  /** Which of two members what is nobody's own puts first, slot by slot; 0 if it looks alike to both, undefined on a miss. */
  compareCommon(state: Int32Array, one: number, other: number): number | undefined {
    for (const slot of this.#common) {
      const value = this.layout.values[slot]!;
      const look = value.look(state[slot]!, one);
      const otherLook = value.look(state[slot]!, other);
      if (look === MISS || otherLook === MISS) return undefined;
      if (look !== otherLook) return look - otherLook;
    }
    return 0;
  }

  #lookOf(state: Int32Array, member: number): number {
    const slots = this.layout.columns[member]!;
    const { values } = this.layout;
    if (slots.length === 0) return 0;
    let folded = values[slots[0]!]!.look(state[slots[0]!]!, member);
    for (let row = 1; row < slots.length && folded !== MISS; row++) {
      const next = values[slots[row]!]!.look(state[slots[row]!]!, member);
      folded = next === MISS ? MISS : this.numberOfLooks(folded, next);
    }
    return folded;
  }

  /** The number of two looks together; MISS if they were never seen together, and nobody numbers them. */
  numberOfLooks(look: number, next: number): number {
    const known = findPair(this.folds, look, next);
    if (known >= 0) return known;
    if (!this.learns) return MISS;
    const number = this.folds.size;
    setPair(this.folds, look, next, number);
    return number;
  }

  /** Where the targets of a permutation start. */
  #targetsOf(permutation: number): number {
    const { width, columns } = this.layout;
    for (; this.#placed <= permutation; this.#placed++) {
      const base = this.#placed * width;
      while (base + width > this.#targets.length) this.#targets = enlarged(this.#targets);
      for (let slot = 0; slot < width; slot++) {
        const owner = this.#owner[slot]!;
        this.#targets[base + slot] =
          owner < 0 ? slot : columns[this.permutations.to(this.#placed, owner)]![this.#row[slot]!]!;
      }
    }
    return permutation * width;
  }
}
