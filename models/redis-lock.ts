/**
 * A lock kept by one Redis server: SET if there is no value, with an expiry and a unique id; DEL if the value
 * is one's own id. Follows the source document's section 4.1 (single instance) and the Redis documentation,
 * "Distributed Locks with Redis", on the correct implementation with a single instance.
 *
 * A client counts its lease from before it asks, and ends it some ticks before the server can let the lock
 * expire (the margin). When it ends, the client is out of its critical section, or gives up waiting; either
 * way it has its id deleted, for it may have been set although no answer came.
 *
 * Left out: what is done inside, and waiting between two tries. Simplified:
 * - A random id is the client's name and the number of the request. That number survives a crash, as nobody draws the
 *   same random number again.
 * - The script that compares and deletes is one message. Answers name the id that they answer.
 * - The server writes to disk before it answers; expiries are points in time, so they pass while it is down.
 */
import { integer, type ProcessId, vocabulary } from '../checker/index.ts';

/** The value of the lock's key: who may delete it. */
export type LockId = string;

type Kind = 'set' | 'ok' | 'nil' | 'delete';
type Message = { readonly [K in Kind]: { readonly kind: K; readonly id: LockId } }[Kind];

/** The server. */
export interface Redis {
  /** The id of whoever holds the lock; null: it is free. */
  readonly value: LockId | null;
}

export interface Client {
  readonly at: 'outside' | 'waiting' | 'inside';
  /** What it asked with, while it waits for the lock or has it. */
  readonly id: LockId | null;
  /** Durable: how often it has asked. */
  readonly requests: number;
}

/** Ways to get it wrong, each a switch. */
const mistakes = {
  deletesWithoutComparing: false,
  sharesIds: false,
  losesItsData: false,
  neverExpires: false,
  leaseFromTheAnswer: false,
};

interface Settings extends Readonly<typeof mistakes> {
  readonly requests: number;
  readonly expiry: number;
  readonly margin: number;
}

const { role, protocol, step, send, sendAll, start, stop } = vocabulary<
  Message,
  'redis' | 'client',
  'expiry' | 'lease'
>();

const redis = ({ expiry, ...mistakes }: Settings) =>
  role<Redis>({
    initial: () => ({ value: null }),
    durable: mistakes.losesItsData ? [] : 'everything',
    durableTimers: mistakes.losesItsData ? [] : ['expiry'],
    on: {
      set: ({ value }, { from, id }) =>
        value === null
          ? step(
              { value: id },
              send(from, { kind: 'ok', id }),
              mistakes.neverExpires ? [] : start('expiry', expiry),
            )
          : step({ value }, send(from, { kind: 'nil', id })),
      delete: ({ value }, { id }) =>
        (value === id || (value !== null && mistakes.deletesWithoutComparing)) &&
        step({ value: null }, stop('expiry')),
    },
    timers: { expiry: () => step({ value: null }) },
  });

const client = ({ requests, expiry, margin, ...mistakes }: Settings) => {
  const lease = expiry - margin;

  /** Out of the critical section, or no longer waiting: whatever was set with its id is to be deleted. */
  const leave = (before: Client, { all }: { all(role: 'redis'): readonly ProcessId[] }) =>
    before.id !== null &&
    step<Client>(
      { ...before, at: 'outside', id: null },
      sendAll(all('redis'), { kind: 'delete', id: before.id }),
      stop('lease'),
    );

  return role<Client>({
    initial: () => ({ at: 'outside', id: null, requests: 0 }),
    durable: ['requests'],
    actions: {
      ask(before, { self, all }) {
        if (before.at !== 'outside' || before.requests === requests) return false;
        const id = mistakes.sharesIds ? `${self}` : `${self}/${before.requests + 1}`;
        return step<Client>(
          { at: 'waiting', id, requests: before.requests + 1 },
          sendAll(all('redis'), { kind: 'set', id }),
          start('lease', lease),
        );
      },
      leave: (before, context) => before.at === 'inside' && leave(before, context),
    },
    on: {
      ok: (before, { id }, { isRunning }) =>
        before.at === 'waiting' &&
        before.id === id &&
        isRunning('lease') &&
        step<Client>(
          { ...before, at: 'inside' },
          mistakes.leaseFromTheAnswer ? start('lease', lease) : [],
        ),
      nil: (before, { id }) =>
        before.at === 'waiting' &&
        before.id === id &&
        step<Client>({ ...before, at: 'outside', id: null }, stop('lease')),
    },
    timers: { lease: leave },
  });
};

const parameters = {
  clients: integer(2, { from: 1, to: 3 }),
  requests: integer(2, { from: 1, to: 3 }),
  ...mistakes,
};

const ticks = (byDefault: number) => integer(byDefault, { from: 0, to: 9 });

const roles = (settings: Settings & { readonly clients: number }) => ({
  redis: { count: 1, role: redis(settings) },
  client: { count: settings.clients, symmetric: true, role: client(settings) },
});

export const redisLock = protocol({
  name: 'redis-lock',
  parameters: { expiry: ticks(2), margin: ticks(1), ...parameters },
  roles,
});

/** The same with times that leave room for messages that are late and clocks that drift. */
export const redisLockInTime = protocol({
  name: 'redis-lock-exclusion',
  parameters: { expiry: ticks(3), margin: ticks(1), ...parameters },
  roles,
});
