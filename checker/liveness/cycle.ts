import { classesAt, type Fairness, type Graph, passes, risesIn } from './graph.ts';
import { Ways } from './ways.ts';

/** What a cycle still lacks: a fair class to be taken (or, if weakly fair, to be disabled; or to pass, as its numbers rise), or a state to be visited. */
type Lack = { readonly fairClass: number } | 'visit';

/**
 * A short fair cycle through a state of a fair component, as its transitions. The shortest cycle, if it is fair;
 * otherwise one that goes by what it lacked, the nearest first.
 *
 * @param isVisited what it must visit a state of
 */
export function fairCycle(
  graph: Graph,
  fairness: Fairness,
  start: number,
  isInside: (state: number) => boolean,
  isVisited: (state: number) => boolean,
): readonly number[] {
  const ways = new Ways(graph);
  const meets = (edge: number, lack: Lack): boolean => {
    const target = graph.targets[edge]!;
    if (lack === 'visit') return isVisited(target);
    const { fairClass } = lack;
    return (
      classesAt(graph, fairness, edge).includes(fairClass) ||
      passes(fairness, fairClass, risesIn(graph, edge)) ||
      (!fairness.strong[fairClass] && !classesEnabledIn(graph, fairness, target).has(fairClass))
    );
  };
  const lacks: Lack[] = [];
  for (;;) {
    const cycle: number[] = [];
    let at = start;
    let open: readonly Lack[] = lacks;
    while (open.length > 0) {
      const way = ways.onward(at, isInside, (edge) => open.some((lack) => meets(edge, lack)));
      cycle.push(...way);
      at = graph.targets[way.at(-1)!]!;
      open = open.filter((lack) => !way.some((edge) => meets(edge, lack)));
    }
    if (at !== start || cycle.length === 0)
      cycle.push(...ways.onward(at, isInside, (_, target) => target === start));
    const missing = lacking(graph, fairness, cycle, isVisited);
    if (missing.length === 0) return cycle;
    lacks.push(...missing);
  }
}

/** What keeps a cycle from being fair, or from visiting what it must. */
function lacking(
  graph: Graph,
  fairness: Fairness,
  cycle: readonly number[],
  isVisited: (state: number) => boolean,
): readonly Lack[] {
  const taken = new Set(cycle.flatMap((edge) => classesAt(graph, fairness, edge)));
  const risen = cycle.reduce((bits, edge) => bits | risesIn(graph, edge), 0);
  const states = cycle.map((edge) => graph.targets[edge]!);
  const enabled = states.map((state) => classesEnabledIn(graph, fairness, state));
  const somewhere = new Set(enabled.flatMap((classes) => [...classes]));
  const broken = [...somewhere].filter(
    (one) =>
      !taken.has(one) &&
      !passes(fairness, one, risen) &&
      (fairness.strong[one] || enabled.every((classes) => classes.has(one))),
  );
  const lacks = broken.map((fairClass): Lack => ({ fairClass }));
  return states.some(isVisited) ? lacks : [...lacks, 'visit'];
}

function classesEnabledIn(graph: Graph, fairness: Fairness, state: number): ReadonlySet<number> {
  const classes = new Set<number>();
  for (let edge = graph.starts[state]!; edge < graph.starts[state + 1]!; edge++)
    for (const one of classesAt(graph, fairness, edge)) classes.add(one);
  return classes;
}
