import type { Subject } from '../model/subject.ts';
import type { Property } from '../property/property.ts';
import { violationOf } from '../property/temporal.ts';
import type { Configuration } from '../spec/configuration.ts';
import { respectOf } from './fair-run.ts';
import { endOf, type Run } from './follow.ts';
import { brokenBound } from './live.ts';
import type { LiveState } from './live-state.ts';

/** What a run for ever shows of a liveness property: why it is violated, and how the run is fair. */
export interface Examined {
  readonly reason: string;
  readonly fairness: readonly string[];
  /** The families whose numbers are all higher each time the run comes round, and by how much. */
  readonly rises?: Readonly<Record<string, number>>;
}

/**
 * Examines whether a run, going round for ever from its state after `loop` steps or stopping there, is a fair run that
 * violates a property; by the model's functions alone. If it is none: why not. Where numbers rise it goes round also if it
 * comes back to the same state with all numbers of a family so much higher: it can take the same steps again.
 */
export function examineLasso(
  configuration: Configuration,
  property: Property<Subject>,
  run: Run,
  loop: number,
): Examined | string {
  const states = [run.start, ...run.outcomes.map(({ state }) => state)];
  const back = states[loop];
  if (back === undefined) return `there is no state after ${loop} steps`;
  const isStop = loop === run.outcomes.length;
  const rises = risesBetween(configuration, back, endOf(run));
  const lowered = new Map([...rises].map(([family, by]) => [family, -by]));
  if (back.identity() !== endOf(run).identity(lowered))
    return `the last step does not lead back to the state after step ${loop}`;
  const bound = isStop ? boundAt(configuration, back) : undefined;
  if (bound !== undefined)
    return `the run does not stop at its end: what may follow there is cut by the bound ${bound}`;
  const respects = respectOf(
    configuration,
    property.fairness ?? [],
    run,
    loop,
    new Set(rises.keys()),
  );
  const broken = respects.find(({ isKept }) => !isKept);
  if (broken !== undefined) return `the run is not fair: ${broken.text}`;
  const reason = violationOf(
    property,
    states.map(({ seen }) => seen),
    loop,
  );
  return reason === undefined
    ? `the run does not violate "${property.name}"`
    : {
        reason,
        fairness: respects.map(({ text }) => text),
        ...(rises.size === 0 ? {} : { rises: Object.fromEntries(rises) }),
      };
}

/** By how much the least number of each family is higher in one state than in another, where it is and may be. */
function risesBetween(
  { rising, bounds }: Configuration,
  before: LiveState,
  after: LiveState,
): ReadonlyMap<string, number> {
  if (!rising) return new Map();
  const [old, now] = [before.numbers(), after.numbers()];
  return new Map(
    bounds.flatMap(({ measure }): [string, number][] => {
      if (measure.over !== 'spread') return [];
      const { family } = measure;
      const by = (now.get(family)?.least ?? 0) - (old.get(family)?.least ?? 0);
      return by > 0 ? [[family, by]] : [];
    }),
  );
}

/** A bound that cuts a transition from a state. */
function boundAt(configuration: Configuration, state: LiveState): string | undefined {
  for (const transition of state.candidates()) {
    const outcomes = state.take(transition, 0);
    if (typeof outcomes === 'string') continue;
    const broken = outcomes.map((one) => brokenBound(configuration, one.state)).find(Boolean);
    if (broken !== undefined) return `${broken.name}=${broken.limit}`;
  }
  return undefined;
}
