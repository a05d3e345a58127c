import { canonicalForm } from '../model/canonical.ts';
import type { ProcessId } from '../model/process-id.ts';
import type { Subject } from '../model/subject.ts';
import { differences } from '../trace/differences.ts';
import { readable } from '../trace/readable.ts';
import { startReason, stepReason } from './abstract-step.ts';
import { Because, because } from './because.ts';
import type {
  EachPair,
  EachProcess,
  EachStep,
  Past,
  Predicate,
  ProcessStep,
  Property,
  Refinement,
  Verdict,
} from './property.ts';

/** A state as predicates see it. */
export interface Seen {
  readonly view: unknown;
  readonly world: unknown;
  /** The processes of a role and their local states, in order; none in a plain system. */
  locals(role: string): readonly (readonly [ProcessId, unknown])[];
}

export type { ProcessStep };

/** What a predicate is asked of: a state, and for predicates over steps how it was reached. */
export interface Moment {
  readonly state: Seen;
  /** Whether it is where a run starts. */
  readonly isStart?: boolean;
  /** Only if the state changed. */
  readonly before?: Seen | undefined;
  /** Only if the step changed the local state of a process. */
  readonly step?: ProcessStep | undefined;
  /** The whole run, where it is known. */
  readonly past?: Past;
}

/** A local state longer than this is left out of a reason. */
const LONGEST = 90;

/** Why a predicate does not hold, naming the processes; undefined if it does. */
export const judge = (predicate: Predicate, moment: Moment): string | undefined =>
  firstCase(predicate, moment, false);

/** Of what a predicate is true, naming the processes; undefined if of nothing. */
export const witness = (predicate: Predicate, moment: Moment): string | undefined =>
  firstCase(predicate, moment, true);

/** Whether a property's trace ends in a witness, not in a violation. */
export const isWitness = (kind: Property<Subject>['kind']): boolean =>
  kind === 'reachable' || kind === 'reachable-step';

/**
 * The last line of a property's trace: why it is violated, or of what its witness is true. Undefined
 * if it is neither. Of deadlock freedom it only says why the state is not final.
 */
export function reasonOf(
  { kind, predicate }: Pick<Property<Subject>, 'kind' | 'predicate'>,
  moment: Moment,
): string | undefined {
  if (isWitness(kind)) return witness(predicate, moment);
  const reason = judge(predicate, moment);
  return kind === 'deadlock-free' && reason !== undefined
    ? `nothing but faults can happen, and the state is not final: ${reason}`
    : reason;
}

/** One case that a predicate is asked of: whom it is about, in what state, and the answer. */
export interface Case {
  readonly who: string;
  readonly detail: string;
  readonly verdict: Verdict;
}

function firstCase(predicate: Predicate, moment: Moment, wanted: boolean): string | undefined {
  for (const { who, detail, verdict } of casesOf(predicate, moment)) {
    if ((verdict === true) !== wanted) continue;
    if (verdict instanceof Because)
      return who === '' ? verdict.reason : `${who}: ${verdict.reason}`;
    return who === '' ? `it is ${wanted} ${detail}` : detail;
  }
  return undefined;
}

/** One at a time, so that nothing is asked after the case that decides. */
export function casesOf(predicate: Predicate, moment: Moment): Iterable<Case> {
  const { state, before, step } = moment;
  switch (predicate.over) {
    case 'refinement':
      return casesOfRefinement(predicate, moment);
    case 'state':
      return [
        {
          who: '',
          detail: 'in this state',
          verdict: explained(predicate.holds(state.view, state.world), predicate, moment.past),
        },
      ];
    case 'states':
      return before === undefined
        ? []
        : [
            {
              who: '',
              detail: 'of this step',
              verdict: predicate.holds(before.view, state.view),
            },
          ];
    case 'each':
      return casesOfEach(predicate, state);
    case 'pair':
      return casesOfPairs(predicate, state);
    case 'step':
      return step?.role === predicate.role ? [caseOfStep(predicate, step)] : [];
  }
}

function casesOfRefinement(
  refinement: Refinement,
  { state, before, isStart = false }: Moment,
): readonly Case[] {
  const reasons = [
    isStart ? startReason(refinement, state) : undefined,
    before === undefined ? undefined : stepReason(refinement, before, state),
  ];
  return reasons
    .filter((reason) => reason !== undefined)
    .map((reason) => ({ who: '', detail: '', verdict: because(reason) }));
}

const explained = (
  verdict: Verdict,
  { explain }: Extract<Predicate, { readonly over: 'state' }>,
  past: Past | undefined,
): Verdict =>
  verdict === false && explain !== undefined && past !== undefined
    ? new Because(explain(past))
    : verdict;

function* casesOfEach({ role, holds }: EachProcess<Subject>, { locals, world }: Seen) {
  for (const [self, local] of locals(role)) {
    yield {
      who: `${self}`,
      detail: described(self, local),
      verdict: holds(local, { self, world }),
    };
  }
}

function* casesOfPairs({ role, holds }: EachPair<Subject>, { locals, world }: Seen) {
  for (const [first, one] of locals(role)) {
    for (const [second, other] of locals(role)) {
      if (first === second) continue;
      yield {
        who: `${first} and ${second}`,
        detail: `${described(first, one)} and ${described(second, other)}`,
        verdict: holds(one, other, { first, second, world }),
      };
    }
  }
}

function caseOfStep(
  { holds }: EachStep<Subject>,
  { self, kind, before, after }: ProcessStep,
): Case {
  const changes = differences(canonicalForm(before), canonicalForm(after)).join(', ');
  return {
    who: `${self}`,
    detail: `${self}: ${changes}`,
    verdict: holds(before, after, { self, kind }),
  };
}

/** A process with its local state, where that is short. */
function described(self: ProcessId, local: unknown): string {
  const text = readable(canonicalForm(local));
  return text.length > LONGEST ? `${self}` : `${self} ${text}`;
}
