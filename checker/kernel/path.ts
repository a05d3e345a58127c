import type { Found } from '../explore/search.ts';
import type { Path, Transition } from '../trace/trace.ts';
import type { Compiled } from './compiled.ts';

/**
 * The path that a search found, as transitions and states in plain data. A search keeps only states; between two
 * of them the first transition that leads from one to the other is taken.
 */
export function pathOf(compiled: Compiled, { states, label }: Found): Path {
  const [start, ...rest] = states;
  if (start === undefined) throw new RangeError('a path has at least an initial state');
  return {
    initial: compiled.formOf(start),
    steps: rest.map((state, index) => {
      const last = index === rest.length - 1 ? label : undefined;
      const before = states[index]!;
      return {
        transition: transitionBetween(compiled, before, state, last),
        state: compiled.formOf(state),
      };
    }),
  };
}

function transitionBetween(
  compiled: Compiled,
  before: Int32Array,
  after: Int32Array,
  label: number | undefined,
): Transition {
  const { width } = compiled.system;
  const { count, vectors, labels } = compiled.system.expand(before);
  for (let i = 0; i < count; i++) {
    const same = after.every((id, slot) => id === vectors[i * width + slot]);
    const transition =
      same && (label === undefined || labels[i] === label)
        ? compiled.transitionOf(labels[i]!)
        : undefined;
    if (transition !== undefined) return transition;
  }
  throw new Error('a path has two states in a row without a transition between them');
}
