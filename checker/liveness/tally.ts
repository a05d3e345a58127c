import { classesAt, type Fairness, type Graph, passes, risesIn } from './graph.ts';

/** Counts, for a set of states, which fair classes are enabled in it and which are taken within it. */
export class Tally {
  readonly #graph: Graph;
  readonly #fairness: Fairness;
  /** For each class in how many of the states it is enabled. */
  readonly #enabled: Int32Array;
  /** For each class the last state that it was counted for, plus one. */
  readonly #counted: Int32Array;
  readonly #taken: Uint8Array;
  #touched: number[] = [];
  #size = 0;
  /** The families that rise within the set, as bits: a run through all of it raises them for ever. */
  #risen = 0;

  constructor(graph: Graph, fairness: Fairness) {
    this.#graph = graph;
    this.#fairness = fairness;
    this.#enabled = new Int32Array(fairness.strong.length);
    this.#counted = new Int32Array(fairness.strong.length);
    this.#taken = new Uint8Array(fairness.strong.length);
  }

  /** Counts anew, for the states whose part has this number. */
  count(states: Int32Array, part: Int32Array, number: number): void {
    for (const one of this.#touched) {
      this.#enabled[one] = 0;
      this.#counted[one] = 0;
      this.#taken[one] = 0;
    }
    this.#touched = [];
    this.#size = states.length;
    this.#risen = 0;
    const { starts, targets } = this.#graph;
    for (const state of states) {
      for (let edge = starts[state]!; edge < starts[state + 1]!; edge++) {
        const target = targets[edge]!;
        const isInner = target >= 0 && part[target] === number;
        if (isInner) this.#risen |= risesIn(this.#graph, edge);
        this.#note(state, edge, isInner);
      }
    }
  }

  #note(state: number, edge: number, isInner: boolean): void {
    for (const one of classesAt(this.#graph, this.#fairness, edge)) {
      if (this.#counted[one] !== state + 1) {
        if (this.#counted[one] === 0) this.#touched.push(one);
        this.#counted[one] = state + 1;
        this.#enabled[one]!++;
      }
      if (isInner) this.#taken[one] = 1;
    }
  }

  /** Whether some weakly fair class is enabled in every state and never taken: then so it is in every part of them. */
  get breaksWeakFairness(): boolean {
    return this.#touched.some(
      (one) =>
        !this.#fairness.strong[one] && this.#isLeft(one) && this.#enabled[one] === this.#size,
    );
  }

  /** The strongly fair classes that are enabled and never taken. */
  get brokenStrongClasses(): ReadonlySet<number> {
    return new Set(this.#touched.filter((one) => this.#fairness.strong[one] && this.#isLeft(one)));
  }

  #isLeft(one: number): boolean {
    return this.#taken[one] === 0 && !passes(this.#fairness, one, this.#risen);
  }
}
