import type { List, Map } from 'immutable';
import type { Message } from './effects.ts';
import type { ProcessId } from './process-id.ts';

/** What properties of a model can speak of. */
export interface Subject {
  /** What a predicate over the whole state sees first. */
  readonly view: unknown;
  /** What it sees besides. */
  readonly world: unknown;
  /** The local states by role, for predicates over each process. */
  readonly locals: unknown;
}

/** A message in the network. */
export interface Envelope<M extends Message = Message> {
  readonly from: ProcessId;
  readonly to: ProcessId;
  readonly message: M;
}

/** How often each fault has happened so far. */
export interface FaultsSoFar {
  readonly loss: number;
  readonly duplication: number;
  readonly crash: number;
  readonly restart: number;
  readonly partition: number;
  readonly pause: number;
  readonly jump: number;
  readonly late: number;
  readonly byzantine: number;
}

/** What there is besides the processes' own states. */
export interface World<History> {
  /** The history variable, where the protocol is observed. */
  readonly history: History;
  /** The messages sent and not yet received, in no meaningful order. */
  readonly inFlight: List<Envelope>;
  /** How often each fault has happened so far. */
  readonly faults: FaultsSoFar;
  /** Whether a process is up, not crashed. */
  isUp(process: ProcessId): boolean;
  /** Whether a process is paused: up, but it takes no step. */
  isPaused(process: ProcessId): boolean;
  /** Whether a process has become Byzantine. */
  isByzantine(process: ProcessId): boolean;
  /** Whether a partition keeps what one process sends from another. */
  isCut(from: ProcessId, to: ProcessId): boolean;
  /** How many ticks are left of a process's timer; 0 if it is due, undefined if it is not running. */
  remaining(process: ProcessId, timer: string): number | undefined;
}

/** A protocol is seen as one map a role, from process to local state. */
export interface ProtocolSubject<Locals, History> {
  readonly view: { readonly [Name in keyof Locals]: Map<ProcessId, Locals[Name]> };
  readonly world: World<History>;
  readonly locals: Locals;
}

/** A plain system is seen as its state. */
export interface SystemSubject<State> {
  readonly view: State;
  readonly world: undefined;
  readonly locals: Record<never, never>;
}
