import type { ProcessId } from '../model/process-id.ts';

/** A call of a shared object: plain data with a kind, such as `{ kind: 'write', value: 'A' }`. */
export interface Call<Kind extends string = string> {
  readonly kind: Kind;
}

/**
 * What a shared object does when it is called by one client at a time: the specification that
 * concurrent calls are held to. Its states, calls and answers are data; `apply` is pure.
 */
export interface SequentialObject<C extends Call, Answer, State = unknown> {
  readonly name: string;
  readonly initial: State;
  /** The state after a call and its answer; nothing where the call must wait, such as for a lock. */
  readonly apply: (
    state: State,
    call: C,
    client: ProcessId,
  ) => readonly [state: State, answer: Answer] | undefined;
}
