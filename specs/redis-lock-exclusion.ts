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
 * What a lock with an expiry is worth to its clients: the same model as in `redis-lock`, in a spec of its own because
 * exclusion is a matter of time. It holds here as everything is served within a tick but for one message, and all clocks run alike. It is no
 * matter of the lock's: each of a pause, a clock that jumps, a clock that drifts and a slow process breaks it, with nothing wrong
 * in the model. What is left then is fencing (`fencing.ts`).
 *
 * Clocks that drift by one tick are too many states for the default bounds. How much margin they take is known from
 * smaller ones: 5 ticks, for both clocks may turn from one extreme to the other during a lease, and 4 are not enough (`test/specs-locks.test.ts`).
 *
 * Nothing is cut: clients ask twice, so every run ends. Redis does not crash here; that it may is in `redis-lock`.
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
