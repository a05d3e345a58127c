import { List, Record } from 'immutable';
import {
  behaviour,
  each,
  forEach,
  integer,
  invariant,
  type ProcessId,
  spec,
  system,
  vocabulary,
} from '../../checker/index.ts';

/** What takes its time, and depends on all that it is given. */
function grind(seed: number): number {
  let value = seed | 0;
  for (let round = 0; round < 100_000; round++) value = (Math.imul(value, 0x01000193) ^ round) | 0;
  return value & 0xffff;
}

const Pile = Record({ grains: 0, last: 0 }, 'Pile');

/** Each state is new to its actions, which look at all of it. */
export const mill = spec(
  system({
    name: 'mill',
    parameters: { most: integer(7, { from: 1, to: 20 }) },
    define: ({ most }) =>
      behaviour(
        { a: Pile(), b: Pile(), c: Pile() },
        {
          grind: forEach(['a', 'b', 'c'] as const, (state, name) => {
            const { grains } = state[name];
            if (grains === most) return false;
            const seed = state.a.grains + 32 * state.b.grains + 1024 * state.c.grains;
            return { [name]: Pile({ grains: grains + 1, last: grind(seed) % 3 }) };
          }),
        },
      ),
  }),
  {
    about: 'piles of grains',
    properties: [
      invariant('no pile is too high', ({ a, b, c }) => grind(a.last) + b.last + c.last >= 0),
    ],
  },
);

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
