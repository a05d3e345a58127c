import type { PropertyResult } from './explore/result.ts';
import type { Search } from './explore/search.ts';
import { stateGraph } from './explore/state-graph.ts';
import type { Demanded } from './explore/transition-system.ts';
import type { Compiled } from './kernel/compiled.ts';
import { fairClasses } from './kernel/fair-classes.ts';
import { lassoPathOf } from './kernel/path.ts';
import { Bits } from './liveness/bits.ts';
import { type Decision, decide, type Lasso } from './liveness/decide.ts';
import { type Demand, mayBeOpen } from './liveness/demand.ts';
import type { Graph } from './liveness/graph.ts';
import { rolesOf } from './property/fairness.ts';
import { isLiveness } from './property/property.ts';
import type { Configuration } from './spec/configuration.ts';
import { examineLasso } from './trace/lasso.ts';
import { runOf } from './trace/trace-of.ts';

/** What is found out of the liveness properties, by their numbers. Those that are missing are undecided. */
export type LivenessResults = Map<number, PropertyResult>;

export const hasLiveness = ({ properties }: Configuration): boolean =>
  properties.some(({ kind }) => isLiveness(kind));

/** Whether what a search has found is a graph to decide liveness on: one cut short may still show a violation. */
export const canDecideLiveness = (search: Search): boolean =>
  !search.enough && !search.goal.compact && !search.isGivenUp;

/**
 * Decides the liveness properties on the states that a search has found, and writes down what it finds out. It yields
 * like a strategy, and may be left wherever it does: what is not written down by then is undecided.
 */
export function* decideLiveness(
  configuration: Configuration,
  compiled: Compiled,
  search: Search,
  results: LivenessResults,
): Generator<void, void, void> {
  const demands = yield* numbered(configuration, compiled, search);
  const isWanted = (state: number) => demands.some((demand) => mayBeOpen(demand, state));
  const graph = yield* stateGraph(search, isWanted);
  for (const [property, { kind, fairness = [] }] of configuration.properties.entries()) {
    if (!isLiveness(kind)) continue;
    const fair = fairClasses(compiled, fairness, rolesOf(configuration.model));
    let decision: Decision = { verdict: 'holds' };
    for (const demand of demands) {
      if (demand.property !== property || decision.verdict === 'violated') continue;
      const one = decide(graph, fair, demand);
      if (one.verdict !== 'holds') decision = one;
      // A violation is written down at once, however little time is left.
      if (one.verdict !== 'violated') yield;
    }
    results.set(property, resultOf(configuration, compiled, search, graph, property, decision));
  }
}

/** Asks of each state what the liveness properties demand. */
function* numbered(
  { properties }: Configuration,
  { questions }: Compiled,
  search: Search,
): Generator<void, readonly Answers[], void> {
  const { store, states, system } = search;
  const asked = questions.demands.map(
    (demanded) => new Answers(demanded, operatorOf(properties, demanded.property), states),
  );
  const vector = new Int32Array(system.width);
  for (let state = 0; state < states; state++) {
    store.read(state, vector);
    for (const one of asked) one.ask(state, vector);
    search.frontier = 2 * states - state;
    if (state % SLICE === 0) yield;
  }
  return asked;
}

/** How many states are asked about between two looks at the clock: a predicate may take its time. */
const SLICE = 64;

/** A demand of a property, by the numbers of states: asked of each of them once. */
class Answers implements Demand {
  readonly property: number;
  readonly operator: Demand['operator'];
  isEverRaised = false;
  readonly #demanded: Demanded;
  readonly #met: Bits;
  readonly #raised: Bits;

  constructor(demanded: Demanded, operator: Demand['operator'], states: number) {
    this.property = demanded.property;
    this.operator = operator;
    this.#demanded = demanded;
    this.#met = new Bits(states);
    this.#raised = new Bits(states);
  }

  readonly isMet = (state: number): boolean => this.#met.has(state);
  readonly isRaised = (state: number): boolean => this.#raised.has(state);

  ask(state: number, vector: Int32Array): void {
    const isMet = this.#demanded.isMet(vector, 0);
    if (isMet) this.#met.add(state);
    // What is met at once needs no answer, so it only matters whether it is raised at all.
    if ((isMet && this.isEverRaised) || !this.#demanded.isRaised(vector, 0)) return;
    this.isEverRaised = true;
    if (!isMet) this.#raised.add(state);
  }
}

function operatorOf(
  properties: Configuration['properties'],
  number: Demanded['property'],
): Demand['operator'] {
  const kind = properties[number]?.kind;
  if (kind === undefined || !isLiveness(kind))
    throw new Error('only liveness properties demand anything');
  return kind;
}

function resultOf(
  configuration: Configuration,
  compiled: Compiled,
  search: Search,
  graph: Graph,
  number: number,
  decision: Decision,
): PropertyResult {
  // The number is that of a property.
  const { name, kind } = configuration.properties[number]!;
  switch (decision.verdict) {
    case 'holds':
      return { name, kind, status: search.stopped === undefined ? 'holds' : 'undecided' };
    case 'undecided':
      return {
        name,
        kind,
        status: 'undecided',
        ...reasonFor(configuration, search, decision.isEverRaised),
      };
    case 'violated':
      return violation(configuration, compiled, search, graph, number, decision.lasso);
  }
}

/** Why the bounds leave a property open; nothing where the search was cut short, which is said of the whole check. */
function reasonFor(
  { bounds }: Configuration,
  { cuts, stopped }: Search,
  isEverRaised: boolean,
): { readonly reason?: string } {
  if (stopped !== undefined) return {};
  const names = bounds.flatMap(({ name }, bound) => ((cuts[bound] ?? 0) > 0 ? [name] : []));
  const cut = `a run can get into a state of which a bound (${names.join(' or ')}) cuts a transition; what follows there is not known`;
  return {
    reason: isEverRaised
      ? `before it is settled, ${cut}`
      : `no state within the bounds raises it, and ${cut}`,
  };
}

/** The lasso as a path, confirmed by the model's functions alone. */
function violation(
  configuration: Configuration,
  compiled: Compiled,
  search: Search,
  graph: Graph,
  number: number,
  lasso: Lasso,
): PropertyResult {
  // The number is that of a property.
  const property = configuration.properties[number]!;
  const { name, kind } = property;
  const path = lassoPathOf(compiled, search, graph, lasso);
  const loop = path.loop ?? path.steps.length;
  const examined = examineLasso(configuration, property, runOf(configuration, path), loop);
  if (typeof examined === 'string')
    throw new Error(
      `${configuration.spec}: the search decided "${name}" by a run that does not decide it when it is replayed: ${examined}.`,
    );
  return { name, kind, status: 'violated', path, ...examined };
}
