import type { Found, Search, Successor } from '../explore/search.ts';
import type { Path } from '../trace/trace.ts';
import type { Compiled } from './compiled.ts';

/**
 * The path that a search over representatives found, through states as they are: from a real initial state, each
 * step is the first one that leads to a state that the next representative stands for. There always is one, since
 * states of an orbit have the same steps in other names; so names stay the same all the way.
 */
export function genuinePathOf(compiled: Compiled, search: Search, found: Found): Path {
  const [first, ...rest] = found.states();
  const start = initialStates(compiled).find((state) => isAt(compiled, state, first));
  if (start === undefined) throw new RangeError('a path starts from an initial state');
  const steps: Successor[] = [];
  let before = start;
  for (const [index, representative] of rest.entries()) {
    const mustDecide = index === rest.length - 1 && found.label !== undefined;
    const step = successorsOf(compiled, search, before).find(
      ({ label, state }) =>
        isAt(compiled, state, representative) &&
        (!mustDecide || compiled.decides(found.property, label, before, state)),
    );
    if (step === undefined)
      throw new Error('a path over representatives has a step that no state of the orbit has');
    steps.push(step);
    before = step.state;
  }
  return {
    initial: compiled.formOf(start),
    steps: steps.flatMap(({ label, state }) => {
      const transition = compiled.transitionOf(label);
      return transition === undefined ? [] : [{ transition, state: compiled.formOf(state) }];
    }),
  };
}

const isAt = ({ symmetry }: Compiled, state: Int32Array, representative: Int32Array | undefined) =>
  representative !== undefined && symmetry?.isRepresentedBy(state, representative) === true;

const successorsOf = ({ symmetry }: Compiled, search: Search, state: Int32Array) =>
  symmetry?.unreduced(() => search.successorsOf(state)) ?? [];

function initialStates({ symmetry, system }: Compiled): readonly Int32Array[] {
  const all = symmetry?.unreduced(() => system.initial());
  if (all === undefined) return [];
  return Array.from({ length: all.count }, (_, at) =>
    all.vectors.slice(at * system.width, (at + 1) * system.width),
  );
}
