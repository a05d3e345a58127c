import {
  eachPair,
  integer,
  invariant,
  messagesInFlight,
  type ProcessId,
  reachable,
  type Spec,
  spec,
  vocabulary,
} from '../../checker/index.ts';

type Message = { readonly kind: 'ask' | 'lease' };

const { role, protocol, step, send, sendAll, start } = vocabulary<
  Message,
  'server' | 'client',
  'expiry' | 'belief'
>();

/** Gives a lease to one client at a time, and takes it back by its own clock. */
const server = (ticks: number) =>
  role<ProcessId | null>({
    initial: () => null,
    durable: 'everything',
    durableTimers: ['expiry'],
    on: {
      ask: (holder, { from }) =>
        holder === null && step(from, start('expiry', ticks), send(from, { kind: 'lease' })),
    },
    timers: { expiry: () => step(null) },
  });

/** Believes that it has the lease as long as its own clock says so. */
const client = (ticks: number) =>
  role<'idle' | 'waiting' | 'holding'>({
    initial: () => 'idle',
    actions: {
      ask: (at, { all }) =>
        at === 'idle' && step('waiting', sendAll(all('server'), { kind: 'ask' })),
    },
    on: { lease: (at) => at === 'waiting' && step('holding', start('belief', ticks)) },
    timers: { belief: () => step('idle') },
    alphabet: () => [{ kind: 'ask' }, { kind: 'lease' }],
  });

const leases = protocol({
  name: 'leases',
  parameters: {
    clients: integer(2, { from: 1, to: 3 }),
    expiry: integer(2, { from: 0, to: 5 }),
    belief: integer(2, { from: 0, to: 5 }),
  },
  roles: ({ clients, expiry, belief }) => ({
    server: { count: 1, role: server(expiry) },
    client: { count: clients, symmetric: true, role: client(belief) },
  }),
});

/** Leases, in any environment that is asked for. */
export const leasesSpec: Spec = spec(leases, {
  about: 'a server that leases something to one client at a time',
  properties: [
    invariant(
      'two clients never believe to have the lease',
      eachPair('client', (one, other, { first, second, world }) => {
        const believes = (at: typeof one, id: ProcessId) =>
          at === 'holding' && (world.remaining(id, 'belief') ?? 0) > 0;
        return !(believes(one, first) && believes(other, second));
      }),
    ),
    reachable('a client has the lease', ({ client }) => client.includes('holding')),
  ],
  faults: { partition: 0, pause: 0, jump: 0, late: 0, byzantine: 0 },
  jumpBy: 2,
  partitions: 'both',
  synchronous: true,
  drift: 0,
  bounds: { inFlight: messagesInFlight(2) },
});
