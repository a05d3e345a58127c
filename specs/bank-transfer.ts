import type { Map } from 'immutable';
import {
  because,
  deadlockFree,
  invariant,
  messagesInFlight,
  type ProcessId,
  reachable,
  type Spec,
  spec,
  stepInvariant,
} from '../checker/index.ts';
import { type Bank, bankTransfer } from '../models/bank-transfer.ts';
import { preparedFor } from '../models/two-phase-commit.ts';

interface Banks {
  readonly bankA: Map<ProcessId, Bank>;
  readonly bankB: Map<ProcessId, Bank>;
}

const ALL = 1500;

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
 * out that more than two are under way at once.
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
    stepInvariant('a balance only changes by a transfer, and once by each', (before, after) =>
      banks(before).every(({ decisions, data }, at) => {
        const then = banks(after)[at];
        return (
          then?.data === data ||
          then?.decisions.some((one, transfer) => one === 'commit' && !decisions.has(transfer)) ===
            true
        );
      }),
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
