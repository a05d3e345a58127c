/**
 * A transfer between two banks: 100 leave an account of 1000 at bank A and come to one of 500 at
 * bank B. Follows the source document's section 3.1: two local steps, of which both must happen or none. Here they
 * are the work of one transaction; coordinator and banks are those of `two-phase-commit.ts`, and a
 * bank votes as it likes (no money, no such account).
 *
 * The bare transfer has a teller instead, who has bank A withdraw and then bank B deposit. Both
 * banks do it once however often they are told, and the teller tells them until they answer. But how far it
 * has come is only in its memory.
 */
import { vocabulary } from '../checker/index.ts';
import {
  coordinator,
  mistakes,
  type Participant,
  participant,
  type Message as TwoPhaseMessage,
  type Work,
} from './two-phase-commit.ts';

type BareKind = 'withdraw' | 'withdrawn' | 'deposit' | 'deposited';
type BareMessage = { readonly [K in BareKind]: { readonly kind: K } }[BareKind];

const { role, protocol, step, sendAll } = vocabulary<
  TwoPhaseMessage | BareMessage,
  'coordinator' | 'teller' | 'bankA' | 'bankB'
>();

/** A bank is a participant with a balance. */
export type Bank = Participant<number>;

const withdrawal: Work<number> = { before: 1000, after: 900 };
const deposit: Work<number> = { before: 500, after: 600 };

/** A bank that does its part of a bare transfer when told, once. */
const bareBank = ({ before, after }: Work<number>) => {
  const changed = (bank: Bank): Bank => ({ ...bank, decision: 'commit', data: after });
  return role<Bank>({
    initial: () => ({ vote: null, decision: null, data: before, holdsLock: false }),
    durable: 'everything',
    on: {
      withdraw: (bank, { from }) => step(changed(bank), sendAll([from], { kind: 'withdrawn' })),
      deposit: (bank, { from }) => step(changed(bank), sendAll([from], { kind: 'deposited' })),
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
    deposited: () => step('nothing'),
  },
  recover: () => step('nothing'),
});

export const bankTransfer = protocol({
  name: 'bank-transfer',
  parameters: { bare: false },
  roles: ({ bare }) => ({
    coordinator: { count: bare ? 0 : 1, role: coordinator(['bankA', 'bankB'], mistakes) },
    teller: { count: bare ? 1 : 0, role: teller },
    bankA: { count: 1, role: bare ? bareBank(withdrawal) : participant(withdrawal, mistakes) },
    bankB: { count: 1, role: bare ? bareBank(deposit) : participant(deposit, mistakes) },
  }),
});
