import type { Operator } from '../../checker/liveness/demand.ts';

/** A transition of a small graph: where it leads, null where it was cut, and the fair classes that it belongs to. */
export interface Edge {
  readonly from: number;
  readonly to: number | null;
  readonly classes: readonly number[];
}

/** A small graph, and a demand on its runs, all written out. */
export interface Problem {
  readonly size: number;
  readonly roots: readonly number[];
  readonly edges: readonly Edge[];
  readonly strong: readonly boolean[];
  readonly operator: Operator;
  readonly met: readonly boolean[];
  readonly raised: readonly boolean[];
}

/**
 * Decides a problem by trying out every set of states that a run may visit again and again. A run that goes on for ever
 * does so in a strongly connected set; if any fair run visits just that set for ever, then so does one that takes all
 * transitions inside again and again, for taking more breaks no assumption. A set of one state is a run that stops.
 */
export function bruteForce(problem: Problem): 'holds' | 'violated' | 'undecided' {
  const { size } = problem;
  const subsets = Array.from({ length: 2 ** size - 1 }, (_, index) =>
    range(size).filter((state) => ((index + 1) >> state) & 1),
  );
  if (subsets.some((set) => isFairForEver(problem, set) && isBad(problem, set))) return 'violated';
  return range(size).some((state) => isCut(problem, state) && isUnsettled(problem, state))
    ? 'undecided'
    : 'holds';
}

function isFairForEver(problem: Problem, set: readonly number[]): boolean {
  const { edges, strong } = problem;
  const inside = (edge: Edge) =>
    set.includes(edge.from) && edge.to !== null && set.includes(edge.to);
  if (set.length === 1 && set.some((state) => isCut(problem, state))) return false;
  if (!set.every((one) => set.every((other) => reaches(edges.filter(inside), one, other))))
    return false;
  return strong.every((isStrong, fairClass) => {
    const ofClass = edges.filter(({ classes }) => classes.includes(fairClass));
    const enabled = (state: number) => ofClass.some(({ from }) => from === state);
    if (ofClass.some(inside)) return true;
    return isStrong ? !set.some(enabled) : !set.every(enabled);
  });
}

/** Whether a run that comes to visit just a set for ever can violate the demand. */
function isBad(problem: Problem, set: readonly number[]): boolean {
  const { operator, met } = problem;
  const isUnmet = (state: number) => met[state] === false;
  switch (operator) {
    case 'eventually-always':
      return set.some(isUnmet) && set.some((state) => isOpenIn(problem, state));
    case 'always-eventually':
      return set.every(isUnmet) && set.some((state) => isOpenIn(problem, state));
    default:
      return set.every(isUnmet) && set.some((state) => isOpenIn(problem, state));
  }
}

/** Whether a run can be in a state with the demand open. */
function isOpenIn({ operator, edges, roots, met, raised }: Problem, state: number): boolean {
  const unmet = edges.filter(({ from, to }) => !met[from] && to !== null && !met[to]);
  const canBe = (one: number) => roots.some((root) => reaches(edges, root, one));
  switch (operator) {
    case 'eventually':
      return !met[state] && roots.some((root) => !met[root] && reaches(unmet, root, state));
    case 'leads-to':
      return (
        !met[state] &&
        met.some((_, one) => !met[one] && raised[one] && canBe(one) && reaches(unmet, one, state))
      );
    default:
      return canBe(state);
  }
}

/** Whether a run can be in a state with the demand open, or waiting for something to raise it that no state does. */
const isUnsettled = (problem: Problem, state: number): boolean =>
  isOpenIn(problem, state) || (problem.operator === 'leads-to' && !problem.raised.includes(true));

const isCut = ({ edges }: Problem, state: number): boolean =>
  edges.some(({ from, to }) => from === state && to === null);

const reaches = (edges: readonly Edge[], from: number, to: number): boolean =>
  reachedFrom(edges, from).has(to);

const range = (size: number): readonly number[] =>
  Array.from({ length: size }, (_, index) => index);

/**
 * Decides a problem that has too many sets of states to try them all: by sets of states that reach one another, and
 * again without those in which something strongly fair is enabled and never taken.
 */
export function decideSlowly(problem: Problem): 'holds' | 'violated' | 'undecided' {
  const all = range(problem.size);
  const canStop = all.some((state) => isFairForEver(problem, [state]) && isBad(problem, [state]));
  const staying = all.filter(
    (state) =>
      isOpenIn(problem, state) && (problem.operator === 'eventually-always' || !problem.met[state]),
  );
  if (canStop || hasBadSet(problem, staying)) return 'violated';
  return all.some((state) => isCut(problem, state) && isUnsettled(problem, state))
    ? 'undecided'
    : 'holds';
}

function hasBadSet(problem: Problem, states: readonly number[]): boolean {
  const { edges, strong, met } = problem;
  const inside = edges.filter(
    ({ from, to }) => to !== null && states.includes(from) && states.includes(to),
  );
  const beyond = new Map(states.map((state) => [state, reachedFrom(inside, state)]));
  const rest = new Set(states);
  for (const state of rest) {
    const set = states.filter(
      (other) => beyond.get(state)?.has(other) && beyond.get(other)?.has(state),
    );
    for (const one of set) rest.delete(one);
    if (set.length === 1 || !set.some((one) => !met[one])) continue;
    const taken = inside.filter(
      ({ from, to }) => set.includes(from) && to !== null && set.includes(to),
    );
    const isTaken = (fairClass: number) => taken.some(({ classes }) => classes.includes(fairClass));
    const enables = (one: number, fairClass: number) =>
      edges.some(({ from, classes }) => from === one && classes.includes(fairClass));
    const left = [...strong.keys()].filter((fairClass) => !isTaken(fairClass));
    if (left.some((one) => !strong[one] && set.every((state) => enables(state, one)))) continue;
    const broken = left.filter((one) => strong[one] && set.some((state) => enables(state, one)));
    if (broken.length === 0) return true;
    if (
      hasBadSet(
        problem,
        set.filter((state) => !broken.some((one) => enables(state, one))),
      )
    )
      return true;
  }
  return false;
}

function reachedFrom(edges: readonly Edge[], from: number): ReadonlySet<number> {
  const seen = new Set([from]);
  for (const one of seen) {
    for (const edge of edges) if (edge.from === one && edge.to !== null) seen.add(edge.to);
  }
  return seen;
}
