import { List, Map } from 'immutable';
import { FAULTS } from '../../checker/faults/faults.ts';
import { canonicalForm, canonicalKey } from '../../checker/model/canonical.ts';
import type { ProcessId } from '../../checker/model/process-id.ts';
import type { ProtocolInstance } from '../../checker/model/protocol.ts';
import type { World } from '../../checker/model/subject.ts';
import type { SystemInstance } from '../../checker/model/system.ts';
import type { Predicate, Property, StepKind, Verdict } from '../../checker/property/property.ts';
import type { Configuration, Limit } from '../../checker/spec/configuration.ts';
import type { Transition } from '../../checker/trace/trace.ts';
import { type Flying, initialState, type Move, movesOf, same, type Whole } from './transitions.ts';

/** What bounds and properties see of a state. */
interface Sight {
  readonly view: unknown;
  readonly world: unknown;
}

/** What a model means: where it starts, where a state leads, how it is seen and told from others. */
export interface Meaning<State> {
  readonly initial: readonly State[];
  moves(state: State): readonly Move<State>[];
  sight(state: State): Sight;
  key(state: State): string;
}

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

function search<State>(
  meaning: Meaning<State>,
  { bounds, properties }: Configuration,
  most: number,
): Findings | undefined {
  const cut = Object.fromEntries(bounds.map(({ name }) => [name, 0]));
  const findings: Findings = { states: 0, transitions: 0, depth: 0, cut, taken: {}, distances: {} };
  const { taken, distances } = findings;
  const seen = new Set<string>();
  const isNew = (state: State) => seen.size < seen.add(meaning.key(state)).size;
  const ask = (verdictsOn: (property: Property<never>) => readonly Verdict[], depth: number) => {
    const found = properties.filter((property) => isFound(property, verdictsOn(property)));
    for (const { name } of found) distances[name] ??= depth;
  };
  let level = meaning.initial.filter(isNew);
  for (let depth = 0; level.length > 0 && seen.size <= most; depth += 1) {
    const next: State[] = [];
    for (const state of level) {
      const here = meaning.sight(state);
      const all = meaning.moves(state).map((move) => ({ ...move, there: meaning.sight(move.to) }));
      const moves = all.filter(({ there }) => brokenBy(bounds, there) === undefined);
      for (const { there } of all) {
        const bound = brokenBy(bounds, there);
        if (bound !== undefined) cut[bound.name]! += 1;
      }
      for (const { transition, there, to } of moves) {
        const name = nameOf(transition);
        taken[name] = (taken[name] ?? 0) + 1;
        ask(({ predicate }) => ofStep(predicate, here, there, transition), depth + 1);
        if (isNew(to)) next.push(to);
      }
      const stuck = moves.length === all.length && moves.every(isFault);
      ask(
        ({ kind, predicate }) =>
          kind !== 'deadlock-free' || stuck ? ofState(predicate, here) : [],
        depth,
      );
      findings.transitions += moves.length;
    }
    findings.states += level.length;
    findings.depth = depth;
    level = next;
  }
  return seen.size <= most ? findings : undefined;
}

/** A protocol: the moves of each process in turn. Only the order of sending that counts is in the key. */
export function meaningOfProtocol(
  protocol: ProtocolInstance,
  { environment }: Configuration,
): Meaning<Whole> {
  const { processes } = protocol;
  const told = environment.network === 'fifo' ? ({ from }: Flying) => String(from) : canonicalKey;
  const byText = (a: Flying, b: Flying) => (told(a) < told(b) ? -1 : told(a) > told(b) ? 1 : 0);
  return {
    initial: [initialState(protocol)],
    moves: (state) => movesOf(protocol, environment, state),
    key: ({ nodes, ...rest }) =>
      canonicalKey({
        ...rest,
        nodes: nodes.map((one) => ({ ...one, inbox: one.inbox.toSorted(byText) })),
      }),
    sight: ({ nodes, faults, history }) => {
      const view: { [role: string]: Map<ProcessId, unknown> } = {};
      for (const [at, { id, roleName }] of processes.entries())
        view[roleName] = (view[roleName] ?? Map()).set(id, nodes[at]!.local);
      const inFlight = List(
        nodes.flatMap(({ inbox }, to) => inbox.map((one) => ({ ...one, to: processes[to]!.id }))),
      );
      const isUp = (id: ProcessId) => nodes[processes.findIndex((one) => one.id === id)]!.up;
      return { view, world: { history, inFlight, faults, isUp } satisfies World<unknown> };
    },
  };
}

