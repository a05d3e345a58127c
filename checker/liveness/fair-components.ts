import { Components } from './components.ts';
import { enables, type Fairness, type Graph } from './graph.ts';
import { Tally } from './tally.ts';

/**
 * The fair components of a part of a graph: the sets of states in which a run can go round for ever, through all of
 * them, and be fair. Gives for each state the number of its component, or 0.
 *
 * A strongly connected component in which a weakly fair class is enabled everywhere and never taken has no fair
 * cycle. One in which a strongly fair class is enabled and never taken has none through the states that enable it:
 * they are removed, and what is left is looked at again, until nothing is to be removed (as for Streett automata).
 *
 * @param isVisited what a component must have a state of
 */
export function fairComponents(
  graph: Graph,
  fairness: Fairness,
  states: Int32Array,
  isVisited: (state: number) => boolean,
): Int32Array {
  const components = new Components(graph);
  const tally = new Tally(graph, fairness);
  const part = new Int32Array(graph.size);
  const fair = new Int32Array(graph.size);
  let parts = 0;
  /** Numbers a component, and gives what of it is to be looked at again. */
  const refined = (component: Int32Array): readonly Int32Array[] => {
    setAll(part, component, ++parts);
    if (!component.some(isVisited)) return [];
    tally.count(component, part, parts);
    if (tally.breaksWeakFairness) return [];
    const broken = tally.brokenStrongClasses;
    if (broken.size === 0) {
      setAll(fair, component, parts);
      return [];
    }
    const isBroken = (one: number) => broken.has(one);
    const isRemoved = (state: number) => enables(graph, fairness, state, isBroken);
    setAll(part, component.filter(isRemoved), 0);
    return [component.filter((state) => part[state] !== 0)];
  };
  setAll(part, states, ++parts);
  const parted: Int32Array[] = [states];
  for (let some = parted.pop(); some !== undefined; some = parted.pop()) {
    const number = part[some[0] ?? 0]!;
    for (const component of components.within(some, part, number))
      parted.push(...refined(component));
  }
  return fair;
}

function setAll(into: Int32Array, states: Int32Array, value: number): void {
  for (const state of states) into[state] = value;
}
