import type { Graph } from './graph.ts';

/** In place of the order in which a state was met: its component is complete. */
const DONE = 0x7fffffff;

/**
 * The strongly connected components of parts of a graph (Tarjan, "Depth-First Search and Linear Graph Algorithms",
 * 1972), without recursion, so that no graph is too deep.
 */
export class Components {
  readonly #graph: Graph;
  /** For each state when it was met, from 1; 0 before, DONE after. */
  readonly #met: Int32Array;
  /** For each state the earliest state of its component that is known so far. */
  readonly #low: Int32Array;
  /** For each state its next transition to be looked at. */
  readonly #next: Int32Array;
  /** The states met whose components are not complete. */
  readonly #open: Int32Array;
  /** The path of the search. */
  readonly #path: Int32Array;
  #opened = 0;
  #length = 0;
  #clock = 0;

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#met = new Int32Array(graph.size);
    this.#low = new Int32Array(graph.size);
    this.#next = new Int32Array(graph.size);
    this.#open = new Int32Array(graph.size);
    this.#path = new Int32Array(graph.size);
  }

  /**
   * The components with a cycle in a part: of more than one state, or of one that leads to itself. `part` has for each
   * state the number of its part.
   */
  within(states: Int32Array, part: Int32Array, number: number): readonly Int32Array[] {
    const found: Int32Array[] = [];
    for (const state of states) this.#met[state] = 0;
    this.#clock = 0;
    for (const state of states) {
      if (this.#met[state] !== 0) continue;
      this.#meet(state);
      while (this.#length > 0) this.#step(part, number, found);
    }
    return found;
  }

  #meet(state: number): void {
    this.#clock++;
    this.#met[state] = this.#clock;
    this.#low[state] = this.#clock;
    this.#next[state] = this.#graph.starts[state]!;
    this.#open[this.#opened++] = state;
    this.#path[this.#length++] = state;
  }

  /** Looks at one transition of the last state on the path, or leaves it. */
  #step(part: Int32Array, number: number, found: Int32Array[]): void {
    const { starts, targets } = this.#graph;
    const state = this.#path[this.#length - 1]!;
    const edge = this.#next[state]!++;
    if (edge >= starts[state + 1]!) {
      this.#leave(state, found);
      return;
    }
    const target = targets[edge]!;
    if (target < 0 || part[target] !== number) return;
    const met = this.#met[target]!;
    if (met === 0) this.#meet(target);
    else if (met < this.#low[state]!) this.#low[state] = met;
  }

  #leave(state: number, found: Int32Array[]): void {
    const low = this.#low[state]!;
    this.#length--;
    if (this.#length > 0) {
      const before = this.#path[this.#length - 1]!;
      if (low < this.#low[before]!) this.#low[before] = low;
    }
    if (low !== this.#met[state]) return;
    const end = this.#opened;
    do {
      this.#opened--;
      this.#met[this.#open[this.#opened]!] = DONE;
    } while (this.#open[this.#opened] !== state);
    if (end - this.#opened > 1 || this.#leadsToItself(state))
      found.push(this.#open.slice(this.#opened, end));
  }

  /** Only a transition that raises numbers does. */
  #leadsToItself(state: number): boolean {
    const { starts, targets } = this.#graph;
    for (let edge = starts[state]!; edge < starts[state + 1]!; edge++)
      if (targets[edge] === state) return true;
    return false;
  }
}
