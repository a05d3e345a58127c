import type { StepKind, SystemInstance } from '../model/instance.ts';
import type { ProcessId } from '../model/process-id.ts';
import type { Subject } from '../model/subject.ts';
import type { CallsForm } from '../trace/trace.ts';
import { heard, type Verdict } from './because.ts';
import type { Fairness } from './fairness.ts';

export type { StepKind, Verdict };

/** What a predicate over one process knows besides its state. */
export interface About<World> {
  readonly self: ProcessId;
  readonly world: World;
}

/** What a predicate over two processes knows besides their states. */
export interface AboutPair<World> {
  readonly first: ProcessId;
  readonly second: ProcessId;
  readonly world: World;
}

/** What a predicate over one process's step knows besides its states before and after. */
export interface AboutStep {
  readonly self: ProcessId;
  readonly kind: StepKind;
}

/** Carries the type of the model that a predicate is about; never set. */
interface Speaks<S extends Subject> {
  readonly subject?: (subject: S) => void;
}

/** A predicate over each process of a role. As a witness: over some process. */
export interface EachProcess<S extends Subject> extends Speaks<S> {
  readonly over: 'each';
  readonly role: string;
  readonly holds: (local: unknown, about: About<unknown>) => Verdict;
}

/** A predicate over each ordered pair of different processes of a role. */
export interface EachPair<S extends Subject> extends Speaks<S> {
  readonly over: 'pair';
  readonly role: string;
  readonly holds: (first: unknown, second: unknown, about: AboutPair<unknown>) => Verdict;
}

/** A predicate over each step of each process of a role. */
export interface EachStep<S extends Subject> extends Speaks<S> {
  readonly over: 'step';
  readonly role: string;
  readonly holds: (before: unknown, after: unknown, about: AboutStep) => Verdict;
}

/** Speaks of every initial state and every step: an abstract system starts so too, and can do the same or nothing. */
export interface Refinement {
  readonly over: 'refinement';
  readonly abstract: SystemInstance;
  /** The state of the abstract system that a state of the model stands for. */
  readonly map: (view: unknown, world: unknown) => object;
}

type StatePredicate<S extends Subject> = (view: S['view'], world: S['world']) => Verdict;
type StatesPredicate<S extends Subject> = (before: S['view'], after: S['view']) => Verdict;

/** What must hold, or must be possible. */
export interface Property<S extends Subject> extends Speaks<S> {
  readonly kind: SafetyKind | LivenessKind;
  readonly name: string;
  /** Of a liveness property: what must come true. */
  readonly predicate: Predicate;
  /** Of `leads-to`: after what it must come true. */
  readonly trigger?: Predicate;
  /** Of a liveness property: what is assumed to be fair. */
  readonly fairness?: readonly Fairness[];
}

/** Kinds that one state or one transition decides. */
export type SafetyKind =
  | 'invariant'
  | 'step-invariant'
  | 'reachable'
  | 'reachable-step'
  | 'deadlock-free'
  | 'refinement';

/** Kinds that only a run as a whole decides. */
export type LivenessKind = (typeof LIVENESS)[number];

const LIVENESS = ['eventually', 'always-eventually', 'eventually-always', 'leads-to'] as const;

export const isLiveness = (kind: SafetyKind | LivenessKind): kind is LivenessKind =>
  LIVENESS.some((one) => one === kind);

/** A property that depends on the parameters of the model it is about. */
export interface PropertyAt<S extends Subject, Parameters> extends Speaks<S> {
  readonly kind: Property<S>['kind'];
  readonly name: string;
  /** The property at these parameters. */
  readonly at: (parameters: Parameters) => Property<S>;
}

/** What a spec may list as a property. */
export type Declared<S extends Subject, Parameters> = Property<S> | PropertyAt<S, Parameters>;

/** What one step did to the local state of its process. */
export interface ProcessStep {
  readonly self: ProcessId;
  readonly role: string;
  readonly kind: StepKind;
  readonly before: unknown;
  readonly after: unknown;
}

/** A run as far as it changed local states. */
export interface Past {
  /** The local states of a role's processes at the beginning. */
  start(role: string): readonly (readonly [ProcessId, unknown])[];
  readonly steps: readonly PastStep[];
}

/** A step of a run that changed the local state of its process. */
export interface PastStep extends ProcessStep {
  /** The number of the step in its run, from 1. */
  readonly number: number;
}

/** A predicate with the types of its model forgotten. */
export type Predicate =
  | {
      readonly over: 'state';
      readonly holds: (view: unknown, world: unknown) => Verdict;
      /** Whether `holds` is of the checker's own, and sees itself to the purity of what it runs of a spec. */
      readonly checksItself?: boolean;
      /** Why it does not hold at the end of a run, where the run says more than its last state. */
      readonly explain?: (past: Past) => string;
      /** The calls of a shared object in a run, where it is about such. */
      readonly calls?: (past: Past) => CallsForm;
    }
  | { readonly over: 'states'; readonly holds: (before: unknown, after: unknown) => Verdict }
  | EachProcess<Subject>
  | EachPair<Subject>
  | EachStep<Subject>
  | Refinement;

