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

/** One way a process may go on: its next state, and the messages that it sends. */
export class Step<Local, M extends Message = Message> {
  readonly next: Local;
  readonly sends: readonly Send<M>[];

  constructor(next: Local, sends: readonly Send<M>[]) {
    this.next = next;
    this.sends = sends;
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
