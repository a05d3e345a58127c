import type { ProcessId } from '../model/process-id.ts';
import type { CallHistory, ClientHistory, Operation } from './call-history.ts';

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
  const all = clients.map((client) =>
    threadsOfClient(client, history.get(client)!, clients, order),
  );
  return [...all.map(([main]) => main!), ...all.flatMap(([, ...cutOff]) => cutOff)];
}

/** The threads of one client, by its history: the same client has few histories, in many combinations with others'. */
const known: Readonly<Record<Order, WeakMap<ClientHistory, readonly Thread[]>>> = {
  'real-time': new WeakMap(),
  program: new WeakMap(),
};

/** The main thread of a client, then one for each of its calls that was cut off. */
function threadsOfClient(
  client: ProcessId,
  history: ClientHistory,
  clients: readonly ProcessId[],
  order: Order,
): readonly Thread[] {
  const before = known[order].get(history);
  if (before?.[0]?.client === client) return before;
  const { finished, pending, abandoned } = history;
  const main = [...finished, ...(pending === null ? [] : [pending])];
  const stepOf = ({ call, answer, after }: Operation): Step => ({
    call,
    isAnswered: answer !== undefined,
    answer,
    after: clients.map((other) =>
      order === 'real-time' || other === client ? (after.get(other) ?? -1) + 1 : 0,
    ),
  });
  const threads = [main, ...abandoned.toArray().map((one) => [one])].map((operations) => ({
    client,
    steps: operations.map(stepOf),
  }));
  known[order].set(history, threads);
  return threads;
}
