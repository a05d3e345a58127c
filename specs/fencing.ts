import { List } from 'immutable';
import {
  because,
  eachPair,
  eachStep,
  invariant,
  messagesInFlight,
  observe,
  type ProcessId,
  reachable,
  type Spec,
  spec,
  stepInvariant,
} from '../checker/index.ts';
import { fencing } from '../models/fencing.ts';

/** The order of things, as nobody in the protocol sees it. */
interface Order {
  /** Who was granted the lock with which token, one after the other. */
  readonly grants: List<string>;
  /** Of the grants, the latest of which a write was accepted. */
  readonly latest: number;
  /** An accepted write that came after one of a later grant. */
  readonly stale: string | null;
}

const nothing: Order = { grants: List(), latest: -1, stale: null };

interface Event {
  readonly what: 'granted' | 'accepted';
  readonly by: ProcessId | null;
  readonly token: number;
}

const observed = observe(fencing, {
  initial: nothing,
  note: {
    lockService: (before, { holder, token }): Event | undefined =>
      before.holder === null && holder !== null
        ? { what: 'granted', by: holder, token }
        : undefined,
    storage: (_, { writer, token }): Event => ({ what: 'accepted', by: writer, token }),
  },
  record: (order, { what, by, token }): Order => {
    const grant = `${by} with ${token}`;
    if (what === 'granted') return { ...order, grants: order.grants.push(grant) };
    const at = order.grants.lastIndexOf(grant);
    return at < order.latest ? { ...order, stale: grant } : { ...order, latest: at };
  },
});

/**
 * One client is paused; everything else is prompt, and nothing else goes wrong. With one message at a time the picture is
 * that of the source.
 */
const paused = {
  pause: 1,
  synchronous: true,
  loss: 0,
  duplication: 0,
  crash: 0,
  restart: 0,
  jump: 0,
  inFlight: 1,
};

/**
 * Fencing needs no promise of time, so none is made: messages come at any time, every process may be as slow as if it were
 * paused, clocks may jump, and all may crash. That two clients hold the lock at once is a witness; the storage sorts it out.
 *
 * Two clients ask once, and each fault happens once. The bound on messages in flight leaves out more of them under way at
 * once; clients that ask twice are in `test/specs-locks.test.ts`, without faults. Nothing here says that anyone's write is
 * ever accepted.
 */
export const fencingSpec: Spec = spec(observed, {
  about: 'fencing tokens: the storage refuses a write of whoever has lost the lock (Kleppmann)',
  properties: [
    stepInvariant(
      'the storage accepts no older token after a newer one',
      eachStep(
        'storage',
        (before, after) =>
          after.token >= before.token || because(`it accepts ${after.token} after ${before.token}`),
      ),
    ),
    invariant(
      'accepted writes come in the order of the grants',
      (_, { history: { grants, latest, stale } }) =>
        stale === null ||
        because(`the write of ${stale} was accepted after that of ${grants.get(latest)}`),
    ),

    reachable(
      'two clients hold the lock at once, as they believe',
      eachPair('client', (one, other) => one.at === 'holding' && other.at === 'holding'),
    ),
    reachable(
      'the writes of two grants are accepted in turn',
      (_, { history: { latest, stale } }) => latest === 1 && stale === null,
    ),
    reachable('a write with an older token is rejected', (_, { inFlight }) =>
      inFlight.some(({ message }) => message.kind === 'rejected'),
    ),
  ],
  faults: { loss: 1, duplication: 1, crash: 1, restart: 1, jump: 1 },
  pausing: ['client'],
  bounds: { inFlight: messagesInFlight(2) },
  variants: {
    // The stale write of the source.
    'storage-ignores-tokens': {
      set: { ...paused, ignoresTokens: true },
      violates: 'the storage accepts no older token after a newer one',
    },
    'counter-in-memory': {
      set: { ...paused, volatileCounter: true, crash: 1, restart: 1 },
      violates: 'accepted writes come in the order of the grants',
    },
  },
});