type RoleOf<S extends Subject> = keyof S['locals'] & string;

/** Speaks of each process of a role (as a witness: of some process). */
export const each = <S extends Subject, R extends RoleOf<S>>(
  role: R,
  holds: (local: S['locals'][R], about: About<S['world']>) => Verdict,
): EachProcess<S> => ({ over: 'each', role, holds: forget(heard(holds)) });

/** Speaks of each two different processes of a role, in both orders. */
export const eachPair = <S extends Subject, R extends RoleOf<S>>(
  role: R,
  holds: (first: S['locals'][R], second: S['locals'][R], about: AboutPair<S['world']>) => Verdict,
): EachPair<S> => ({ over: 'pair', role, holds: forget(heard(holds)) });

/** Speaks of each step of each process of a role: its state before and after. */
export const eachStep = <S extends Subject, R extends RoleOf<S>>(
  role: R,
  holds: (before: S['locals'][R], after: S['locals'][R], about: AboutStep) => Verdict,
): EachStep<S> => ({ over: 'step', role, holds: forget(heard(holds)) });

/** Holds in every state. */
export const invariant = <S extends Subject>(
  name: string,
  predicate: StatePredicate<S> | EachProcess<S> | EachPair<S>,
): Property<S> => ({ kind: 'invariant', name, predicate: overState(predicate) });

/** Holds of every transition; a transition that changes nothing of what it speaks of is not asked. */
export const stepInvariant = <S extends Subject>(
  name: string,
  predicate: StatesPredicate<S> | EachStep<S>,
): Property<S> => ({ kind: 'step-invariant', name, predicate: overStates(predicate) });

/** Is true of some reachable state. A witness that is never found makes the check fail. */
export const reachable = <S extends Subject>(
  name: string,
  predicate: StatePredicate<S> | EachProcess<S> | EachPair<S>,
): Property<S> => ({ kind: 'reachable', name, predicate: overState(predicate) });

/** Is true of some transition that can be taken. */
export const reachableStep = <S extends Subject>(
  name: string,
  predicate: StatesPredicate<S> | EachStep<S>,
): Property<S> => ({ kind: 'reachable-step', name, predicate: overStates(predicate) });

/** The system never gets stuck: every state has a step that is not a fault, or is a final state. */
export const deadlockFree = <S extends Subject>(
  name: string,
  options: { readonly final: StatePredicate<S> | EachProcess<S> },
): Property<S> => ({ kind: 'deadlock-free', name, predicate: overState(options.final) });

/** What a liveness property stands on besides its predicates. */
interface Assuming {
  /** What is assumed to be fair; nothing, unless said: then a run may stop anywhere. */
  readonly fairness?: Fairness | readonly Fairness[];
}

type OverStates<S extends Subject> = StatePredicate<S> | EachProcess<S> | EachPair<S>;

/** Every fair run comes to a state in which it holds; with `each`, for each process on its own. */
export const eventually = <S extends Subject>(
  name: string,
  predicate: OverStates<S>,
  assuming: Assuming = {},
): Property<S> => temporal('eventually', name, predicate, assuming);

/** Every fair run comes again and again to a state in which it holds. */
export const alwaysEventually = <S extends Subject>(
  name: string,
  predicate: OverStates<S>,
  assuming: Assuming = {},
): Property<S> => temporal('always-eventually', name, predicate, assuming);

/** In every fair run it holds from some state on, for ever. */
export const eventuallyAlways = <S extends Subject>(
  name: string,
  predicate: OverStates<S>,
  assuming: Assuming = {},
): Property<S> => temporal('eventually-always', name, predicate, assuming);

/** In every fair run, a state in which the first holds is one in which the second holds, or is followed by one. */
export const leadsTo = <S extends Subject>(
  name: string,
  trigger: OverStates<S>,
  predicate: OverStates<S>,
  assuming: Assuming = {},
): Property<S> => ({
  ...temporal('leads-to', name, predicate, assuming),
  trigger: overState(trigger),
});

const temporal = <S extends Subject>(
  kind: LivenessKind,
  name: string,
  predicate: OverStates<S>,
  { fairness = [] }: Assuming,
): Property<S> => ({
  kind,
  name,
  predicate: overState(predicate),
  fairness: 'strength' in fairness ? [fairness] : fairness,
});

const overState = <S extends Subject>(
  predicate: StatePredicate<S> | EachProcess<S> | EachPair<S>,
): Predicate =>
  typeof predicate === 'function'
    ? { over: 'state', holds: forget(heard(predicate)) }
    : forget(predicate);

const overStates = <S extends Subject>(predicate: StatesPredicate<S> | EachStep<S>): Predicate =>
  typeof predicate === 'function'
    ? { over: 'states', holds: forget(heard(predicate)) }
    : forget(predicate);

/** A spec only accepts properties of its own model, so what they are about can be forgotten. */
const forget = <Typed, Forgotten>(typed: Typed): Forgotten => typed as unknown as Forgotten;
