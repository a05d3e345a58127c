import type { Found, Search } from '../explore/search.ts';
import type { Lasso } from '../liveness/decide.ts';
import type { Graph } from '../liveness/graph.ts';
import type { Path, Transition } from '../trace/trace.ts';
import type { Compiled } from './compiled.ts';
import { genuineLassoOf, genuinePathOf } from './genuine-path.ts';

/**
 * The path that a search found, as transitions and states in plain data. A search keeps only states; between two
 * of them the first transition that leads from one to the other is taken.
 */
export function pathOf(compiled: Compiled, search: Search, found: Found): Path {
  if (compiled.orbits !== undefined) return genuinePathOf(compiled, search, found);
  const states = found.states();
  const [start, ...rest] = states;
  if (start === undefined) throw new RangeError('a path has at least an initial state');
  return {
    initial: compiled.formOf(start),
    steps: rest.map((state, index) => {
      const last = index === rest.length - 1 ? found.label : undefined;
      const before = states[index]!;
      return {
        transition: transitionBetween(compiled, search, before, state, last),
        state: compiled.formOf(state),
      };
    }),
  };
}

/** The path along a lasso of a search's graph: the way to its source, then its own transitions. */
export function lassoPathOf(compiled: Compiled, search: Search, graph: Graph, lasso: Lasso): Path {
  if (compiled.orbits !== undefined) return genuineLassoOf(compiled, search, graph, lasso);
  const { targets, labels } = graph;
  const { source, stem, cycle } = lasso;
  const states = () => search.pathTo(source);
  const { initial, steps } = pathOf(compiled, search, { property: -1, states, label: undefined });
  const vector = new Int32Array(search.system.width);
  const further = [...stem, ...cycle].map((edge) => {
    const transition = compiled.transitionOf(labels[edge]!);
    if (transition === undefined) throw new Error('a transition of a graph has a label of its own');
    search.store.read(targets[edge]!, vector);
    return { transition, state: compiled.formOf(vector) };
  });
  return { initial, loop: steps.length + stem.length, steps: [...steps, ...further] };
}

function transitionBetween(
  compiled: Compiled,
  search: Search,
  before: Int32Array,
  after: Int32Array,
  label: number | undefined,
): Transition {
  for (const next of search.successorsOf(before)) {
    const same = after.every((id, slot) => id === next.state[slot]);
    const transition =
      same && (label === undefined || next.label === label)
        ? compiled.transitionOf(next.label)
        : undefined;
    if (transition !== undefined) return transition;
  }
  throw new Error('a path has two states in a row without a transition between them');
}
