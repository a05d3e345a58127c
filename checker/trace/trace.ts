import type { Json } from '../model/canonical.ts';
import type { ParameterValues } from '../model/parameters.ts';

/**
 * A state as plain data, slot by slot: of a protocol, each process's local state by its id (as
 * `{"#down": state}` while it is crashed, `#paused` or `#byzantine`; the state itself as `{"#timed": state, "timers": …,
 * "ahead": …}` while a timer is running or its clock deviates), `network` (the messages in flight, sorted by their text),
 * `faults` (how often each has happened), `partition` where there may be one, and `history` where there is one; of a
 * plain system, its fields.
 */
export type StateForm = { readonly [slot: string]: Json };

/** What happened in one transition, as structured data. */
export type Transition =
  | { readonly kind: 'act'; readonly process: string; readonly action: string }
  | {
      readonly kind: 'deliver' | 'discard' | 'loss' | 'duplication';
      readonly process: string;
      readonly from: string;
      readonly message: MessageForm;
    }
  | { readonly kind: 'timer'; readonly process: string; readonly timer: string }
  | {
      readonly kind: 'crash' | 'restart' | 'pause' | 'resume' | 'byzantine';
      readonly process: string;
    }
  /** A clock goes on by some ticks at once, or gains or loses one. */
  | { readonly kind: 'jump' | 'drift'; readonly process: string; readonly by: number }
  /** A Byzantine process sends what it likes. */
  | {
      readonly kind: 'lie';
      readonly process: string;
      readonly to: string;
      readonly content: MessageForm;
    }
  | ({ readonly kind: 'partition' } & Cut)
  | { readonly kind: 'heal' | 'tick' | 'late' }
  | { readonly kind: 'action'; readonly action: string; readonly member?: Json };

/** What a partition cuts: all links between some processes and the others, or only those out of them or in to them. */
export interface Cut {
  readonly away: readonly string[];
  readonly links: 'both' | 'out' | 'in';
}

/** A message as plain data. */
export type MessageForm = { readonly kind: string; readonly [field: string]: Json };

/** A message sent in a step. */
export interface Sent {
  readonly to: string;
  readonly message: MessageForm;
}

/** One step of a trace. */
export interface TraceStep {
  readonly transition: Transition;
  /** The slots that changed, with their new values; `network` is left out, it follows from the messages. */
  readonly changed: StateForm;
  readonly sent: readonly Sent[];
  /** For a step that takes a message from the network: the number of the step that put it there, from 1; 0 is the beginning. */
  readonly sentAt?: number;
  /** In the trace of a refinement: what the abstract system does meanwhile. */
  readonly abstract?: AbstractStep;
}

/** An action of an abstract system. */
export type AbstractAction = Extract<Transition, { readonly kind: 'action' }>;

/** What an abstract system does in a step: nothing, an action, or, where there is none, what no action of it does. */
export type AbstractStep =
  | 'stutters'
  | {
      readonly transition?: AbstractAction;
      /** The fields that changed, with their new values. */
      readonly changed: StateForm;
    };

/** The calls of a shared object in a run, and an order in which as many as can be may have taken effect. */
export interface CallsForm {
  /** What that order keeps: real time, or only the order of each client's own. */
  readonly keeps: 'real-time' | 'program';
  readonly calls: readonly CallForm[];
}

export interface CallForm {
  readonly client: string;
  /** The call with its answer, in words: `read: A`. */
  readonly text: string;
  /** The number of the step that invokes it; 0 is the beginning. */
  readonly from: number;
  /** The number of the step that ends it, if one does. */
  readonly to?: number;
  readonly end: 'answered' | 'cut off' | 'pending';
  /** Its place in the order, from 1. If it was answered and has none, it fits nowhere. */
  readonly place?: number;
  /** What it would be answered in its place, where it was not or otherwise. */
  readonly instead?: string;
}

/** A path from an initial state that shows a property violated, or a witness found. It replays by itself. */
export interface Trace {
  readonly format: 'holds-trace/1';
  readonly spec: string;
  readonly variant: string | null;
  readonly parameters: ParameterValues;
  readonly property: {
    readonly name: string;
    readonly kind: string;
    readonly shows: 'violation' | 'witness';
    readonly reason: string;
  };
  /** Of a property of calls: the calls. */
  readonly calls?: CallsForm;
  /** The processes, in the order of their lanes; empty for a plain system. */
  readonly processes: readonly string[];
  readonly initial: StateForm;
  /** Of a refinement: the name of the abstract system, and the state of it that the initial state stands for. */
  readonly abstract?: { readonly system: string; readonly initial: StateForm };
  readonly steps: readonly TraceStep[];
  /**
   * Of a run that goes on for ever: after how many steps it is in the state to which the last step leads back. If there
   * are no more steps than that, it stops there for ever.
   */
  readonly loop?: number;
  /** Of such a run: the families whose numbers are all higher when it comes back, and by how much. */
  readonly rises?: Readonly<Record<string, number>>;
  /** Of such a run: each fairness assumption, and how the run keeps to it. */
  readonly fairness?: readonly string[];
}

/** A path as the explorer found it: each transition, and the state that it led to. */
export interface Path {
  readonly initial: StateForm;
  /** As of a trace. */
  readonly loop?: number;
  readonly steps: readonly { readonly transition: Transition; readonly state: StateForm }[];
}
