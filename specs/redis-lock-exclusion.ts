import {
  because,
  each,
  eachPair,
  eachStep,
  invariant,
  leadsTo,
  reachable,
  reachableStep,
  type Spec,
  spec,
  weak,
} from '../checker/index.ts';
import { redisLockInTime } from '../models/redis-lock.ts';

/** Time passes, messages arrive, and timers that are due are served. Nobody needs to restart. */
const fairness = weak('tick', 'deliver', 'timer expiry', 'timer lease');

const calm = { loss: 0, duplication: 0, crash: 0, restart: 0, late: 0, requests: 1 };

/**
 * What a lock with an expiry is worth to its clients: the same model as in `redis-lock`, in a spec of its own, because
 * exclusion is a matter of time. It holds where clocks run alike, timers are served in time, and messages arrive within a tick,
 * one excepted. It fails, with nothing wrong in the model, if a client is paused or slow, if the clock of Redis jumps, or if clocks drift
 * by more than the margin: the first four variants. What helps then is fencing (`fencing.ts`).
 *
 * Clients ask twice at most, so that every run ends and nothing is cut: that is the whole space of two clients with these
 * faults. Redis does not crash here; in `redis-lock` it does. A drift of one tick is looked at with one request each, in
 * `test/specs-locks.test.ts`: both clocks may go from one extreme to the other during a lease, so it takes a margin
 * of five ticks, and four are not enough.
 */
export const redisLockExclusionSpec: Spec = spec(redisLockInTime, {
  about:
    'what a lock in one Redis server is worth: exclusion, as long as time is kept, and progress',
  properties: [
    invariant(
      'critical sections exclude each other',
      eachPair(
        'client',
        (one, other) =>
          one.at !== 'inside' || other.at !== 'inside' || because('both are inside at once'),
      ),
    ),
    leadsTo(
      'a lock that is held becomes free',
      each('redis', ({ value }) => value !== null),
      each('redis', ({ value }) => value === null || because(`it stays with ${value}`)),
      { fairness },
    ),
    reachable('every client has been inside', ({ client }) =>
      client.every(({ at, requests }) => at === 'outside' && requests > 0),
    ),
    reachable(
      'a client is inside after another crashed there',
      ({ client }, { isUp }) =>
        client.some((_, id) => !isUp(id)) && client.some(({ at }) => at === 'inside'),
    ),
    reachableStep(
      'the lease ends while its client is inside',
      eachStep('client', ({ at }, _, { kind }) => at === 'inside' && kind === 'timer'),
    ),
  ],
  faults: { loss: 1, duplication: 1, crash: 1, restart: 1, late: 1 },
  crashing: ['client'],
  pausing: ['client'],
  jumping: ['redis'],
  synchronous: true,
  variants: {
    // Four environments in which the correct form fails.
    'pause-in-the-critical-section': {
      set: { ...calm, pause: 1 },
      violates: 'critical sections exclude each other',
    },
    'clock-jump': {
      set: { ...calm, jump: 1, jumpBy: 3 },
      violates: 'critical sections exclude each other',
    },
    'drift-beyond-the-margin': {
      set: { ...calm, drift: 1 },
      violates: 'critical sections exclude each other',
    },
    asynchronous: {
      set: { ...calm, synchronous: false },
      violates: 'critical sections exclude each other',
    },
    // Clients that count their lease badly: from when they hear of it, and up to the last moment.
    'lease-from-the-answer': {
      set: { ...calm, leaseFromTheAnswer: true, late: 1 },
      violates: 'critical sections exclude each other',
    },
    'no-margin': {
      set: { ...calm, margin: 0 },
      violates: 'critical sections exclude each other',
    },
    'no-expiry': {
      set: { ...calm, neverExpires: true, crash: 1 },
      violates: 'a lock that is held becomes free',
    },
  },
});
