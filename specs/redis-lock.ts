import { Set } from 'immutable';
import {
  because,
  eachPair,
  eachStep,
  invariant,
  messagesInFlight,
  observe,
  reachable,
  reachableStep,
  type Spec,
  spec,
} from '../checker/index.ts';
import { type LockId, redisLock } from '../models/redis-lock.ts';

/** Whose lock it is by right, also where the server has lost sight of it. */
interface Rights {
  /** What was granted, and has neither expired by the server's clock nor been given up by its client. */
  readonly valid: Set<LockId>;
  /** What its client has given up, if it was ever granted. */
  readonly over: Set<LockId>;
  /** What was deleted while it was valid. */
  readonly stolen: Set<LockId>;
}

const noRights: Rights = { valid: Set(), over: Set(), stolen: Set() };

interface Event {
  readonly what: 'asked' | 'granted' | 'over' | 'expired' | 'deleted';
  readonly id: LockId;
}

/**
 * A lock whose client has crashed is valid until it expires; one that the server has lost, or wrongly deleted, until its
 * client gives it up.
 */
const observed = observe(redisLock, {
  initial: noRights,
  note: {
    redis: ({ value: before }, { value: after }, _, kind): Event | undefined => {
      if (after !== null) return { what: 'granted', id: after };
      if (before === null || kind === 'crash') return undefined;
      return { what: kind === 'timer' ? 'expired' : 'deleted', id: before };
    },
    client: ({ id: before }, { id: after }, _, kind): Event | undefined => {
      if (after !== null) return before === null ? { what: 'asked', id: after } : undefined;
      return before === null || kind === 'crash' ? undefined : { what: 'over', id: before };
    },
  },
  record: (rights, { what, id }): Rights => {
    const { valid, over, stolen } = rights;
    switch (what) {
      case 'asked':
        return { ...rights, over: over.delete(id) };
      case 'granted':
        return { ...rights, valid: over.has(id) ? valid : valid.add(id) };
      case 'over':
        return { ...rights, valid: valid.delete(id), over: over.add(id) };
      case 'expired':
        return { ...rights, valid: valid.delete(id) };
      case 'deleted':
        return { ...rights, stolen: valid.has(id) ? stolen.add(id) : stolen };
    }
  },
});

const calm = { loss: 0, duplication: 0, crash: 0, restart: 0, jump: 0 };

/**
 * What the lock itself promises, and keeps whatever happens. Time is asynchronous: messages come at any time, and every
 * process may be as slow as if it were paused. The clocks may jump, and all may crash, Redis too. What it does not promise is
 * shown by a witness: two clients are inside at once. When they are not is asked by `redis-lock-exclusion`.
 *
 * Two clients ask twice at most, and each fault happens once. The bound on messages in flight leaves out more of them under
 * way at once. Nothing here is about more clients, or about replicas of Redis.
 */
export const redisLockSpec: Spec = spec(observed, {
  about: 'a lock in one Redis server: set if absent, with an expiry; delete if the id is its own',
  properties: [
    invariant(
      'at most one holder is valid by the clock of the server',
      (_, { history: { valid } }) =>
        valid.size <= 1 ||
        because(`${valid.join(' and ')} were granted, have not expired and are not given up`),
    ),
    invariant(
      'no client deletes the lock of another',
      (_, { history: { stolen } }) =>
        stolen.isEmpty() || because(`${stolen.join()} was deleted while its client had it`),
    ),

    reachable(
      'two clients are inside at once',
      eachPair('client', (one, other) => one.at === 'inside' && other.at === 'inside'),
    ),
    reachable(
      'the lock goes on from a client that crashed to another',
      ({ client }, { isUp }) =>
        client.some(({ requests }, id) => requests > 0 && !isUp(id)) &&
        client.some(({ at }) => at === 'inside'),
    ),
    reachable('a delete is under way while the lock is of another', ({ redis }, { inFlight }) =>
      redis.some(({ value }) =>
        inFlight.some(
          ({ from, message }) =>
            message.kind === 'delete' && value !== null && !value.startsWith(`${from}/`),
        ),
      ),
    ),
    reachable(
      'redis has the lock after a restart',
      ({ redis }, { faults }) => faults.restart > 0 && redis.some(({ value }) => value !== null),
    ),
    reachableStep(
      'a lease ends while its client is inside',
      eachStep('client', ({ at }, _, { kind }) => at === 'inside' && kind === 'timer'),
    ),
  ],
  faults: { loss: 1, duplication: 1, crash: 1, restart: 1, jump: 1 },
  bounds: { inFlight: messagesInFlight(2) },
  variants: {
    'deletes-without-comparing': {
      set: { ...calm, deletesWithoutComparing: true, requests: 1 },
      violates: 'no client deletes the lock of another',
    },
    // A late delete of an earlier request.
    'one-id-per-client': {
      set: { ...calm, sharesIds: true },
      violates: 'at most one holder is valid by the clock of the server',
    },
    'redis-loses-its-data': {
      set: { ...calm, losesItsData: true, requests: 1, crash: 1, restart: 1 },
      violates: 'at most one holder is valid by the clock of the server',
    },
  },
});
