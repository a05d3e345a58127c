import { type Json, textOf } from '../../checker/model/canonical.ts';
import type { ProcessId } from '../../checker/model/process-id.ts';
import type { Subject } from '../../checker/model/subject.ts';
import type { FairTerm } from '../../checker/property/fairness.ts';
import { isLiveness, type Property } from '../../checker/property/property.ts';
import type { Configuration } from '../../checker/spec/configuration.ts';
import type { Transition } from '../../checker/trace/trace.ts';
import { decideSlowly, type Edge, type Problem } from '../liveness/brute-force.ts';
import { brokenBy, ofState, type Sight } from './judge.ts';
import { type Meaning, meaningOfProtocol, meaningOfSystem } from './meaning.ts';
import { fromFirst } from './numbers.ts';

/** What becomes of a liveness property, by the slow and obvious way; undefined where there are more than `most` states. */
export function expectedOf(
  configuration: Configuration,
  property: Property<Subject>,
  most: number,
  round = 0,
): 'holds' | 'violated' | 'undecided' | undefined {
  const { model } = configuration;
  const asMeant = <State>(meaning: Meaning<State>) =>
    round === 0 ? meaning : goingRound(meaning, configuration, round);
  const problems =
    model.kind === 'protocol'
      ? problemsOf(asMeant(meaningOfProtocol(model, configuration)), configuration, property, most)
      : problemsOf(asMeant(meaningOfSystem(model)), configuration, property, most);
  const verdicts = problems?.map(decideSlowly);
  if (verdicts?.includes('violated')) return 'violated';
  return verdicts && (verdicts.includes('undecided') ? 'undecided' : 'holds');
}

/**
 * A model whose numbers that rise begin again when all of them have come to `round`. That is more than the numbers alive are apart,
 * so it is finite and, but for strong fairness of what is done with certain messages, the same.
 */
const goingRound = <State>(
  { initial, moves, ...rest }: Meaning<State>,
  configuration: Configuration,
  round: number,
): Meaning<State> => ({
  ...rest,
  initial: initial.map((state) => fromFirst(configuration, state, round)),
  moves: (state) =>
    moves(state).map(({ transition, to }) => ({
      transition,
      to: fromFirst(configuration, to, round),
    })),
});

/** The state graph, written out once for each process, pair or state that the property is about. */
function problemsOf<State>(
  meaning: Meaning<State>,
  configuration: Configuration,
  { kind, predicate, trigger, fairness = [] }: Property<Subject>,
  most: number,
): readonly Problem[] | undefined {
  if (!isLiveness(kind)) throw new RangeError('a property of liveness');
  const numbers = new Map<string, number>();
  const states: State[] = [];
  const numberOf = (state: State): number => {
    const key = meaning.key(state);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, states.length);
    return states.push(state) - 1;
  };
  const roots = [...new Set(meaning.initial.map(numberOf))];
  const classes: string[] = [];
  const strong: boolean[] = [];
  const classNumber = (name: string, isStrong: boolean) => {
    if (!classes.includes(name)) strong[classes.push(name) - 1] = isStrong;
    return classes.indexOf(name);
  };
  const edges: Edge[] = [];
  for (let from = 0; from < states.length; from++) {
    if (states.length > most) return undefined;
    // `from` is below the length.
    const here = states[from]!;
    for (const { transition, to } of meaning.moves(here)) {
      if (meaning.key(to) === meaning.key(here)) continue;
      const isCut = brokenBy(configuration.bounds, meaning.sight(to)) !== undefined;
      const fair = fairness.flatMap(({ strength, terms }) =>
        terms
          .filter((term) => speaksOf(term, transition, configuration))
          .map((term) =>
            classNumber(`${strength} ${classOf(term, transition)}`, strength === 'strong'),
          ),
      );
      edges.push({ from, to: isCut ? null : numberOf(to), classes: fair });
    }
  }
  const sights = states.map((state): Sight => meaning.sight(state));
  const goals = sights.map((sight) => ofState(predicate, sight));
  const triggers = sights.map((sight) =>
    trigger === undefined ? [true] : ofState(trigger, sight),
  );
  const count = Math.max(goals[0]!.length, predicate.over === 'state' ? triggers[0]!.length : 0);
  return Array.from({ length: count }, (_, subject) => ({
    ...{ size: states.length, roots, edges, strong, operator: kind },
    met: goals.map((all) => (predicate.over === 'state' ? all[0] : all[subject]) === true),
    raised: triggers.map(
      (all) => (trigger === undefined || trigger.over === 'state' ? all[0] : all[subject]) === true,
    ),
  }));
}

/** Whether a term is about a transition. */
function speaksOf(term: FairTerm, transition: Transition, { model }: Configuration): boolean {
  const { kind } = transition;
  if (typeof term !== 'string') {
    if (model.kind !== 'protocol' || (kind !== 'act' && kind !== 'deliver')) return false;
    return isOfRole(transition.process, term.role, model.processes);
  }
  const names = [
    'action' in transition ? transition.action : kind,
    kind === 'deliver' ? `receive ${transition.message.kind}` : kind,
  ];
  return names.includes(term);
}

const isOfRole = (
  process: string,
  role: string,
  processes: readonly { readonly id: ProcessId; readonly roleName: string }[],
): boolean => processes.some(({ id, roleName }) => String(id) === process && roleName === role);

/** What of a term a transition is about: of a role's steps the process, else all of it. */
const classOf = (term: FairTerm, transition: Transition): string =>
  typeof term !== 'string' && 'process' in transition
    ? `${term.role} ${transition.process}`
    : `${String(term)} ${textOf(transition as unknown as Json)}`;
