import { Chunks } from '../store/chunks.ts';
import { type SharedInts, sharedInts, widen } from '../store/shared-ints.ts';

/** Which state each state was first found from. States are known by number; -1 stands for no parent. */
export interface Parents {
  parentOf(state: number): number;
  readonly bytes: number;
}

/** Parents kept one by one, for searches that expand states in any order. */
export class StoredParents implements Parents {
  readonly #parents = new Chunks();

  /** Takes note of a new state; states come in the order of their numbers. */
  push(parent: number): void {
    this.#parents.push(parent);
  }

  parentOf(state: number): number {
    return this.#parents.get(state);
  }

  get bytes(): number {
    return this.#parents.bytes;
  }
}

/** How many states are expanded again to find one parent. */
export const BLOCK = 64;

/**
 * Parents in a breadth-first search, where states are expanded in the order of their numbers: the first child of
 * each block of states is kept, and a parent is found by expanding the states of its block once more.
 */
export class SparseParents implements Parents {
  /** For each block, the number of the first state that was found from it or from a later one. */
  readonly firstChildren: SharedInts = sharedInts(1 << 8);
  #blocks = 0;
  #roots = 0;
  readonly #isSuccessor: (state: number, from: number) => boolean;

  /** @param isSuccessor whether a transition leads from the state numbered `from` to the other */
  constructor(isSuccessor: (state: number, from: number) => boolean) {
    this.#isSuccessor = isSuccessor;
  }

  /** The first so many states have no parent. */
  start(roots: number): void {
    this.#roots = roots;
  }

  /** Sees to it that the first children of the states before `state` can be written, or have been. */
  cover(state: number): void {
    this.#blocks = Math.ceil(state / BLOCK);
    widen(this.firstChildren, this.#blocks);
  }

  parentOf(state: number): number {
    if (state < this.#roots) return -1;
    const children = this.firstChildren.data;
    let low = 0;
    let high = this.#blocks;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (children[middle]! <= state) low = middle;
      else high = middle;
    }
    for (let from = low * BLOCK; from < state; from++)
      if (this.#isSuccessor(state, from)) return from;
    throw new Error(`state ${state} has no parent among those that were expanded before it`);
  }

  get bytes(): number {
    return this.firstChildren.data.byteLength;
  }
}
