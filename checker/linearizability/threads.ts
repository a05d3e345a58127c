import type { ProcessId } from '../model/process-id.ts';
import type { CallHistory, Operation } from './call-history.ts';

/** A call in a thread, as the judge sees it. */
export interface Step {
  readonly call: unknown;
  /** A call that was not answered may take effect or not, with any answer. */
  readonly isAnswered: boolean;
  readonly answer: unknown;
  /** How many steps of each thread must come before it; 0 where none must. */
  readonly after: readonly number[];
}

/** Calls of one client that take effect in this order. */
export interface Thread {
  readonly client: ProcessId;
  readonly steps: readonly Step[];
}

/** Which order the calls must keep: that of real time between all of them, or only that within each client. */
export type Order = 'real-time' | 'program';

/** A history as threads: one a client, and one for each call that a crash cut off. */
export function threadsOf(history: CallHistory, order: Order): readonly Thread[] {
  const clients = [...history.keys()];
  const mains = clients.map((client) => {
    const { finished, pending } = history.get(client)!;
    return { client, operations: [...finished, ...(pending === null ? [] : [pending])] };
  });
  const cutOff = clients.flatMap((client) =>
    history
      .get(client)!
      .abandoned.toArray()
      .map((one) => ({ client, operations: [one] })),
  );
  const stepOf = ({ call, answer, after }: Operation, self: ProcessId): Step => ({
    call,
    isAnswered: answer !== undefined,
    answer,
    after: clients.map((other) =>
      order === 'real-time' || other === self ? (after.get(other) ?? -1) + 1 : 0,
    ),
  });
  return [...mains, ...cutOff].map(({ client, operations }) => ({
    client,
    steps: operations.map((one) => stepOf(one, client)),
  }));
}
