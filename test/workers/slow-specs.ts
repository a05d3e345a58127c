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
