import { List, Record } from 'immutable';
import { each, integer, invariant, type ProcessId, spec, vocabulary } from '../../checker/index.ts';
import { grind } from '../bench/models/mill.ts';

type Message =
  | { readonly kind: 'paper'; readonly number: number }
  | { readonly kind: 'stamped'; readonly number: number; readonly stamp: number };

/** Met only when the first paper is stamped. */
const Entry = Record<{ from: ProcessId | null; number: number; stamp: number }>(
  { from: null, number: 0, stamp: 0 },
  'Entry',
);

const { role, protocol, step, send } = vocabulary<Message, 'notary' | 'client'>();

const notary = role<{ readonly ledger: List<ReturnType<typeof Entry>> }>({
  initial: () => ({ ledger: List() }),
  on: {
    paper({ ledger }, { from, number }) {
      const stamp = grind(number + ledger.size + 7 * (ledger.last()?.stamp ?? 0)) % 2;
      const next = { ledger: ledger.push(Entry({ from, number, stamp })) };
      return step(next, send(from, { kind: 'stamped', number, stamp }));
    },
  },
});

const client = role<{ readonly handed: number; readonly stamps: List<number> }>({
  initial: () => ({ handed: 0, stamps: List() }),
  actions: {
    hand: ({ handed, stamps }, { all }) =>
      handed < 2 &&
      step(
        { handed: handed + 1, stamps },
        ...all('notary').map((to) => send(to, { kind: 'paper', number: handed })),
      ),
  },
  on: {
    stamped: ({ handed, stamps }, { stamp }) => {
      grind(stamp);
      return step({ handed, stamps: stamps.push(stamp) });
    },
  },
});

export const notaries = spec(
  protocol({
    name: 'notary',
    parameters: { clients: integer(3, { from: 1, to: 3 }) },
    roles: ({ clients }) => ({
      notary: { count: 1, role: notary },
      client: { count: clients, symmetric: true, role: client },
    }),
  }),
  {
    about: 'papers that are stamped one after the other',
    properties: [
      invariant(
        'the ledger is short',
        each('notary', ({ ledger }) => ledger.size < 6),
      ),
    ],
  },
);

type Note = { readonly kind: 'note' };
const walkers = vocabulary<Note, 'walker' | 'box'>();

/** One takes the long way to 3. */
const wayOf = (who: ProcessId, at: number): number | undefined => {
  const long: { readonly [at: number]: number } = { 0: 10, 10: 11, 11: 12, 12: 13, 13: 3 };
  return String(who) === 'walker-1' ? long[at] : at < 3 ? at + 1 : undefined;
};

const walker = walkers.role<{ readonly at: number; readonly hasSent: boolean }>({
  initial: () => ({ at: 0, hasSent: false }),
  actions: {
    walk({ at, hasSent }, { self }) {
      grind(at);
      const next = wayOf(self, at);
      return next !== undefined && walkers.step({ at: next, hasSent });
    },
    send: ({ at, hasSent }, { all }) =>
      !hasSent &&
      walkers.step(
        { at, hasSent: true },
        ...all('box').map((to) => walkers.send(to, { kind: 'note' })),
      ),
  },
});

/** A property that goes through the messages in flight, and reads on by each of them: in the order of their numbers, which threads give in other orders. */
export const notes = spec(
  walkers.protocol({
    name: 'notes',
    roles: () => ({
      walker: { count: 2, role: walker },
      box: {
        count: 1,
        role: walkers.role<{ readonly got: number }>({
          initial: () => ({ got: 0 }),
          on: { note: ({ got }) => walkers.step({ got: got + 1 }) },
        }),
      },
    }),
  }),
  {
    about: 'notes of who has come to 3',
    properties: [
      invariant('who comes to 3 by the long way comes second', (state, { inFlight }) => {
        grind(inFlight.size);
        if (inFlight.size < 2) return true;
        let isBad = false;
        for (const { from } of inFlight) {
          const isThere = state.walker.get(from)?.at === 3;
          if (String(from) === 'walker-2' && isThere) return true;
          if (String(from) === 'walker-1' && isThere) isBad = true;
        }
        return !isBad;
      }),
    ],
  },
);
