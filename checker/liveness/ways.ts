import type { Graph } from './graph.ts';

/** Shortest ways through parts of a graph, breadth-first. */
export class Ways {
  readonly #graph: Graph;
  /** For each state the number of the search that last came to it. */
  readonly #seen: Int32Array;
  /** The transition that it was come by, and the state that this leads from. */
  readonly #by: Int32Array;
  readonly #from: Int32Array;
  #search = 0;

  constructor(graph: Graph) {
    this.#graph = graph;
    this.#seen = new Int32Array(graph.size);
    this.#by = new Int32Array(graph.size);
    this.#from = new Int32Array(graph.size);
  }

  /**
   * The transitions of a shortest way on from a state, at least one, up to one that ends it; only through states inside.
   * @throws Error if there is none
   */
  onward(
    start: number,
    isInside: (state: number) => boolean,
    isEnd: (edge: number, target: number) => boolean,
  ): readonly number[] {
    const { starts, targets } = this.#graph;
    this.#search++;
    const queue = [start];
    this.#seen[start] = this.#search;
    for (let head = 0; head < queue.length; head++) {
      // `head` is below the length.
      const state = queue[head]!;
      for (let edge = starts[state]!; edge < starts[state + 1]!; edge++) {
        const target = targets[edge]!;
        if (target < 0 || !isInside(target)) continue;
        if (isEnd(edge, target)) return [...this.#wayTo(start, state), edge];
        if (this.#seen[target] === this.#search) continue;
        this.#seen[target] = this.#search;
        this.#by[target] = edge;
        this.#from[target] = state;
        queue.push(target);
      }
    }
    throw new Error('a strongly connected component has a way between any two of its states');
  }

  #wayTo(start: number, end: number): readonly number[] {
    const way: number[] = [];
    for (let at = end; at !== start; at = this.#from[at]!) way.push(this.#by[at]!);
    return way.reverse();
  }
}
