/**
 * Fencing tokens: a lock service numbers its grants, and the storage that the lock guards refuses whoever comes
 * with a lower number than one it has seen. Follows the source document's section 4.3, and Kleppmann, "How to do
 * distributed locking" (2016). The tokens are those of the source: the first one granted is 33.
 *
 * A holder's lease may be over without its knowing: the lock service has let it expire, and it is about to
 * write. A client does not look at its lease before it writes, for that would not help: it may be paused right after.
 *
 * Left out: what is written, and more than one write a grant. Simplified:
 * - A client that has not heard from the lock service or from the storage by the end of its lease goes away.
 * - Lock service and storage write to disk before they answer; a lease ends at a point in time, also while the lock service is down.
 */
import { integer, type ProcessId, vocabulary } from '../checker/index.ts';

type Message =
  | { readonly kind: 'acquire' | 'refused' }
  | { readonly kind: 'granted'; readonly token: number }
  | { readonly kind: 'release'; readonly token: number }
  | { readonly kind: 'write'; readonly token: number }
  | { readonly kind: 'written' | 'rejected'; readonly token: number };

export interface LockService {
  readonly holder: ProcessId | null;
  /** The last token granted. */
  readonly token: number;
}

export interface Client {
  readonly at: 'away' | 'waiting' | 'holding' | 'writing';
  /** While it believes to hold the lock. */
  readonly token: number | null;
  /** Durable: how often it has asked. */
  readonly requests: number;
}

/** The write that was accepted last: by whom, and with which token. */
export interface Storage {
  readonly writer: ProcessId | null;
  readonly token: number;
}

/** The last token that was granted before all this. */
const EARLIER = 32;

/** Ways to get it wrong, each a switch. */
const mistakes = { ignoresTokens: false, volatileCounter: false };

interface Settings extends Readonly<typeof mistakes> {
  readonly requests: number;
  /** How many ticks a grant is good for; a client goes away one before. */
  readonly lease: number;
}

const { role, protocol, step, send, sendAll, start, stop } = vocabulary<
  Message,
  'lockService' | 'client' | 'storage',
  'lease'
>();

const lockService = ({ lease, volatileCounter }: Settings) =>
  role<LockService>({
    initial: () => ({ holder: null, token: EARLIER }),
    durable: volatileCounter ? ['holder'] : 'everything',
    durableTimers: ['lease'],
    on: {
      acquire(before, { from }) {
        if (before.holder !== null) return step(before, send(from, { kind: 'refused' }));
        const token = before.token + 1;
        return step<LockService>(
          { holder: from, token },
          send(from, { kind: 'granted', token }),
          start('lease', lease),
        );
      },
      release: (before, { from, token }) =>
        before.holder === from &&
        before.token === token &&
        step<LockService>({ ...before, holder: null }, stop('lease')),
    },
    timers: { lease: (before) => step<LockService>({ ...before, holder: null }) },
  });

const client = ({ requests, lease }: Settings) => {
  /** Without the lock, or in the belief that it is. */
  const away = (before: Client): Client => ({ ...before, at: 'away', token: null });

  return role<Client>({
    initial: () => ({ at: 'away', token: null, requests: 0 }),
    durable: ['requests'],
    actions: {
      acquire: (before, { all }) =>
        before.at === 'away' &&
        before.requests < requests &&
        step<Client>(
          { ...before, at: 'waiting', requests: before.requests + 1 },
          sendAll(all('lockService'), { kind: 'acquire' }),
          start('lease', lease - 1),
        ),
      write: (before, { all }) =>
        before.at === 'holding' &&
        before.token !== null &&
        step<Client>(
          { ...before, at: 'writing' },
          sendAll(all('storage'), { kind: 'write', token: before.token }),
        ),
    },
    on: {
      granted: (before, { token }) =>
        before.at === 'waiting' && step<Client>({ ...before, at: 'holding', token }),
      refused: (before) => before.at === 'waiting' && step(away(before), stop('lease')),
      written: (before, { token }, { all }) =>
        before.token === token &&
        step(away(before), sendAll(all('lockService'), { kind: 'release', token }), stop('lease')),
      rejected: (before, { token }) => before.token === token && step(away(before), stop('lease')),
    },
    timers: { lease: (before) => step(away(before)) },
  });
};

const storage = ({ ignoresTokens }: Settings) =>
  role<Storage>({
    initial: () => ({ writer: null, token: 0 }),
    durable: 'everything',
    on: {
      write: (before, { from, token }) =>
        token >= before.token || ignoresTokens
          ? step<Storage>({ writer: from, token }, send(from, { kind: 'written', token }))
          : step(before, send(from, { kind: 'rejected', token })),
    },
  });

export const fencing = protocol({
  name: 'fencing',
  parameters: {
    clients: integer(2, { from: 1, to: 3 }),
    requests: integer(1, { from: 1, to: 3 }),
    lease: integer(2, { from: 1, to: 9 }),
    ...mistakes,
  },
  roles: ({ clients, ...settings }) => ({
    lockService: { count: 1, role: lockService(settings) },
    storage: { count: 1, role: storage(settings) },
    client: { count: clients, symmetric: true, role: client(settings) },
  }),
});
