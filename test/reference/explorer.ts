import { FAULTS } from '../../checker/faults/faults.ts';
import type { Property, Verdict } from '../../checker/property/property.ts';
import type { Configuration } from '../../checker/spec/configuration.ts';
import type { Transition } from '../../checker/trace/trace.ts';
import { brokenBy, isFound, ofStart, ofState, ofStep } from './judge.ts';
import { type Meaning, meaningOfProtocol, meaningOfSystem } from './meaning.ts';
import { fromFirst } from './numbers.ts';
import { orbitOfProtocol, orbitOfSystem } from './orbits.ts';
import type { Move } from './transitions.ts';

/** What a search of everything found out; depth and distances are in transitions. */
export interface Findings {
  states: number;
  transitions: number;
  depth: number;
  readonly cut: { [bound: string]: number };
  readonly taken: { [action: string]: number };
  /** How far the nearest violation or witness is; a property that was never found is left out. */
  readonly distances: { [property: string]: number };
}

/** Explores everything, breadth first; gives undefined where there are more than `most` states. */
export function explore(configuration: Configuration, most = Infinity): Findings | undefined {
  const { model } = configuration;
  return model.kind === 'protocol'
    ? search(meaningOfProtocol(model, configuration), configuration, most)
    : search(meaningOfSystem(model), configuration, most);
}

/** Explores one state of each orbit: of those that differ only in the names of what is symmetric. */
export function exploreOrbits(configuration: Configuration, most = Infinity): Findings | undefined {
  const { model } = configuration;
  if (model.kind === 'protocol') {
    const meaning = meaningOfProtocol(model, configuration);
    return search(meaning, configuration, most, orbitOfProtocol(model, meaning));
  }
  const meaning = meaningOfSystem(model);
  return search(meaning, configuration, most, orbitOfSystem(model, meaning));
}

/** Explores one state of all that differ in how far numbers have risen, and of each orbit where that is wanted. */
export function exploreShifted(
  configuration: Configuration,
  most = Infinity,
  orbits = false,
): Findings | undefined {
  const { model } = configuration;
  if (model.kind === 'protocol') {
    const meaning = meaningOfProtocol(model, configuration);
    const tell = orbits ? orbitOfProtocol(model, meaning) : meaning.key;
    return search(meaning, configuration, most, (state) => tell(fromFirst(configuration, state)));
  }
  const meaning = meaningOfSystem(model);
  return search(meaning, configuration, most, (state) =>
    meaning.key(fromFirst(configuration, state)),
  );
}

function search<State>(
  meaning: Meaning<State>,
  configuration: Configuration,
  most: number,
  tell: (state: State) => string = meaning.key,
): Findings | undefined {
  const cut = Object.fromEntries(configuration.bounds.map(({ name }) => [name, 0]));
  const findings: Findings = { states: 0, transitions: 0, depth: 0, cut, taken: {}, distances: {} };
  const seen = new Set<string>();
  const isNew = (state: State) => seen.size < seen.add(tell(state)).size;
  let level = meaning.initial.filter(isNew);
  // All starts come before the first step: a refinement is asked of both.
  for (const state of level)
    note(
      configuration.properties,
      ({ predicate }) => ofStart(predicate, meaning.sight(state)),
      0,
      findings,
    );
  for (let depth = 0; level.length > 0 && seen.size <= most; depth += 1) {
    findings.depth = depth;
    findings.states += level.length;
    const next: State[] = [];
    for (const state of level)
      if (seen.size <= most)
        next.push(...visit(meaning, configuration, state, findings).filter(isNew));
    level = next;
  }
  return seen.size <= most ? findings : undefined;
}

/** Writes down what there is to find in a state and in its transitions; gives the states they lead to. */
function visit<State>(
  meaning: Meaning<State>,
  { bounds, properties }: Configuration,
  state: State,
  findings: Findings,
): readonly State[] {
  const key = meaning.key(state);
  const here = meaning.sight(state);
  const moves = meaning.moves(state);
  const targets: State[] = [];
  const ask = (verdictsOn: VerdictsOn, distance: number) =>
    note(properties, verdictsOn, distance, findings);
  for (const { transition, to } of moves) {
    const there = meaning.sight(to);
    const bound = brokenBy(bounds, there);
    if (bound !== undefined) findings.cut[bound.name]! += 1;
    else {
      targets.push(to);
      findings.transitions += 1;
      findings.taken[nameOf(transition)] = (findings.taken[nameOf(transition)] ?? 0) + 1;
      if (meaning.key(to) !== key)
        ask(({ predicate }) => ofStep(predicate, here, there, transition), findings.depth + 1);
    }
  }
  const stuck = moves.every(isFault);
  const speaks = ({ kind }: Property<never>) => kind !== 'deadlock-free' || stuck;
  ask((property) => (speaks(property) ? ofState(property.predicate, here) : []), findings.depth);
  return targets;
}

type VerdictsOn = (property: Property<never>) => readonly Verdict[];

/** Writes down how far away what is found of properties is, unless it was nearer before. */
function note(
  properties: readonly Property<never>[],
  verdictsOn: VerdictsOn,
  distance: number,
  { distances }: Findings,
): void {
  const found = properties.filter((property) => isFound(property, verdictsOn(property)));
  for (const { name } of found) distances[name] ??= distance;
}

/** The name that a transition is counted under. */
const nameOf = (transition: Transition): string => {
  if ('action' in transition) return transition.action;
  if (transition.kind === 'timer') return `timer ${transition.timer}`;
  return transition.kind === 'deliver' ? `receive ${transition.message.kind}` : transition.kind;
};

export const isFault = ({ transition }: Move<unknown>): boolean =>
  [...FAULTS, 'drift', 'lie'].some((fault) => fault === transition.kind);
