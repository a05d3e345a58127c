import type { Found, Search, Successor } from '../explore/search.ts';
import type { Lasso } from '../liveness/decide.ts';
import { type Graph, risesIn } from '../liveness/graph.ts';
import { textOf } from '../model/canonical.ts';
import type { Path, Transition } from '../trace/trace.ts';
import type { Compiled } from './compiled.ts';

/** A walk through states as they are: where it starts, and its steps so far. */
interface Walk {
  readonly start: Int32Array;
  readonly steps: readonly Successor[];
}

/**
 * The path that a search over representatives found, through states as they are: from a real initial state, each
 * step is the first one that leads to a state that the next representative stands for. There always is one, since
 * states of an orbit have the same steps in other names, or with other numbers; so names stay the same all the way.
 */
export const genuinePathOf = (compiled: Compiled, search: Search, found: Found): Path =>
  pathAlong(compiled, walk(compiled, search, found));

/**
 * The path along a lasso of a graph of representatives, through states as they are. Where numbers rise on the cycle, it ends
 * in the state that it began in with these numbers higher.
 */
export function genuineLassoOf(
  compiled: Compiled,
  search: Search,
  graph: Graph,
  { source, stem, cycle }: Lasso,
): Path {
  const states = () => search.pathTo(source);
  const { start, steps } = walk(compiled, search, { property: -1, states, label: undefined });
  const target = new Int32Array(search.system.width);
  const all = [...steps];
  for (const edge of [...stem, ...cycle]) {
    const before = endOf({ start, steps: all });
    const wanted = shapeOf(compiled.transitionOf(graph.labels[edge]!));
    search.store.read(graph.targets[edge]!, target);
    all.push(
      stepFrom(
        compiled,
        search,
        before,
        ({ label, state }) =>
          isAt(compiled, state, target) &&
          compiled.orbits?.risenBetween(before, state) === risesIn(graph, edge) &&
          shapeOf(compiled.transitionOf(label)) === wanted,
      ),
    );
  }
  const path = pathAlong(compiled, { start, steps: all });
  return { ...path, loop: steps.length + stem.length };
}

const pathAlong = (compiled: Compiled, { start, steps }: Walk): Path => ({
  initial: compiled.formOf(start),
  steps: steps.flatMap(({ label, state }) => {
    const transition = compiled.transitionOf(label);
    return transition === undefined ? [] : [{ transition, state: compiled.formOf(state) }];
  }),
});

function walk(compiled: Compiled, search: Search, found: Found): Walk {
  const [first, ...rest] = found.states();
  const start = initialStates(compiled).find((state) => isAt(compiled, state, first));
  if (start === undefined) throw new RangeError('a path starts from an initial state');
  const steps: Successor[] = [];
  for (const [index, representative] of rest.entries()) {
    const mustDecide = index === rest.length - 1 && found.label !== undefined;
    const before = endOf({ start, steps });
    steps.push(
      stepFrom(
        compiled,
        search,
        before,
        ({ label, state }) =>
          isAt(compiled, state, representative) &&
          (!mustDecide || compiled.decides(found.property, label, before, state)),
      ),
    );
  }
  return { start, steps };
}

const endOf = ({ start, steps }: Walk): Int32Array => steps.at(-1)?.state ?? start;

function stepFrom(
  compiled: Compiled,
  search: Search,
  before: Int32Array,
  isWanted: (step: Successor) => boolean,
): Successor {
  const step = successorsOf(compiled, search, before).find(isWanted);
  if (step === undefined)
    throw new Error('a path over representatives has a step that no state of the orbit has');
  return step;
}

/** What a transition is, whatever numbers there are in the message that it is about. */
const shapeOf = (transition: Transition | undefined): string =>
  transition === undefined
    ? ''
    : textOf({
        ...transition,
        ...('message' in transition ? { message: transition.message.kind } : {}),
      });

const isAt = ({ orbits }: Compiled, state: Int32Array, representative: Int32Array | undefined) =>
  representative !== undefined && orbits?.isRepresentedBy(state, representative) === true;

const successorsOf = ({ orbits }: Compiled, search: Search, state: Int32Array) =>
  orbits?.unreduced(() => search.successorsOf(state)) ?? [];

function initialStates({ orbits, system }: Compiled): readonly Int32Array[] {
  const all = orbits?.unreduced(() => system.initial());
  if (all === undefined) return [];
  return Array.from({ length: all.count }, (_, at) =>
    all.vectors.slice(at * system.width, (at + 1) * system.width),
  );
}
