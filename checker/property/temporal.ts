import type { Subject } from '../model/subject.ts';
import { Because } from './because.ts';
import { type Case, casesOf, type Seen } from './judge.ts';
import type { Predicate, Property } from './property.ts';

/**
 * Why a run that goes on for ever violates a liveness property, naming the process; undefined if it does not.
 *
 * @param states the states of the run, in order
 * @param loop from which of them on it goes round for ever; if it is the last, the run stops there
 */
export function violationOf(
  property: Property<Subject>,
  states: readonly Seen[],
  loop: number,
): string | undefined {
  const goals = states.map((state) => casesIn(property.predicate, state));
  const triggers = states.map((state) =>
    property.trigger === undefined ? [] : casesIn(property.trigger, state),
  );
  const subjects = Math.max(goals[0]?.length ?? 0, triggers[0]?.length ?? 0);
  for (let subject = 0; subject < subjects; subject++) {
    const of = (cases: readonly Case[]) => cases[subject] ?? cases[0];
    const met = goals.map((cases) => of(cases)?.verdict === true);
    const raised = triggers.map((cases) => of(cases)?.verdict === true);
    const how = brokenHow(property.kind, met, raised, loop);
    const last = of(goals[loop] ?? []);
    if (how !== undefined && last !== undefined) return `${how}${told(last)}`;
  }
  return undefined;
}

const casesIn = (predicate: Predicate, state: Seen): readonly Case[] => [
  ...casesOf(predicate, { state }),
];

/** How a run breaks a property, from where that is met and raised along it; undefined if it does not. */
function brokenHow(
  kind: Property<Subject>['kind'],
  met: readonly boolean[],
  raised: readonly boolean[],
  loop: number,
): string | undefined {
  const neverFrom = (start: number) => !met.slice(Math.min(start, loop)).includes(true);
  switch (kind) {
    case 'eventually':
      return neverFrom(0) ? 'it never comes true' : undefined;
    case 'always-eventually':
      return neverFrom(loop) ? `${since(lastTrue(met) + 1)} on it is never true again` : undefined;
    case 'eventually-always':
      if (!met.slice(loop).includes(false)) return undefined;
      return loop === met.length - 1
        ? 'in the end it is not true'
        : 'again and again it is not true';
    case 'leads-to': {
      const open = raised.findIndex((isRaised, at) => isRaised && !met.slice(at).includes(true));
      return open >= 0 && neverFrom(loop) ? `${since(open)} on it never comes true` : undefined;
    }
    default:
      return undefined;
  }
}

const lastTrue = (values: readonly boolean[]): number => values.lastIndexOf(true);

const since = (state: number): string => (state === 0 ? 'from the start' : `from step ${state}`);

function told({ who, verdict }: Case): string {
  const whom = who === '' ? '' : ` of ${who}`;
  return verdict instanceof Because ? `${whom}: ${verdict.reason}` : whom;
}
