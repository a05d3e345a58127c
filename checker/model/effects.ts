import type { ProcessId } from './process-id.ts';

/** A message is plain readonly data with a kind; a protocol's messages are a union of such types. */
export interface Message {
  readonly kind: string;
}

/** A message on its way to a process. */
export interface Send<M extends Message = Message> {
  readonly to: ProcessId;
  readonly message: M;
}

/** A timer of the process that starts, or stops. */
export interface TimerChange {
  readonly timer: string;
  /** The ticks until it is due; null if it stops. */
  readonly ticks: number | null;
}

/** One way a process may go on: its next state, the messages that it sends, the timers that it starts and stops. */
export class Step<Local, M extends Message = Message> {
  readonly next: Local;
  readonly sends: readonly Send<M>[];
  readonly timers: readonly TimerChange[];

  constructor(next: Local, sends: readonly Send<M>[], timers: readonly TimerChange[] = []) {
    this.next = next;
    this.sends = sends;
    this.timers = timers;
  }
}

/**
 * What a handler or an action returns: one step, several (the process may take any of them), or
 * nothing. Nothing from an action means that it is not enabled; nothing from a message handler
 * means that the message is ignored: received to no effect, unless the spec keeps what is ignored.
 */
export type Outcome<Local, M extends Message = Message> =
  | Step<Local, M>
  | readonly Step<Local, M>[]
  | false
  | null
  | undefined;
