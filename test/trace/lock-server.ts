import { List, Map, Record } from 'immutable';
import {
  deadlockFree,
  each,
  eachPair,
  eachStep,
  integer,
  invariant,
  observe,
  type ProcessId,
  reachable,
  reachableStep,
  type Spec,
  spec,
  stepInvariant,
  vocabulary,
} from '../../checker/index.ts';

type Message =
  | { readonly kind: 'acquire' }
  | { readonly kind: 'granted'; readonly token: number }
  | { readonly kind: 'release' };

const { role, protocol, step, send, sendAll } = vocabulary<Message, 'server' | 'client'>();

type ServerState = { readonly queue: List<ProcessId>; readonly token: number };
type ClientState = { readonly at: 'idle' | 'waiting' | 'inside' | 'done'; readonly token: number };

const Server = Record<ServerState>({ queue: List(), token: 0 });
const Client = Record<ClientState>({ at: 'idle', token: 0 });

const server = (grantsAtOnce: boolean) =>
  role({
    initial: () => Server(),
    durable: ['token'],
    on: {
      acquire(server, { from }) {
        const next = server.set('queue', server.queue.push(from)).set('token', server.token + 1);
        const free = server.queue.isEmpty() || grantsAtOnce;
        return free ? step(next, send(from, { kind: 'granted', token: next.token })) : step(next);
      },
      release(server) {
        const next = server.set('queue', server.queue.shift());
        const waiting = next.queue.first();
        return waiting === undefined
          ? step(next)
          : step(next, send(waiting, { kind: 'granted', token: next.token }));
      },
    },
  });

const client = role({
  initial: () => Client(),
  actions: {
    ask: (client, { all }) =>
      client.at === 'idle' &&
      step(client.set('at', 'waiting'), sendAll(all('server'), { kind: 'acquire' })),
    leave: (client, { all }) =>
      client.at === 'inside' &&
      step(client.set('at', 'done'), sendAll(all('server'), { kind: 'release' })),
  },
  on: { granted: (client, { token }) => step(client.merge({ at: 'inside', token })) },
});

const lockServer = protocol({
  name: 'lock-server',
  parameters: { clients: integer(2, { from: 1, to: 5 }), grantsAtOnce: false },
  roles: ({ clients, grantsAtOnce }) => ({
    server: { count: 1, role: server(grantsAtOnce) },
    client: { count: clients, symmetric: true, role: client },
  }),
});

/** Counts how often each client has been inside. */
const observed = observe(lockServer, {
  initial: Map<ProcessId, number>(),
  note: {
    client: (before, after, self) =>
      after.at === 'inside' && before.at !== 'inside' ? self : undefined,
  },
  record: (entries, who) => entries.update(who, 0, (times) => times + 1),
});

/** A lock with a server that queues its clients, for traces with every kind of property. */
export const lockSpec: Spec = spec(observed, {
  about: 'a lock server',
  properties: [
    invariant(
      'two clients are never inside at once',
      eachPair('client', (a, b) => !(a.at === 'inside' && b.at === 'inside')),
    ),
    invariant('at most one client was ever inside', (_, { history }) => history.size <= 1),
    invariant(
      'whoever waits is in line',
      each('client', ({ at }) => at !== 'waiting'),
    ),
    stepInvariant(
      'the token grows by one at most',
      eachStep('server', (before, after) => after.token <= before.token + 1),
    ),
    stepInvariant(
      'the token never shrinks',
      eachStep('server', (before, after) => before.token <= after.token),
    ),
    stepInvariant('no client is ever done', (before, after) =>
      after.client.every((client, id) => client.at !== 'done' || before.client.get(id) === client),
    ),
    reachable('every client has been inside', ({ client }) =>
      client.every(({ at }) => at === 'done'),
    ),
    reachable(
      'somebody is inside',
      each('client', ({ at }) => at === 'inside'),
    ),
    reachableStep(
      'a queue is lost',
      eachStep('server', (_, after, { kind }) => kind === 'crash' && after.token > 0),
    ),
    deadlockFree('nobody is stuck', { final: each('client', ({ at }) => at === 'done') }),
  ],
  variants: {
    'grants at once': {
      set: { grantsAtOnce: true },
      violates: 'two clients are never inside at once',
    },
  },
});
