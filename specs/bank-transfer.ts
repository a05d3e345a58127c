import { Map } from 'immutable';
import {
  because,
  deadlockFree,
  invariant,
  messagesInFlight,
  type ProcessId,
  processes,
  reachable,
  type Spec,
  spec,
} from '../checker/index.ts';
import { type Bank, bankTransfer } from '../models/bank-transfer.ts';
import { preparedFor } from '../models/two-phase-commit.ts';

interface Banks {
  readonly bankA: Map<ProcessId, Bank>;
  readonly bankB: Map<ProcessId, Bank>;
}

const ALL = 1500;

/** What each transfer moves, known by who leads it. */
const AMOUNTS = Map(
  ['coordinator', 'teller'].flatMap((role) =>
    processes(role, 2).map((leader, at): [ProcessId, number] => [leader, at === 0 ? 100 : 950]),
  ),
);

/** What the transfers move that a bank has committed. */
const moved = ({ decisions }: Bank): number =>
  [...AMOUNTS].reduce(
    (sum, [transfer, amount]) => (decisions.get(transfer) === 'commit' ? sum + amount : sum),
    0,
  );

const banks = ({ bankA, bankB }: Banks): readonly Bank[] => [...bankA.values(), ...bankB.values()];

const total = (view: Banks): number => banks(view).reduce((sum, { data }) => sum + data, 0);

const isAllThere = (view: Banks) =>
  total(view) === ALL ||
  because(
    `of ${ALL} there are ${total(view)}: ${banks(view)
      .map(({ data }) => data)
      .join(' and ')}`,
  );

const made = (amount: number, { bankA, bankB }: Banks): boolean =>
  bankA.every(({ data }) => data === 1000 - amount) &&
  bankB.every(({ data }) => data === 500 + amount);

/** Both transfers have ended, at both banks. */
const isOver = (view: Banks) => banks(view).every(({ decisions }) => decisions.size === 2);

/**
 * Two transfers, each fault once. As for two-phase commit, the bound on messages in flight makes the space finite, and leaves
 * out that more than two are under way at once. What is asked there of votes, logs and locks is not asked here again.
 */
export const bankTransferSpec: Spec = spec(bankTransfer, {
  about: 'two transfers between two banks over two-phase commit, and bare ones',
  properties: [
    // Bare, nothing is down and nothing left to do, and the money is gone.
    deadlockFree('at rest all the money is there, unless someone stays down', {
      final: (view, { isUp }) =>
        [view.coordinator, view.teller, view.bankA, view.bankB].some((role) =>
          role.some((_, id) => !isUp(id)),
        ) || isAllThere(view),
    }),
    invariant(
      'all the money is there, unless an account waits for a decision',
      (view) => banks(view).some((bank) => !preparedFor(bank).isEmpty()) || isAllThere(view),
    ),
    invariant('no account is overdrawn', (view) => {
      const overdrawn = banks(view).find(({ data }) => data < 0);
      return overdrawn === undefined || because(`there is an account of ${overdrawn.data}`);
    }),
    invariant(
      'each balance is what the committed transfers have made of it',
      ({ bankA, bankB }) =>
        bankA.every((bank) => bank.data === 1000 - moved(bank)) &&
        bankB.every((bank) => bank.data === 500 + moved(bank)),
    ),
    reachable(
      'the first transfer is made, and there is no money for the second',
      (view) => isOver(view) && made(100, view),
    ),
    reachable(
      'the second transfer is made, and there is no money for the first',
      (view) => isOver(view) && made(950, view),
    ),
    reachable(
      'neither is made, though each bank was ready for one',
      (view) =>
        isOver(view) && made(0, view) && banks(view).every(({ votes }) => votes.includes('yes')),
    ),
    // Nobody can see it: one of the two accounts is locked.
    reachable('the money is on its way', (view) => total(view) < ALL),
    reachable('the money is there twice', (view) => total(view) > ALL),
  ],
  faults: { loss: 1, duplication: 1, crash: 1, restart: 1 },
  bounds: { inFlight: messagesInFlight(2) },
  variants: {
    bare: {
      set: { bare: true, loss: 0, duplication: 0 },
      violates: 'at rest all the money is there, unless someone stays down',
    },
    'ignores-locks': {
      set: { ignoresLocks: true, loss: 0, duplication: 0, crash: 0, restart: 0 },
      violates: 'no account is overdrawn',
    },
  },
});