/** A plain system: each action's alternatives in turn; an alternative gives the fields that change. */
export const meaningOfSystem = ({ initial, actions }: SystemInstance): Meaning<object> => ({
  initial,
  moves: (state) =>
    actions.flatMap(({ name, member, act }) =>
      [act(state as never)]
        .flat()
        .filter((changes) => changes instanceof Object)
        .map((changes) => ({
          transition: {
            kind: 'action',
            action: name,
            ...(member !== undefined && { member: canonicalForm(member) }),
          },
          to: { ...state, ...changes },
        })),
    ),
  sight: (view) => ({ view, world: undefined }),
  key: canonicalKey,
});

/** The name that a transition is counted under. */
const nameOf = (transition: Transition): string => {
  if ('action' in transition) return transition.action;
  return transition.kind === 'deliver' ? `receive ${transition.message.kind}` : transition.kind;
};

const isFault = ({ transition }: Move<unknown>): boolean =>
  FAULTS.some((fault) => fault === transition.kind);

/** The first bound that a state breaks: those on each process, then on the messages, then on the state. */
const brokenBy = (bounds: readonly Limit[], { view, world }: Sight): Limit | undefined =>
  (['each', 'in-flight', 'state'] as const)
    .flatMap((over) => bounds.filter(({ measure }) => measure.over === over))
    .find(({ measure, limit }) => {
      if (measure.over === 'state') return measure.of(view) > limit;
      if (measure.over === 'in-flight') return (world as World<unknown>).inFlight.size > limit;
      return localsOf(view, measure.role).some(([, local]) => measure.of(local) > limit);
    });

/** Whether verdicts show a violation or, of a witness, that it was reached. */
const isFound = ({ kind }: Property<never>, verdicts: readonly Verdict[]): boolean =>
  kind === 'reachable' || kind === 'reachable-step'
    ? verdicts.includes(true)
    : verdicts.some((verdict) => verdict !== true);

function ofState(predicate: Predicate, { view, world }: Sight): readonly Verdict[] {
  if (predicate.over === 'state') return [predicate.holds(view, world)];
  if (predicate.over === 'each')
    return localsOf(view, predicate.role).map(([self, local]) =>
      predicate.holds(local, { self, world }),
    );
  if (predicate.over !== 'pair') return [];
  const locals = localsOf(view, predicate.role);
  return locals.flatMap(([first, a]) =>
    locals
      .filter(([second]) => second !== first)
      .map(([second, b]) => predicate.holds(a, b, { first, second, world })),
  );
}

function ofStep(
  predicate: Predicate,
  before: Sight,
  after: Sight,
  { kind }: Transition,
): readonly Verdict[] {
  if (predicate.over === 'states')
    return same(before.view, after.view) ? [] : [predicate.holds(before.view, after.view)];
  if (predicate.over !== 'step') return [];
  const then = localsOf(after.view, predicate.role);
  return localsOf(before.view, predicate.role).flatMap(([self, local], at) =>
    same(local, then[at]![1])
      ? []
      : [predicate.holds(local, then[at]![1], { self, kind: kind as StepKind })],
  );
}

/** The processes of a role and their states. */
const localsOf = (view: unknown, role: string): readonly (readonly [ProcessId, unknown])[] =>
  (view as { [role: string]: Map<ProcessId, unknown> })[role]!.toArray();
