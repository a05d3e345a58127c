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
import { isPrepared } from '../models/two-phase-commit.ts';

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

/** One transfer. As for two-phase commit, the bound on messages in flight makes the space finite, and each fault happens so often. */
export const bankTransferSpec: Spec = spec(bankTransfer, {
  about: 'a transfer between two banks over two-phase commit, and a bare one',
  properties: [
    // Bare, nothing is down and nothing left to do, and the money is gone.
    deadlockFree('at rest all the money is there, unless someone stays down', {
      final: (view, { isUp }) =>
        [view.coordinator, view.teller, view.bankA, view.bankB].some((role) =>
          role.some((_, id) => !isUp(id)),
        ) || isAllThere(view),
    }),
    invariant(
      'all the money is there, unless an account waits for the decision',
      (view) => banks(view).some(isPrepared) || isAllThere(view),
    ),
    stepInvariant('a balance only changes by the transfer, and once', (before, after) =>
      banks(before).every(({ decision, data }, at) => {
        const then = banks(after)[at];
        return then?.data === data || (decision === null && then?.decision === 'commit');
      }),
    ),
    reachable(
      'the transfer is made',
      ({ bankA, bankB }) =>
        bankA.every(({ data }) => data === 900) && bankB.every(({ data }) => data === 600),
    ),
    reachable(
      'the transfer is refused after one bank was ready',
      (view) =>
        banks(view).every(({ decision }) => decision === 'abort') &&
        banks(view).some(({ vote }) => vote === 'yes'),
    ),
    // Nobody can see it: one of the two accounts is locked.
    reachable('the money is on its way', (view) => total(view) < ALL),
    reachable('the money is there twice', (view) => total(view) > ALL),
  ],
  faults: { loss: 1, duplication: 1, crash: 2, restart: 2 },
  bounds: { inFlight: messagesInFlight(4) },
  variants: {
    bare: {
      set: { bare: true, loss: 0, duplication: 0, crash: 1, restart: 1 },
      violates: 'at rest all the money is there, unless someone stays down',
    },
  },
});
