import { breadthFirst } from '../../checker/explore/breadth-first.ts';
import { Search } from '../../checker/explore/search.ts';
import { compile } from '../../checker/kernel/compile.ts';
import type { Configuration } from '../../checker/spec/configuration.ts';

/** Searches so many states, whatever they decide; gives the model, all that is known of it then, and the states. */
export function searched(configuration: Configuration, mostStates: number, symmetric = false) {
  const compiled = compile(configuration, symmetric, undefined);
  const { system, questions, symmetry } = compiled;
  const search = new Search(system, questions, {
    mostStates,
    mostDepth: Number.POSITIVE_INFINITY,
    compact: false,
    isEnough: () => false,
  });
  // All that it yields is how much is left to do.
  for (const _ of breadthFirst()(search));
  return { system, symmetry, model: compiled.shared(), store: search.store };
}
