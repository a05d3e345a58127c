import { Chunks } from '../store/chunks.ts';

/** Which state each state was first found from. States are known by number; -1 stands for no parent. */
export interface Parents {
  /** Takes note of a new state; states come in the order of their numbers. */
  note(state: number, parent: number): void;
  parentOf(state: number): number;
  readonly bytes: number;
}

/** Parents kept one by one, for searches that expand states in any order. */
export class StoredParents implements Parents {
  readonly #parents = new Chunks();

  note(_: number, parent: number): void {
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
const BLOCK = 64;

/**
 * Parents in a breadth-first search, where states are expanded in the order of their numbers: the first child of
 * each block of states is kept, and a parent is found by expanding the states of its block once more.
 */
export class SparseParents implements Parents {
  /** For each block, the first state that was found from it or from a later one. */
  readonly #firstChildren = new Chunks();
  readonly #isSuccessor: (state: number, from: number) => boolean;
  #roots = 0;

  /** @param isSuccessor whether a transition leads from the state numbered `from` to the other */
  constructor(isSuccessor: (state: number, from: number) => boolean) {
    this.#isSuccessor = isSuccessor;
  }

  note(state: number, parent: number): void {
    if (parent < 0) this.#roots++;
    else while (this.#firstChildren.length * BLOCK <= parent) this.#firstChildren.push(state);
  }

  parentOf(state: number): number {
    if (state < this.#roots) return -1;
    let low = 0;
    let high = this.#firstChildren.length;
    while (high - low > 1) {
      const middle = (low + high) >>> 1;
      if (this.#firstChildren.get(middle) <= state) low = middle;
      else high = middle;
    }
    for (let from = low * BLOCK; from < state; from++)
      if (this.#isSuccessor(state, from)) return from;
    throw new Error(`state ${state} has no parent among those that were expanded before it`);
  }

  get bytes(): number {
    return this.#firstChildren.bytes;
  }
}
