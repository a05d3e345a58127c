import type { ProcessId } from './process-id.ts';
import type { Role } from './role.ts';

/** What a search is made of: a model at given parameters, the types of its states forgotten. */
export type ModelInstance = ProtocolInstance | SystemInstance;

/** A protocol at given parameters: its processes, and what is observed of them. */
export interface ProtocolInstance {
  readonly kind: 'protocol';
  readonly name: string;
  /** Every role by its name, also one without processes. */
  readonly roles: Readonly<Record<string, Role<unknown>>>;
  readonly processes: readonly Process[];
  /** Families of ids, besides processes, that are interchangeable. */
  readonly symmetricValues: readonly (readonly ProcessId[])[];
  readonly history: HistoryVariable | undefined;
}

/** One process of a protocol at given parameters. */
export interface Process {
  readonly id: ProcessId;
  readonly roleName: string;
  readonly symmetric: boolean;
  readonly role: Role<unknown>;
}

/** How one process's step came about. */
export type StepKind = 'act' | 'timer' | 'deliver' | 'crash' | 'restart';

/** A history variable with its types forgotten. */
export interface HistoryVariable {
  readonly initial: unknown;
  readonly note: Readonly<
    Record<
      string,
      ((before: unknown, after: unknown, self: ProcessId, kind: StepKind) => unknown) | undefined
    >
  >;
  readonly record: (history: unknown, event: unknown) => unknown;
  /** Whether `record` is of the checker's own, and sees itself to the purity of what it runs of a spec. */
  readonly checksItself?: boolean;
}

/** A plain system at given parameters. */
export interface SystemInstance {
  readonly kind: 'system';
  readonly name: string;
  readonly initial: readonly Readonly<Record<string, unknown>>[];
  readonly actions: readonly SystemAction[];
  /** Families of ids that are interchangeable. */
  readonly symmetric: readonly (readonly ProcessId[])[];
}

/** One named action, for one member where it is taken for each. */
export interface SystemAction {
  readonly name: string;
  readonly member: unknown;
  readonly act: (state: never) => Changes<unknown>;
}

/** What an action returns: the fields that change, several such alternatives, or nothing if not enabled. */
export type Changes<State> = Partial<State> | readonly Partial<State>[] | false | null | undefined;
