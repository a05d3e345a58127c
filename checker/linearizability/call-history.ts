import { List, Map, Record, type RecordOf } from 'immutable';
import { ModelError } from '../errors.ts';
import type { ProcessId } from '../model/process-id.ts';
import { isSame } from './same.ts';

/**
 * The plain history of calls: for each client the operations that were answered, and the one that was not
 * yet. Each operation knows which others had been answered when it was invoked; with the order of each
 * client's own operations, that is all of the real-time order.
 */
export type CallHistory = Map<ProcessId, ClientHistory>;

interface OperationFields {
  readonly call: unknown;
  /** Undefined while it is not answered. */
  readonly answer: unknown;
  /** For each other client with answered operations at the invocation, the index of the last of them. */
  readonly after: Map<ProcessId, number>;
}

export type Operation = RecordOf<OperationFields>;
const Operation = Record<OperationFields>(
  { call: null, answer: undefined, after: Map() },
  'Operation',
);

interface ClientFields {
  readonly finished: List<Operation>;
  readonly pending: Operation | null;
  /** Calls that a crash cut off. They may take effect at any time, or never, and are not answered any more. */
  readonly abandoned: List<Operation>;
}

export type ClientHistory = RecordOf<ClientFields>;
const ClientHistory = Record<ClientFields>(
  { finished: List(), pending: null, abandoned: List() },
  'ClientHistory',
);

/** Made once: to make a record takes longer than most of what is done with it. */
const NO_CALLS = ClientHistory();
const NO_OPERATION = Operation();

/** What one step of a client means for its calls: the end of one, the beginning of another, or both in this order. */
export interface CallEvent {
  readonly client: ProcessId;
  readonly ends: 'answered' | 'abandoned' | null;
  /** The answer, where the call was answered. */
  readonly answer?: unknown;
  /** The call that is invoked, if one is. */
  readonly call?: unknown;
}

/** Whether a crash leaves its client waiting for the same call, since that is durable. */
export const isStillPending = (pending: unknown, { ends, call }: CallEvent): boolean =>
  ends === 'abandoned' &&
  call !== undefined &&
  pending !== undefined &&
  pending !== null &&
  isSame(pending, call);

export const emptyHistory = (clients: readonly ProcessId[]): CallHistory =>
  Map(clients.map((client): [ProcessId, ClientHistory] => [client, NO_CALLS]));

/** The history after an event. Of the other clients it reads only how many operations were answered. */
export function withEvent(
  history: CallHistory,
  event: CallEvent,
  clients: readonly ProcessId[],
): CallHistory {
  const { client, call } = event;
  const before = history.get(client, NO_CALLS);
  if (isStillPending(before.pending?.call, event)) return history;
  const ended = event.ends === null ? before : withEnd(before, event);
  if (call === undefined) return history.set(client, ended);
  if (ended.pending !== null) throw twoAtOnce(client);
  let after = Map<ProcessId, number>();
  for (const other of clients) {
    const answered = other === client ? 0 : answeredBy(history, other);
    if (answered > 0) after = after.set(other, answered - 1);
  }
  return history.set(
    client,
    ended.set('pending', NO_OPERATION.set('call', call).set('after', after)),
  );
}

function withEnd(before: ClientHistory, { client, ends, answer }: CallEvent): ClientHistory {
  const { pending, finished, abandoned } = before;
  if (pending === null && ends === 'abandoned') return before;
  if (pending === null)
    throw new ModelError(`${client} ends a call, but has invoked none. Look at \`answered\`.`);
  if (ends === 'answered')
    return before
      .set('pending', null)
      .set('finished', finished.push(pending.set('answer', answer)));
  // What comes later is not after it, so that it takes its place among its own client's calls by `after` alone.
  const after = finished.size === 0 ? pending.after : pending.after.set(client, finished.size - 1);
  return before.set('pending', null).set('abandoned', abandoned.push(pending.set('after', after)));
}

const answeredBy = (history: CallHistory, client: ProcessId): number =>
  history.get(client, NO_CALLS).finished.size;

const twoAtOnce = (client: ProcessId): ModelError =>
  new ModelError(
    `${client} invokes a call while another is pending; a client has one at a time. Look at \`answered\`.`,
  );
