import type { Map } from 'immutable';
import type { SystemInstance } from '../../checker/model/instance.ts';
import type { ProcessId } from '../../checker/model/process-id.ts';
import type { World } from '../../checker/model/subject.ts';
import type { Predicate, Property, StepKind, Verdict } from '../../checker/property/property.ts';
import type { Limit } from '../../checker/spec/configuration.ts';
import type { Transition } from '../../checker/trace/trace.ts';
import { numbersOf } from './numbers.ts';
import { same } from './transitions.ts';

/** What bounds and properties see of a state. */
export interface Sight {
  readonly view: unknown;
  readonly world: unknown;
}

/** The first bound that a state breaks: those on each process, then on the messages, then on the state. */
export const brokenBy = (bounds: readonly Limit[], { view, world }: Sight): Limit | undefined =>
  (['each', 'in-flight', 'state', 'spread'] as const)
    .flatMap((over) => bounds.filter(({ measure }) => measure.over === over))
    .find(({ measure, limit }) => {
      if (measure.over === 'state') return measure.of(view) > limit;
      if (measure.over === 'in-flight') return (world as World<unknown>).inFlight.size > limit;
      if (measure.over === 'spread') return isTooFarApart(measure, limit, { view, world });
      return localsOf(view, measure.role).some(([, local]) => measure.of(local) > limit);
    });

/** Whether the greatest number of a family that there is anywhere is too far from the least, or from the first one. */
function isTooFarApart(
  { family, fromFirst }: Extract<Limit['measure'], { readonly over: 'spread' }>,
  limit: number,
  { view, world }: Sight,
): boolean {
  const { history, inFlight } = (world ?? {}) as Partial<World<unknown>>;
  const numbers = numbersOf(family, [
    ...Object.values(view as object),
    history,
    ...(inFlight ?? []).map(({ message }) => message),
  ]);
  return Math.max(...numbers) - (fromFirst ? 0 : Math.min(...numbers)) > limit;
}

/** Whether verdicts show a violation or, of a witness, that it was reached. */
export const isFound = ({ kind }: Property<never>, verdicts: readonly Verdict[]): boolean =>
  kind === 'reachable' || kind === 'reachable-step'
    ? verdicts.includes(true)
    : verdicts.some((verdict) => verdict !== true);

/** The verdicts on a state: one, or one for each process or ordered pair of processes. */
export function ofState(predicate: Predicate, { view, world }: Sight): readonly Verdict[] {
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

/** The verdicts on an initial state, besides those on it as a state. */
export function ofStart(predicate: Predicate, { view, world }: Sight): readonly Verdict[] {
  if (predicate.over !== 'refinement') return [];
  const { abstract, map } = predicate;
  return [abstract.initial.some((start) => same(start, map(view, world)))];
}

/** The verdicts on a transition that changes the state. */
export function ofStep(
  predicate: Predicate,
  before: Sight,
  after: Sight,
  { kind }: Transition,
): readonly Verdict[] {
  if (predicate.over === 'states') return [predicate.holds(before.view, after.view)];
  if (predicate.over === 'refinement') {
    const [from, to] = [before, after].map(({ view, world }) => predicate.map(view, world));
    return [[from, ...nextOf(predicate.abstract, from)].some((next) => same(next, to))];
  }
  if (predicate.over !== 'step' || kind === 'byzantine') return [];
  const then = localsOf(after.view, predicate.role);
  return localsOf(before.view, predicate.role).flatMap(([self, local], at) =>
    same(local, then[at]![1])
      ? []
      : [predicate.holds(local, then[at]![1], { self, kind: kind as StepKind })],
  );
}

/** The states that an abstract system may go to. */
const nextOf = ({ actions }: SystemInstance, from: object | undefined): readonly object[] =>
  actions
    .flatMap(({ act }) => [act(from as never)].flat())
    .flatMap((changes) => (changes instanceof Object ? [{ ...from, ...changes }] : []));

/** The processes of a role and their states. */
const localsOf = (view: unknown, role: string): readonly (readonly [ProcessId, unknown])[] =>
  (view as { [role: string]: Map<ProcessId, unknown> })[role]!.toArray();
