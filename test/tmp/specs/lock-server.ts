import { eachPair, invariant, reachable, spec } from '../../../checker/index.ts';
import { lockServer } from '../models/lock-server.ts';

export const lockServerSpec = spec(lockServer, {
  about: 'a server that gives a lock to one client at a time',
  properties: [
    invariant(
      'two clients are never inside',
      eachPair('client', (one, other) => one !== 'inside' || other !== 'inside'),
    ),
    reachable('all have been inside', ({ client }) => client.every((at) => at === 'done')),
  ],
  variants: {
    duplication: { set: { duplication: 1 }, violates: 'two clients are never inside' },
  },
});
