import { ModelError } from '../errors.ts';
import { type Json, textOf } from '../model/canonical.ts';
import type { Subject } from '../model/subject.ts';
import { abstractForm, abstractStep } from '../property/abstract-step.ts';
import { isWitness } from '../property/judge.ts';
import type { Property, Refinement } from '../property/property.ts';
import type { Configuration } from '../spec/configuration.ts';
import { type DeadEnd, follow, type Run } from './follow.ts';
import { lanesOf, startsOf } from './live.ts';
import type { LiveState, Outcome } from './live-state.ts';
import { pastOf } from './past.ts';
import type { CallsForm, Path, StateForm, Trace, TraceStep } from './trace.ts';
import { what } from './wording.ts';

/** What a path shows of a property. */
export interface Finding {
  readonly name: string;
  readonly kind: Property<Subject>['kind'];
  /** Why it is violated, or of what the witness is true. */
  readonly reason: string;
  /** Of a liveness property: where the run loops, and how it keeps to each fairness assumption. */
  readonly loop?: number | undefined;
  readonly rises?: Trace['rises'] | undefined;
  readonly fairness?: readonly string[] | undefined;
}

/**
 * The trace of a path, made by running the model's functions alone. At each step it takes the first
 * outcome that leads to the state of the path.
 * @throws ModelError naming the step that the model cannot take.
 */
export const traceOf = (configuration: Configuration, path: Path, finding: Finding): Trace =>
  traceOfRun(configuration, runOf(configuration, path), { ...finding, loop: path.loop });

/**
 * The run along a path, by the model's functions alone.
 * @throws ModelError naming the step that the model cannot take.
 */
export function runOf(configuration: Configuration, path: Path): Run {
  const initial = textOf(path.initial);
  const starts = startsOf(configuration).filter(({ form }) => textOf(form) === initial);
  if (starts.length === 0)
    throw new ModelError(`${configuration.spec}: a path starts in a state that is not initial.`);
  const transitions = path.steps.map(({ transition }) => transition);
  const states = path.steps.map(({ state }) => textOf(state));
  const followed = follow(
    configuration,
    starts,
    transitions,
    (step, _, { state }) => textOf(state.form) === states[step],
  );
  if ('deadEnd' in followed) throw unconfirmed(configuration, path, followed.deadEnd);
  return followed.run;
}

/** The trace of a run, from its own states and messages. */
export function traceOfRun(configuration: Configuration, run: Run, finding: Finding): Trace {
  const { name, kind, reason, loop, rises, fairness } = finding;
  const refinement = refinementOf(configuration, name);
  const calls = isWitness(kind) ? undefined : callsOf(configuration, name, run);
  return {
    format: 'holds-trace/1',
    spec: configuration.spec,
    variant: configuration.variant ?? null,
    parameters: configuration.parameters,
    property: { name, kind, shows: isWitness(kind) ? 'witness' : 'violation', reason },
    ...(calls === undefined ? {} : { calls }),
    processes: lanesOf(configuration),
    initial: run.start.form,
    ...(refinement === undefined
      ? {}
      : {
          abstract: {
            system: refinement.abstract.name,
            initial: abstractForm(refinement, run.start.seen),
          },
        }),
    steps: run.outcomes.map((outcome, index) =>
      traceStep(run.outcomes[index - 1]?.state ?? run.start, outcome, refinement),
    ),
    ...(loop === undefined ? {} : { loop }),
    ...(rises === undefined ? {} : { rises }),
    ...(fairness === undefined ? {} : { fairness }),
  };
}

/** The calls that a property is about; undefined if it is about none. */
function callsOf({ properties }: Configuration, name: string, run: Run): CallsForm | undefined {
  const predicate = properties.find((one) => one.name === name)?.predicate;
  return predicate?.over === 'state' ? predicate.calls?.(pastOf(run)) : undefined;
}

/** The refinement that a property is; undefined if it is another kind of property. */
export function refinementOf({ properties }: Configuration, name: string): Refinement | undefined {
  const predicate = properties.find((one) => one.name === name)?.predicate;
  return predicate?.over === 'refinement' ? predicate : undefined;
}

/** One step of a trace, from the state before and what came of the transition. */
export function traceStep(
  before: LiveState,
  outcome: Outcome,
  refinement: Refinement | undefined,
): TraceStep {
  const { transition, sent, sentAt, state } = outcome;
  return {
    transition,
    changed: changedSlots(before.form, state.form),
    sent,
    ...(sentAt === undefined ? {} : { sentAt }),
    ...(refinement === undefined
      ? {}
      : { abstract: abstractStep(refinement, before.seen, state.seen) }),
  };
}

function changedSlots(before: StateForm, after: StateForm): StateForm {
  const changed = Object.entries(after).filter(([slot, value]) => {
    const old: Json | undefined = before[slot];
    return slot !== 'network' && (old === undefined || textOf(old) !== textOf(value));
  });
  return Object.fromEntries(changed);
}

function unconfirmed(
  { spec }: Configuration,
  { steps }: Path,
  { number, choices, obstacle }: DeadEnd,
): ModelError {
  const transition = steps[number - 1]?.transition;
  const step = transition === undefined ? '' : ` (${what(transition)})`;
  const why =
    choices.length === 0 ? obstacle : 'the model functions lead to another state than was found';
  return new ModelError(`${spec}: step ${number}${step} of a path could not be replayed: ${why}.`);
}
