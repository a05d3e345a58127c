import type { PropertyResult } from '../../checker/explore/result.ts';
import { type Environment, shownCounts } from '../../checker/faults/faults.ts';
import { canonicalForm, type Json, textOf } from '../../checker/model/canonical.ts';
import type { ProtocolInstance } from '../../checker/model/instance.ts';
import type { Configuration } from '../../checker/spec/configuration.ts';
import type { Path, StateForm, Transition } from '../../checker/trace/trace.ts';
import { isFault } from './explorer.ts';
import { brokenBy, isFound, ofStart, ofState, ofStep } from './judge.ts';
import { type Meaning, meaningOfProtocol, meaningOfSystem } from './meaning.ts';
import type { Whole } from './transitions.ts';

/** Where a path may have come to, and how it came there. */
interface End<State> {
  readonly state: State;
  readonly last?: { readonly before: State; readonly transition: Transition };
}

/**
 * What is wrong with a path that is to decide a property: a step that the reference explorer cannot
 * take, or an end that decides nothing. Undefined if nothing is.
 */
export function faultIn(configuration: Configuration, result: PropertyResult): string | undefined {
  const { model, environment } = configuration;
  return model.kind === 'protocol'
    ? judged(
        meaningOfProtocol(model, configuration),
        formOfProtocol(model, environment),
        configuration,
        result,
      )
    : judged(meaningOfSystem(model), formOfSystem, configuration, result);
}

function judged<State>(
  meaning: Meaning<State>,
  formOf: (state: State) => StateForm,
  configuration: Configuration,
  { name, path }: PropertyResult,
): string | undefined {
  if (path === undefined) return `${name}: there is no path`;
  const ends = endsOf(meaning, formOf, configuration, path);
  if (typeof ends === 'string') return ends;
  return ends.some((end) => decides(meaning, configuration, name, end))
    ? undefined
    : `${name}: the end of the path decides nothing`;
}

/** Every state that a path may end in: its forms leave out in what order messages are. */
function endsOf<State>(
  meaning: Meaning<State>,
  formOf: (state: State) => StateForm,
  { bounds }: Configuration,
  { initial, steps }: Path,
): readonly End<State>[] | string {
  let ends: readonly End<State>[] = meaning.initial
    .filter((state) => textOf(formOf(state)) === textOf(initial))
    .map((state) => ({ state }));
  if (ends.length === 0) return 'the path does not start in an initial state';
  for (const [at, { transition, state }] of steps.entries()) {
    const wanted = textOf({ ...transition });
    const fits = (to: State) =>
      textOf(formOf(to)) === textOf(state) && brokenBy(bounds, meaning.sight(to)) === undefined;
    ends = ends.flatMap(({ state: before }) =>
      meaning
        .moves(before)
        .filter((move) => textOf({ ...move.transition }) === wanted && fits(move.to))
        .map(({ to }) => ({ state: to, last: { before, transition } })),
    );
    if (ends.length === 0) return `step ${at + 1} cannot be taken: ${wanted}`;
  }
  return ends;
}

function decides<State>(
  meaning: Meaning<State>,
  { properties }: Configuration,
  name: string,
  { state, last }: End<State>,
): boolean {
  const property = properties.find((one) => one.name === name)!;
  const { kind, predicate } = property;
  const here = meaning.sight(state);
  if (kind === 'refinement' && last === undefined)
    return isFound(property, ofStart(predicate, here));
  if (kind === 'step-invariant' || kind === 'reachable-step' || kind === 'refinement') {
    if (last === undefined || meaning.key(last.before) === meaning.key(state)) return false;
    return isFound(property, ofStep(predicate, meaning.sight(last.before), here, last.transition));
  }
  const stuck = () => meaning.moves(state).every(isFault);
  return isFound(property, ofState(predicate, here)) && (kind !== 'deadlock-free' || stuck());
}

/** A state of a protocol as traces write it. */
const formOfProtocol =
  ({ processes, history }: ProtocolInstance, { budget }: Environment) =>
  (state: Whole): StateForm => {
    const locals = state.nodes.map(({ local, is, timers, ahead }, at) => {
      const form = canonicalForm(local);
      const isTimed = ahead !== 0 || Object.keys(timers).length > 0;
      const timed = isTimed ? { '#timed': form, timers, ahead } : form;
      return [String(processes[at]!.id), is === 'up' ? timed : { [`#${is}`]: timed }];
    });
    const { partition } = state;
    const cut =
      budget.partition > 0
        ? { partition: partition && { away: [...partition.away], links: partition.links } }
        : {};
    const network = state.nodes.flatMap(({ inbox }, at) =>
      inbox.map(({ from, message }) => ({
        from: String(from),
        to: String(processes[at]!.id),
        message: canonicalForm(message),
      })),
    );
    const byText = network.toSorted((a, b) => (textOf(a) < textOf(b) ? -1 : 1));
    const counts = { faults: shownCounts(state.faults, budget) as Json };
    const past = history === undefined ? {} : { history: canonicalForm(state.history) };
    return { ...Object.fromEntries(locals), network: byText, ...counts, ...cut, ...past };
  };

/** A state of a plain system as traces write it: field by field. */
const formOfSystem = (state: object): StateForm =>
  Object.fromEntries(Object.entries(state).map(([name, value]) => [name, canonicalForm(value)]));
