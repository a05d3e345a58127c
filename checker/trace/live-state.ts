import type { Shift, Span } from '../model/risen.ts';
import type { ProcessStep, Seen } from '../property/judge.ts';
import type { Sent, StateForm, Transition } from './trace.ts';

/**
 * A state of a model as values, which can be taken further one given transition at a time by running
 * the model's own functions. It shares nothing with the kernel: what the kernel finds is checked with it.
 */
export interface LiveState {
  readonly form: StateForm;
  /** Equal only for states from which the same can follow, down to the step that sent each message. */
  readonly key: string;
  /** Equal for equal states, and only for those, whichever steps sent the messages. With numbers that rise shifted, if so said. */
  identity(shift?: Shift): string;
  /** For each family of numbers that rise, the least and the greatest there is in the state. */
  numbers(): ReadonlyMap<string, Span>;
  /** The families that the message has numbers of which a transition is about, if it is about one. */
  mentionedBy(transition: Transition): ReadonlySet<string>;
  readonly seen: Seen;
  /** How many messages are in the network. */
  readonly inFlight: number;
  /** All that may come of a transition, taken as the step of this number; or why it cannot be taken. */
  take(transition: Transition, number: number): readonly Outcome[] | string;
  /** The transitions worth trying: every one that is possible, and some that are not. */
  candidates(): readonly Transition[];
}

/** One way in which a transition may turn out. */
export interface Outcome {
  readonly state: LiveState;
  /** The transition, with its message written as the model wrote it. */
  readonly transition: Transition;
  readonly sent: readonly Sent[];
  /** The step that put the message that it takes into the network. */
  readonly sentAt?: number | undefined;
  /** What it did to the local state of its process, if it changed. */
  readonly step?: ProcessStep | undefined;
}
