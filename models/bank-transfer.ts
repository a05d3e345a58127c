/**
 * Two transfers between two banks: 100 leave an account of 1000 at bank A and come to one of 500 at bank B, and so do 950,
 * for which there is no money left then. Follows the source document's section 3.1: two local steps, of which both must
 * happen or none. Here they are the work of one transaction, whose coordinator, like the banks, is that of
 * `two-phase-commit.ts`. A bank votes as it likes (no such account, say), but never for what it has no money for.
 *
 * A bare transfer has a teller instead, who has bank A withdraw and then bank B deposit. Both banks do it once
 * however often they are told, and the teller tells them until they answer. But that there is a transfer is only in
 * its memory: after a restart it does nothing more.
 */
import { Map } from 'immutable';
import { type ProcessId, processes, vocabulary } from '../checker/index.ts';
import {
  coordinator,
  mistakes,
  type Participant,
  participant,
  type Message as TwoPhaseMessage,
  type Work,
} from './two-phase-commit.ts';

type BareKind = 'withdraw' | 'withdrawn' | 'refused' | 'deposit' | 'deposited';
type BareMessage = { readonly [K in BareKind]: { readonly kind: K } }[BareKind];

const { role, protocol, step, sendAll } = vocabulary<
  TwoPhaseMessage | BareMessage,
  'coordinator' | 'teller' | 'bankA' | 'bankB'
>();

/** A bank is a participant with a balance. */
export type Bank = Participant<number>;

const AMOUNTS = [100, 950];

/** What each transfer, known by who leads it, does to an account that is not to be overdrawn. */
function transfers(leaders: readonly ProcessId[], before: number, sign: 1 | -1): Work<number> {
  const amounts = Map(AMOUNTS.map((amount, at) => [leaders[at], sign * amount]));
  return {
    before,
    after: (balance, transfer) => balance + amounts.get(transfer, 0),
    allows: (balance) => balance >= 0,
  };
}

/** A bank that does its part of a bare transfer when told, once, if it has the money. */
const bareBank = ({ before, after, allows }: Work<number>) => {
  const change = (bank: Bank, transfer: ProcessId): Bank =>
    bank.decisions.has(transfer)
      ? bank
      : {
          ...bank,
          decisions: bank.decisions.set(transfer, 'commit'),
          data: after(bank.data, transfer),
        };

  return role<Bank>({
    initial: () => ({ votes: Map(), decisions: Map(), data: before, lockedFor: null }),
    durable: 'everything',
    on: {
      withdraw(bank, { from: transfer }) {
        const next = change(bank, transfer);
        return allows(next.data)
          ? step(next, sendAll([transfer], { kind: 'withdrawn' }))
          : step(bank, sendAll([transfer], { kind: 'refused' }));
      },
      deposit: (bank, { from: transfer }) =>
        step(change(bank, transfer), sendAll([transfer], { kind: 'deposited' })),
    },
  });
};

/** What is next, in memory only. */
const teller = role<'withdraw' | 'deposit' | 'nothing'>({
  initial: () => 'withdraw',
  actions: {
    tell(next, { all }) {
      if (next === 'nothing') return false;
      const bank = all(next === 'withdraw' ? 'bankA' : 'bankB');
      return step(next, sendAll(bank, { kind: next }));
    },
  },
  on: {
    withdrawn: (next) => step(next === 'withdraw' ? 'deposit' : next),
    refused: (next) => step(next === 'withdraw' ? 'nothing' : next),
    deposited: () => step('nothing'),
  },
  recover: () => step('nothing'),
});

export const bankTransfer = protocol({
  name: 'bank-transfer',
  parameters: { bare: false, ignoresLocks: false },
  roles: ({ bare, ignoresLocks }) => {
    const count = AMOUNTS.length;
    const made = { ...mistakes, ignoresLocks };
    const leaders = processes(bare ? 'teller' : 'coordinator', count);
    const bank = (work: Work<number>) => (bare ? bareBank(work) : participant(work, made));
    return {
      coordinator: { count: bare ? 0 : count, role: coordinator(['bankA', 'bankB'], made) },
      teller: { count: bare ? count : 0, role: teller },
      bankA: { count: 1, role: bank(transfers(leaders, 1000, -1)) },
      bankB: { count: 1, role: bank(transfers(leaders, 500, 1)) },
    };
  },
});
