import { List } from 'immutable';
import { integer, type ProcessId, vocabulary } from '../../../checker/index.ts';

type Message = { readonly kind: 'acquire' | 'granted' | 'release' };
const { role, protocol, step, sendAll } = vocabulary<Message, 'server' | 'client'>();

/** Knows who has asked, in order; the first of them has the lock. */
const server = role<List<ProcessId>>({
  initial: () => List(),
  on: {
    acquire: (queue, { from }) =>
      step(queue.push(from), sendAll(queue.isEmpty() ? [from] : [], { kind: 'granted' })),
    release: (queue) => step(queue.shift(), sendAll(queue.slice(1, 2), { kind: 'granted' })),
  },
});

const client = role<'idle' | 'waiting' | 'inside' | 'done'>({
  initial: () => 'idle',
  actions: {
    ask: (at, { all }) =>
      at === 'idle' && step('waiting', sendAll(all('server'), { kind: 'acquire' })),
    leave: (at, { all }) =>
      at === 'inside' && step('done', sendAll(all('server'), { kind: 'release' })),
  },
  on: { granted: () => step('inside') },
});

export const lockServer = protocol({
  name: 'lock-server',
  parameters: { clients: integer(3, { from: 1, to: 5 }) },
  roles: ({ clients }) => ({
    server: { count: 1, role: server },
    client: { count: clients, role: client },
  }),
});
