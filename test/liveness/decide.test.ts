import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decide, type Lasso } from '../../checker/liveness/decide.ts';
import type { Demand, Operator } from '../../checker/liveness/demand.ts';
import { BEYOND, type Fairness, type Graph } from '../../checker/liveness/graph.ts';
import { bruteForce, decideSlowly, type Edge, type Problem } from './brute-force.ts';

const OPERATORS: readonly Operator[] = [
  'eventually',
  'always-eventually',
  'eventually-always',
  'leads-to',
];

const MOST = 6;

/** A graph of up to six states, all reachable, with few or many transitions, fair classes and cuts. */
const problems = (operator: Operator): fc.Arbitrary<Problem> =>
  fc
    .record({
      size: fc.integer({ min: 1, max: MOST }),
      roots: fc.uniqueArray(fc.nat(MOST - 1), { minLength: 1, maxLength: 2 }),
      edges: fc.array(
        fc.record({
          from: fc.nat(MOST - 1),
          to: fc.option(fc.nat(MOST - 1), { freq: 15 }),
          classes: fc.uniqueArray(fc.nat(3), { maxLength: 2 }),
        }),
        { maxLength: 16 },
      ),
      strong: fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }),
      met: fc.array(mostly(false), { minLength: MOST, maxLength: MOST }),
      raised: fc.oneof(
        { weight: 4, arbitrary: fc.array(fc.boolean(), { minLength: MOST, maxLength: MOST }) },
        { weight: 1, arbitrary: fc.constant(Array<boolean>(MOST).fill(false)) },
      ),
    })
    .map((drawn) => reachablePart({ ...drawn, operator }));

const mostly = (value: boolean) => fc.oneof(fc.constant(value), fc.boolean());

/** A problem without the states that cannot be reached, and without transitions that change nothing. */
function reachablePart(problem: Problem): Problem {
  const inside = (state: number | null) => state === null || state < problem.size;
  const roots = [...new Set(problem.roots.map((root) => root % problem.size))];
  const edges = problem.edges.filter(({ from, to }) => from !== to && inside(from) && inside(to));
  const seen = new Set(roots);
  for (const state of seen)
    for (const { from, to } of edges) if (from === state && to !== null) seen.add(to);
  const numbers = [...seen];
  const renamed = (state: number) => numbers.indexOf(state);
  return {
    ...problem,
    size: numbers.length,
    roots: roots.map(renamed),
    edges: edges
      .filter(({ from }) => seen.has(from))
      .map(({ from, to, classes }) => ({
        from: renamed(from),
        to: to === null ? null : renamed(to),
        classes,
      })),
    met: problem.met.slice(0, numbers.length),
    raised: problem.raised.slice(0, numbers.length),
  };
}

/** The same problem as the checker is given it: sorted transitions, each with a label of its own. */
function compact({ size, roots, edges, strong, operator, met, raised }: Problem): {
  readonly graph: Graph;
  readonly fairness: Fairness;
  readonly demand: Demand;
  readonly sorted: readonly Edge[];
} {
  const sorted = edges.toSorted((a, b) => a.from - b.from);
  const before = (state: number) => sorted.filter(({ from }) => from < state).length;
  return {
    sorted,
    graph: {
      size,
      roots: Int32Array.from(roots),
      starts: Int32Array.from({ length: size + 1 }, (_, state) => before(state)),
      targets: Int32Array.from(sorted, ({ to }) => to ?? BEYOND),
      labels: Int32Array.from(sorted.keys()),
    },
    fairness: { classesOf: sorted.map(({ classes }) => classes), strong },
    demand: {
      operator,
      isMet: (state) => met[state] === true,
      isRaised: (state) => raised[state] === true,
      isEverRaised: raised.includes(true),
    },
  };
}

/** Whether a lasso is a run of the graph that is fair, and violates the demand, by looking at all of it. */
function isViolation(problem: Problem, sorted: readonly Edge[], lasso: Lasso): boolean {
  const { source, stem, cycle } = lasso;
  const { operator, met, raised, roots, strong } = problem;
  const edges = [...stem, ...cycle].map((edge) => sorted[edge]!);
  const states = [source, ...edges.map(({ to }) => to ?? -1)];
  const isPath = edges.every(({ from }, index) => from === states[index]);
  const loop = states.slice(stem.length);
  const closes = loop[0] === loop.at(-1);
  const cutAt = (state: number) => sorted.some(({ from, to }) => from === state && to === null);
  const mayStop = cycle.length > 0 || !loop.some(cutAt);
  const isFair = strong.every((isStrong, one) => {
    const enabled = (state: number) =>
      sorted.some(({ from, classes }) => from === state && classes.includes(one));
    const taken = cycle.some((edge) => sorted[edge]!.classes.includes(one));
    return taken || !(isStrong ? loop.some(enabled) : loop.every(enabled));
  });
  const unmet = (state: number) => met[state] === false;
  const isBad = {
    eventually: () => roots.includes(source) && states.every(unmet),
    'always-eventually': () => loop.every(unmet),
    'eventually-always': () => loop.some(unmet),
    'leads-to': () => raised[source] === true && states.every(unmet),
  }[operator]();
  return isPath && closes && mayStop && isFair && isBad;
}

const LONGEST = { timeout: 120_000 };

describe.each(OPERATORS)('%s', (operator) => {
  test('is decided as by trying out every set of states', LONGEST, () => {
    const verdicts = new Set<string>();
    fc.assert(
      fc.property(problems(operator), (problem) => {
        const { graph, fairness, demand, sorted } = compact(problem);
        const decision = decide(graph, fairness, demand);
        expect(decision.verdict).toBe(bruteForce(problem));
        expect(decideSlowly(problem)).toBe(decision.verdict);
        verdicts.add(decision.verdict);
        if (decision.verdict === 'violated')
          expect(isViolation(problem, sorted, decision.lasso)).toBe(true);
      }),
      { numRuns: 4000 },
    );
    expect([...verdicts].sort()).toEqual(['holds', 'undecided', 'violated']);
  });
});
