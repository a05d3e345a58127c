import type { Json } from '../model/canonical.ts';
import { differences } from './differences.ts';
import { type Journey, journeysOf } from './journeys.ts';
import { isByzantine, processOf, timerChanges } from './process-form.ts';
import type { StateForm, Trace, Transition } from './trace.ts';
import { deed } from './wording.ts';

/** One step of a trace as it is told to people. */
export interface Scene {
  /** From 1. */
  readonly number: number;
  readonly transition: Transition;
  /** Whether the process that it happens to was Byzantine before. */
  readonly isByzantine: boolean;
  /** What changed in the local state of its process, or in the fields of a plain system. */
  readonly changes: readonly string[];
  /** What changed in the history variable. */
  readonly noted: readonly string[];
  /** The messages it put into the network, and what became of each. */
  readonly sends: readonly Journey[];
  /** The message that it took from the network, or doubled. */
  readonly received: Journey | undefined;
  /** In the trace of a refinement: what the abstract system does meanwhile. */
  readonly abstract: AbstractScene | undefined;
}

/** What the abstract system does in one step, as it is told to people. */
export interface AbstractScene {
  readonly kind: 'stutters' | 'acts' | 'astray';
  /** What it does: `stutters`, an action, or that none does this. */
  readonly title: string;
  readonly changes: readonly string[];
}

/** A trace told step by step: what changed, and the way of each message. */
export function storyOf(trace: Trace): readonly Scene[] {
  const journeys = journeysOf(trace);
  const abstracts = abstractScenes(trace);
  let state: StateForm = trace.initial;
  return trace.steps.map(({ transition, changed }, index) => {
    const number = index + 1;
    const before = state;
    state = { ...state, ...changed };
    const sends = journeys.filter((journey) => journey.start === number);
    const received = journeys.find(
      ({ end, doubledAt }) => end?.step === number || doubledAt.includes(number),
    );
    return {
      number,
      transition,
      isByzantine: 'process' in transition && isByzantine(before[transition.process]),
      ...changesOf(before, changed, transition),
      sends,
      received,
      abstract: abstracts[index],
    };
  });
}

/** What the abstract system does in each step; nothing where there is none. */
function abstractScenes({ abstract, steps }: Trace): readonly (AbstractScene | undefined)[] {
  let state: StateForm = abstract?.initial ?? {};
  return steps.map(({ abstract: step }) => {
    if (step === undefined) return undefined;
    if (step === 'stutters') return { kind: 'stutters', title: 'stutters', changes: [] };
    const before = state;
    state = { ...state, ...step.changed };
    const { transition } = step;
    return {
      ...(transition === undefined
        ? { kind: 'astray', title: 'no action does this' }
        : { kind: 'acts', title: deed(transition) }),
      changes: Object.entries(step.changed).flatMap(([slot, after]) =>
        differences(before[slot] ?? null, after, slot),
      ),
    };
  });
}

function changesOf(
  before: StateForm,
  changed: StateForm,
  transition: Transition,
): { readonly changes: readonly string[]; readonly noted: readonly string[] } {
  const isProtocol = transition.kind !== 'action';
  const lines = Object.entries(changed).flatMap(([slot, after]) => {
    if (!isProtocol) return differences(before[slot] ?? null, after, slot);
    return NOT_LOCAL.has(slot) ? [] : changesOfProcess(slot, before[slot], after, transition);
  });
  const noted =
    isProtocol && changed['history'] !== undefined
      ? differences(before['history'] ?? null, changed['history'], 'history')
      : [];
  return { changes: lines, noted };
}

/** What changed in a process, which is named where it is not the one that the transition happens to. */
function changesOfProcess(
  name: string,
  before: Json | undefined,
  after: Json,
  transition: Transition,
): readonly string[] {
  const [old, now] = [processOf(before), processOf(after)];
  const isOwn = 'process' in transition && transition.process === name;
  return [...differences(old.local, now.local), ...timerChanges(old, now, transition)].map(
    (line) => (isOwn ? line : `${name}: ${line}`),
  );
}

const NOT_LOCAL: ReadonlySet<string> = new Set(['network', 'faults', 'partition', 'history']);
