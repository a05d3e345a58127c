import type { Found, Search } from '../explore/search.ts';
import type { Path, Transition } from '../trace/trace.ts';
import type { Compiled } from './compiled.ts';
import { genuinePathOf } from './genuine-path.ts';

/**
 * The path that a search found, as transitions and states in plain data. A search keeps only states; between two
 * of them the first transition that leads from one to the other is taken.
 */
export function pathOf(compiled: Compiled, search: Search, found: Found): Path {
  if (compiled.symmetry !== undefined) return genuinePathOf(compiled, search, found);
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
