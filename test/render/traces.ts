import { configure } from '../../checker/spec/configuration.ts';
import type { Trace, Transition } from '../../checker/trace/trace.ts';
import { type Finding, traceOfRun } from '../../checker/trace/trace-of.ts';
import { singleCopyRegisterSpec } from '../bench/models/single-copy-register.ts';
import { leasesSpec } from '../faults/leases.ts';
import { countersSpec } from '../trace/counters.ts';
import { gossipSpec } from '../trace/gossip.ts';
import { lockSpec } from '../trace/lock-server.ts';
import { findTrace } from '../trace/search.ts';
import { along, walk } from '../trace/walk.ts';

/** Two clients that get the same lock. */
export const exclusion: Trace = findTrace(
  configure(lockSpec, 'grants at once'),
  'two clients are never inside at once',
);

/** A witness of a plain system. */
export const prepared: Trace = findTrace(
  configure(countersSpec),
  'all are prepared after an odd start',
);

const acquire = { process: 'server', from: 'client-1', message: { kind: 'acquire' } } as const;
const granted = {
  process: 'client-2',
  from: 'server',
  message: { kind: 'granted', token: 2 },
} as const;

const way: readonly Transition[] = [
  { kind: 'act', process: 'client-1', action: 'ask' },
  { kind: 'duplication', ...acquire },
  { kind: 'deliver', ...acquire },
  { kind: 'crash', process: 'server' },
  { kind: 'discard', ...acquire },
  { kind: 'act', process: 'client-2', action: 'ask' },
  { kind: 'restart', process: 'server' },
  { kind: 'deliver', ...acquire, from: 'client-2' },
  { kind: 'loss', ...granted },
];

const faulty = configure(lockSpec, undefined, { loss: 1, duplication: 1, crash: 1, restart: 1 });

/** Every fault once, and a message that nobody gets. */
export const everyFault: Trace = traceOfRun(faulty, along(faulty, way), {
  name: 'two clients are never inside at once',
  kind: 'invariant',
  reason: 'it is not said why',
});

const hostile = configure(leasesSpec, undefined, {
  ...{ partition: 1, pause: 1, jump: 1, late: 1, byzantine: 1, drift: 1 },
});

const ask = { kind: 'ask' } as const;
const lease = { kind: 'lease' } as const;
const [one, other, server] = [
  { process: 'client-1' },
  { process: 'client-2' },
  { process: 'server' },
] as const;

/** A lease that goes wrong in every way. */
export const everyEnvironment: Trace = traceOfRun(
  hostile,
  along(hostile, [
    { kind: 'act', ...one, action: 'ask' },
    { kind: 'partition', away: ['client-1'], links: 'both' },
    { kind: 'heal' },
    { kind: 'deliver', ...server, from: 'client-1', message: ask },
    { kind: 'deliver', ...one, from: 'server', message: lease },
    { kind: 'pause', ...one },
    { kind: 'tick' },
    { kind: 'drift', ...one, by: -1 },
    { kind: 'jump', ...server, by: 1 },
    { kind: 'timer', ...server, timer: 'expiry' },
    { kind: 'act', ...other, action: 'ask' },
    { kind: 'late' },
    { kind: 'resume', ...one },
    { kind: 'deliver', ...server, from: 'client-2', message: ask },
    { kind: 'byzantine', ...one },
    { kind: 'lie', ...one, to: 'client-2', content: lease },
    { kind: 'deliver', ...other, from: 'client-1', message: lease },
    { kind: 'lie', ...one, to: 'server', content: ask },
  ]),
  {
    name: 'two clients never believe to have the lease',
    kind: 'invariant',
    reason: 'it is not said why',
  },
);

const anything: Finding = { name: 'anything', kind: 'reachable', reason: 'it is true' };

/** A long trace of gossip, drawn by numbers. */
export function gossipTrace(nodes: number, network: string, draws: readonly number[]): Trace {
  const configuration = configure(gossipSpec, undefined, { nodes, network });
  return traceOfRun(configuration, walk(configuration, draws), anything);
}

const LINEARIZABLE = 'the register is linearizable';

/** A read of a copy of which a write was not told. */
export const staleRead: Trace = findTrace(
  configure(singleCopyRegisterSpec, undefined, { servers: 2 }),
  LINEARIZABLE,
);

const copies = configure(singleCopyRegisterSpec, undefined, { clients: 3, servers: 2 });

const told = (process: string, from: string, kind: string, request: number, value?: string) =>
  ({
    kind: 'deliver',
    ...{ process, from },
    message: { kind, request, ...(value === undefined ? {} : { value }) },
  }) as const;

const wayToManyCalls: readonly Transition[] = [
  told('server-1', 'client-1', 'put', 2, 'A'),
  told('server-2', 'client-2', 'put', 3, 'B'),
  told('server-1', 'client-3', 'put', 4, 'C'),
  told('client-3', 'server-1', 'putOk', 4),
  told('client-1', 'server-1', 'putOk', 2),
  told('server-2', 'client-3', 'get', 8),
  told('server-2', 'client-1', 'get', 4),
  told('client-1', 'server-2', 'getOk', 4, 'B'),
  told('client-3', 'server-2', 'getOk', 8, 'B'),
  told('client-2', 'server-2', 'putOk', 3),
  told('server-1', 'client-2', 'get', 6),
  told('client-2', 'server-1', 'getOk', 6, 'C'),
];

/** Six calls of which five have their place. */
export const manyCalls: Trace = traceOfRun(copies, along(copies, wayToManyCalls), {
  name: LINEARIZABLE,
  kind: 'invariant',
  reason: 'one of its calls fits nowhere',
});
