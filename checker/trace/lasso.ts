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
}

/**
 * Examines whether a run, going round for ever from its state after `loop` steps or stopping there, is a fair run that
 * violates a property; by the model's functions alone. If it is none: why not.
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
  if (back.identity() !== endOf(run).identity())
    return `the last step does not lead back to the state after step ${loop}`;
  const bound = isStop ? boundAt(configuration, back) : undefined;
  if (bound !== undefined)
    return `the run does not stop at its end: what may follow there is cut by the bound ${bound}`;
  const respects = respectOf(configuration, property.fairness ?? [], run, loop);
  const broken = respects.find(({ isKept }) => !isKept);
  if (broken !== undefined) return `the run is not fair: ${broken.text}`;
  const reason = violationOf(
    property,
    states.map(({ seen }) => seen),
    loop,
  );
  return reason === undefined
    ? `the run does not violate "${property.name}"`
    : { reason, fairness: respects.map(({ text }) => text) };
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
