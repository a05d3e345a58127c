import { type Json, textOf } from '../model/canonical.ts';
import type { Subject } from '../model/subject.ts';
import { type Moment, reasonOf } from '../property/judge.ts';
import { isLiveness, type Property } from '../property/property.ts';
import type { Configuration } from '../spec/configuration.ts';
import { type DeadEnd, endOf, follow, type Run } from './follow.ts';
import { examineLasso } from './lasso.ts';
import { isStuck, startsOf } from './live.ts';
import type { LiveState, Outcome } from './live-state.ts';
import { type Mismatch, mismatches } from './mismatch.ts';
import { pastOf } from './past.ts';
import type { Trace, TraceStep } from './trace.ts';
import { refinementOf, traceOfRun, traceStep } from './trace-of.ts';
import { what } from './wording.ts';

/** What replaying a trace through the model functions alone came to. */
export type ReplayResult =
  | { readonly verdict: 'confirmed' }
  | {
      readonly verdict: 'differs';
      /** The part of the trace that differs: a step by its number, from 1. */
      readonly at: number | 'start' | 'property' | 'heading';
      /** What differs there, in one line each: `client-1.token is 3 in the trace, but the model gives 2`. */
      readonly differences: readonly string[];
    };

/**
 * Runs a trace again from its initial state, through the model functions alone, and asks the property
 * itself at the end. Confirmed only if the model gives the very same trace.
 */
export function replayTrace(trace: Trace, configuration: Configuration): ReplayResult {
  const starts = startsOf(configuration);
  const same = starts.filter(({ form }) => textOf(form) === textOf(trace.initial));
  if (same.length === 0)
    return differs(
      'start',
      fewest(starts.map(({ form }) => mismatches(trace.initial, form, 'initial'))),
    );
  const refinement = refinementOf(configuration, trace.property.name);
  const stepOf = (before: LiveState, outcome: Outcome) => traceStep(before, outcome, refinement);
  const texts = trace.steps.map((step) => textOf(jsonOf(step)));
  const followed = follow(
    configuration,
    same,
    trace.steps.map(({ transition }) => transition),
    (step, before, outcome) => textOf(jsonOf(stepOf(before, outcome))) === texts[step],
  );
  if ('deadEnd' in followed) return differsInStep(trace, followed.deadEnd, stepOf);
  return judged(trace, configuration, followed.run);
}

function differsInStep(
  trace: Trace,
  { number, choices, obstacle }: DeadEnd,
  stepOf: (before: LiveState, outcome: Outcome) => TraceStep,
): ReplayResult {
  const step = trace.steps[number - 1];
  if (step === undefined) throw new RangeError('a dead end is at a step of the trace');
  if (choices.length === 0)
    return {
      verdict: 'differs',
      at: number,
      differences: [`${what(step.transition)}: not possible here, ${obstacle}`],
    };
  const all = choices.map(({ before, outcome }) =>
    mismatches(jsonOf(step), jsonOf(stepOf(before, outcome)), ''),
  );
  return differs(number, fewest(all), `${what(step.transition)}: `);
}

/** Asks the property of the last state, and compares all that the trace says besides its steps. */
function judged(trace: Trace, configuration: Configuration, run: Run): ReplayResult {
  const { name } = trace.property;
  const property = configuration.properties.find((one) => one.name === name);
  if (property === undefined)
    return { verdict: 'differs', at: 'property', differences: [`there is no property "${name}"`] };
  if (isLiveness(property.kind)) return judgedForEver(trace, configuration, run, property);
  const reason =
    property.kind === 'deadlock-free' && !isStuck(configuration, endOf(run))
      ? undefined
      : reasonOf(property, lastMoment(run));
  if (reason === undefined) {
    const shown = trace.property.shows === 'witness' ? 'a witness of' : 'a violation of';
    return {
      verdict: 'differs',
      at: 'property',
      differences: [`the last state does not show ${shown} "${name}"`],
    };
  }
  return compared(trace, traceOfRun(configuration, run, { name, kind: property.kind, reason }));
}

/** Asks a liveness property of the run for ever: whether it closes or may stop, is fair, and violates the property. */
function judgedForEver(
  trace: Trace,
  configuration: Configuration,
  run: Run,
  property: Property<Subject>,
): ReplayResult {
  const { loop } = trace;
  if (loop === undefined)
    return {
      verdict: 'differs',
      at: 'property',
      differences: [
        `"${property.name}" is about runs for ever; the trace does not say where it loops`,
      ],
    };
  const examined = examineLasso(configuration, property, run, loop);
  if (typeof examined === 'string')
    return { verdict: 'differs', at: 'property', differences: [examined] };
  const { name, kind } = property;
  return compared(trace, traceOfRun(configuration, run, { name, kind, loop, ...examined }));
}

/** Compares all that a trace says with what the model says. */
function compared(trace: Trace, model: Trace): ReplayResult {
  const found = mismatches(jsonOf(trace), jsonOf(model), '');
  if (found.length === 0) return { verdict: 'confirmed' };
  const ofProperty = found.every(({ place }) => place.startsWith('property'));
  return differs(ofProperty ? 'property' : 'heading', found);
}

/** What a property is asked of at the end of a run. */
export function lastMoment(run: Run): Moment {
  const before = run.outcomes.at(-2)?.state ?? run.start;
  const last = run.outcomes.at(-1);
  const past = pastOf(run);
  if (last === undefined) return { state: run.start.seen, isStart: true, past };
  const changed = textOf(before.form) !== textOf(last.state.form);
  return {
    state: last.state.seen,
    before: changed ? before.seen : undefined,
    step: last.step,
    past,
  };
}

const differs = (
  at: Extract<ReplayResult, { readonly verdict: 'differs' }>['at'],
  found: readonly Mismatch[],
  before = '',
): ReplayResult => ({
  verdict: 'differs',
  at,
  differences: found.map(
    ({ place, trace, model }) =>
      `${before}${place} is ${trace} in the trace, but the model gives ${model}`,
  ),
});

/** Of the things a trace may have meant, the one it comes closest to. */
const fewest = (all: readonly (readonly Mismatch[])[]): readonly Mismatch[] =>
  all.reduce((best, one) => (one.length < best.length ? one : best), all[0] ?? []);

/** A trace, or a step of one, as the plain data it is. */
// Traces are JSON by their types; only optional members keep TypeScript from seeing it.
const jsonOf = (data: Trace | Trace['steps'][number]): Json => data as unknown as Json;
