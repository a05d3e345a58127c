import { BEYOND, type Graph } from '../liveness/graph.ts';
import { newRows, type Rows } from '../store/rows.ts';
import type { Search } from './search.ts';
import { StateIndex } from './state-index.ts';
import { EXPANDED } from './transition-system.ts';

/** How many states are expanded between two looks at the clock. */
const SLICE = 2048;

/**
 * The graph of the states that a search has found, made by expanding them once more. Of states that are not wanted it has
 * no transitions. Yields now and then.
 *
 * A transition leads BEYOND where a bound cut it or the search had not come to its target.
 */
export function* stateGraph(
  search: Search,
  isWanted: (state: number) => boolean,
): Generator<void, Graph, void> {
  const { system, store, states: size } = search;
  const edges = new Edges();
  const starts = new Int32Array(size + 1);
  const rows = newRows();
  let index = new StateIndex(store);
  const roots = rootsOf(search, index);
  system.keepCutLabels();
  for (let state = 0; state < size; state++) {
    starts[state] = edges.count;
    search.frontier = size - state;
    if (state % SLICE === 0) yield;
    if (!isWanted(state)) continue;
    rows.count = 0;
    while (system.expand(store.highOf(state), store.lowOf(state), rows) !== EXPANDED) {
      // A state at the rim of a search that ended early may lead to ids that were never met.
      search.layOut(system.greatestIds());
      index = new StateIndex(store);
    }
    edges.addAll(state, rows, index, size, system.rises);
    for (const label of system.cutLabels) edges.add(BEYOND, label, 0);
  }
  starts[size] = edges.count;
  const { targets, labels, rises } = edges;
  return { size, roots, starts, targets, labels, ...(system.rises === undefined ? {} : { rises }) };
}

/** The transitions so far: target, label, and what rises. */
class Edges {
  count = 0;
  targets: Int32Array = new Int32Array(1 << 12);
  labels: Int32Array = new Int32Array(1 << 12);
  rises: Int32Array = new Int32Array(1 << 12);

  /** Adds the transitions from a state. */
  addAll(
    state: number,
    rows: Rows,
    index: StateIndex,
    size: number,
    rises: readonly number[] = [],
  ): void {
    const { count } = rows;
    const keys = rows.keys.data;
    const labels = rows.labels.data;
    for (let row = 0; row < count; row++) {
      const target = index.numberOf(keys[2 * row]!, keys[2 * row + 1]!);
      const risen = rises[row] ?? 0;
      // A transition that changes nothing is no more than stuttering.
      if (target !== state || risen > 0)
        this.add(target < size ? target : BEYOND, labels[row]!, risen);
    }
  }

  add(target: number, label: number, risen: number): void {
    if (this.count === this.targets.length) {
      this.targets = enlarged(this.targets);
      this.labels = enlarged(this.labels);
      this.rises = enlarged(this.rises);
    }
    this.targets[this.count] = target;
    this.rises[this.count] = risen;
    this.labels[this.count++] = label;
  }
}

/** The numbers of the initial states, each once. */
function rootsOf({ system, store }: Search, index: StateIndex): Int32Array {
  const { count, vectors } = system.initial();
  const { encoder } = store;
  const numbers = Array.from({ length: count }, (_, row) => {
    encoder.encode(vectors, row * system.width);
    return index.numberOf(encoder.high, encoder.low);
  });
  return Int32Array.from(new Set(numbers));
}

/** The same integers in an array twice as long, the rest zero. */
function enlarged(array: Int32Array): Int32Array {
  const larger = new Int32Array(2 * array.length);
  larger.set(array);
  return larger;
}
