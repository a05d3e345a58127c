import type { List, Map } from 'immutable';
import {
  because,
  deadlockFree,
  each,
  eachPair,
  eachStep,
  invariant,
  messagesInFlight,
  type ProcessId,
  reachable,
  reachableStep,
  type Spec,
  spec,
  stepInvariant,
} from '../checker/index.ts';
import {
  type Coordinator,
  type Decision,
  isPrepared,
  type Participant,
  preparedFor,
  twoPhaseCommit,
} from '../models/two-phase-commit.ts';

type Participants = Map<ProcessId, Participant<List<ProcessId>>>;

/** Whether anybody has decided to commit a transaction, its coordinator included. */
const isCommitted = (transaction: ProcessId, led: Decision | null, participant: Participants) =>
  led === 'commit' || participant.some(({ decisions }) => decisions.get(transaction) === 'commit');

/** Whether a transaction has ended like that everywhere. */
const endsIn = (decision: Decision, transaction: ProcessId, participant: Participants): boolean =>
  participant.every(({ decisions }) => decisions.get(transaction) === decision);

/** Whether a coordinator is down that has logged a commit: up, it would know its decision. */
const isDownWithACommit = ({ log, decision }: Coordinator): boolean =>
  log === 'commit' && decision === null;

/** The transactions of one list that are in the other, in the order of the one. */
const common = (one: List<ProcessId>, other: List<ProcessId>): List<ProcessId> =>
  one.filter((transaction) => other.includes(transaction));

/**
 * Two transactions that want the same data of two participants, each fault once. The bound on messages in flight is what
 * makes the space finite, for everything may be sent again for ever: it leaves out that more than two are under way at
 * once, like the questions or the orders of both coordinators to both participants. With three of them the space
 * is seven times as large; without faults there is room for four (`--set inFlight=4 --set loss=0 --set duplication=0 --set crash=0
 * --set restart=0`), and two crashes fit in place of loss and duplication.
 *
 * With one transaction the space is small, and with one message at a time there is room for a third. Then some witnesses are not
 * reached: nothing is locked for another, or nobody crashes. What takes three transactions to do harm, like a lock that any
 * decision releases, is asked of the locks themselves.
 *
 * Nothing here says that anyone decides, only that nothing is left to do when they have not.
 */
export const twoPhaseCommitSpec: Spec = spec(twoPhaseCommit, {
  about: 'two-phase commit: conflicting transactions, durable logs, locks and recovery',
  properties: [
    invariant(
      'participants decide alike on each transaction',
      eachPair('participant', (one, other, { first, second }) => {
        const torn = one.decisions.findKey(
          (decision, transaction) =>
            decision === 'commit' && other.decisions.get(transaction) === 'abort',
        );
        return (
          torn === undefined ||
          because(`${first} has committed the transaction of ${torn}, ${second} has aborted it`)
        );
      }),
    ),
    invariant('participants decide as their coordinator has logged', (view) => {
      const torn = view.coordinator.findKey(
        ({ log }, transaction) =>
          log !== null &&
          view.participant.some(({ decisions }) => decisions.get(transaction, log) !== log),
      );
      return (
        torn === undefined || because(`${torn} has logged one thing, and someone decided the other`)
      );
    }),
    invariant(
      'nobody commits a transaction unless all have voted yes',
      ({ coordinator, participant }) => {
        const early = coordinator.findKey(
          ({ decision }, transaction) =>
            isCommitted(transaction, decision, participant) &&
            participant.some(({ votes }) => votes.get(transaction) !== 'yes'),
        );
        return (
          early === undefined ||
          because(`that of ${early} is committed, and someone has not voted yes`)
        );
      },
    ),
    stepInvariant(
      'a vote is for ever, also in a crash',
      eachStep('participant', (before, after) =>
        before.votes.every((vote, transaction) => after.votes.get(transaction) === vote),
      ),
    ),
    stepInvariant(
      'a decision is for ever, also in a crash',
      eachStep('participant', (before, after) =>
        before.decisions.every(
          (decision, transaction) => after.decisions.get(transaction) === decision,
        ),
      ),
    ),
    stepInvariant(
      'a logged decision is for ever',
      eachStep('coordinator', (before, after) => before.log === null || after.log === before.log),
    ),
    invariant(
      'a participant is prepared for one transaction at a time',
      each('participant', (participant) => preparedFor(participant).size <= 1),
    ),
    invariant(
      'a prepared participant has its data locked while it is up',
      each(
        'participant',
        (participant, { self, world }) =>
          preparedFor(participant).every((transaction) => participant.lockedFor === transaction) ||
          !world.isUp(self),
      ),
    ),
    invariant(
      'data are only locked for a transaction that is prepared',
      each(
        'participant',
        (participant) =>
          participant.lockedFor === null || isPrepared(participant, participant.lockedFor),
      ),
    ),
    invariant(
      'the data show what is committed, and each transaction once',
      each('participant', ({ data, decisions }) => {
        const committed = decisions.filter((decision) => decision === 'commit');
        return (
          (data.size === committed.size && data.every((one) => committed.has(one))) ||
          because(`committed: ${[...committed.keys()].join()}; in the data: ${data.join()}`)
        );
      }),
    ),
    stepInvariant(
      'while a participant is prepared, nobody else changes its data',
      eachStep('participant', (before, after) => {
        if (after.data.equals(before.data)) return true;
        const robbed = preparedFor(before).find((transaction) => transaction !== after.data.last());
        return (
          robbed === undefined ||
          because(
            `it is prepared for the transaction of ${robbed}, and that of ${after.data.last()} changes the data`,
          )
        );
      }),
    ),
    invariant(
      'transactions change the data in the same order everywhere',
      eachPair(
        'participant',
        (one, other, { first, second }) =>
          common(one.data, other.data).equals(common(other.data, one.data)) ||
          because(
            `at ${first} it is ${one.data.join(' before ')}, at ${second} ${other.data.join(' before ')}`,
          ),
      ),
    ),
    // Nothing is left to do, though someone is undecided: only ever because someone is down.
    deadlockFree('everyone decides on everything, unless someone stays down', {
      final: ({ coordinator, participant }, { isUp }) =>
        participant.every(({ decisions }) => decisions.size === coordinator.size) ||
        [...coordinator.keys(), ...participant.keys()].some((id) => !isUp(id)),
    }),
    reachable('every transaction commits, one after the other', ({ coordinator, participant }) =>
      coordinator.every((_, transaction) => endsIn('commit', transaction, participant)),
    ),
    reachable(
      'one transaction commits, and the others do not',
      ({ coordinator, participant }) =>
        participant.every(({ decisions }) => decisions.size === coordinator.size) &&
        coordinator.filter((_, transaction) => endsIn('commit', transaction, participant)).size ===
          1,
    ),
    reachableStep(
      'a participant refuses a transaction as its data are locked for another',
      eachStep(
        'participant',
        (before, after, { kind }) =>
          kind === 'deliver' && before.lockedFor !== null && after.votes.size > before.votes.size,
      ),
    ),
    reachable(
      'two transactions have locked what the other wants',
      ({ participant }) =>
        participant
          .toList()
          .map(({ lockedFor }) => lockedFor)
          .filter((transaction) => transaction !== null)
          .toSet().size > 1,
    ),
    reachable(
      'every transaction aborts, though someone was ready for each',
      ({ coordinator, participant }) =>
        coordinator.every(
          (_, transaction) =>
            endsIn('abort', transaction, participant) &&
            participant.some(({ votes }) => votes.get(transaction) === 'yes'),
        ),
    ),
    reachableStep(
      'the last participant commits while the coordinator is down',
      ({ coordinator, participant }, after) =>
        coordinator.some(
          (leader, transaction) =>
            isDownWithACommit(leader) &&
            !endsIn('commit', transaction, participant) &&
            endsIn('commit', transaction, after.participant),
        ),
    ),
    reachableStep(
      'a coordinator restarts with the commit that it had logged',
      eachStep(
        'coordinator',
        (_, after, { kind }) => kind === 'restart' && after.decision === 'commit',
      ),
    ),
    reachableStep(
      'a participant restarts prepared, and has its lock again',
      eachStep(
        'participant',
        (_, after, { kind }) => kind === 'restart' && after.lockedFor !== null,
      ),
    ),
    reachable(
      'all are blocked: prepared, their data locked, their coordinator down, another refused',
      ({ coordinator, participant }, { isUp, inFlight }) =>
        inFlight.isEmpty() &&
        coordinator.some(
          (_, transaction) =>
            !isUp(transaction) &&
            participant.every(
              ({ lockedFor, votes }) =>
                lockedFor === transaction && votes.size === coordinator.size,
            ),
        ),
    ),
  ],
  faults: { loss: 1, duplication: 1, crash: 1, restart: 1 },
  bounds: { inFlight: messagesInFlight(2) },
  variants: {
    'decides-alone': {
      set: { decidesAlone: true, transactions: 1, loss: 0, duplication: 0, crash: 0, restart: 0 },
      violates: 'participants decide alike on each transaction',
    },
    'sends-before-logging': {
      set: { sendsBeforeLogging: true, transactions: 1, loss: 0, duplication: 0 },
      violates: 'participants decide alike on each transaction',
    },
    'forgets-its-vote': {
      set: { forgetsItsVote: true, transactions: 1, loss: 0, duplication: 0 },
      violates: 'participants decide alike on each transaction',
    },
    'commits-on-first-yes': {
      set: {
        commitsOnFirstYes: true,
        transactions: 1,
        loss: 0,
        duplication: 0,
        crash: 0,
        restart: 0,
      },
      violates: 'nobody commits a transaction unless all have voted yes',
    },
    'forgets-its-lock': {
      set: { forgetsItsLock: true, loss: 0, duplication: 0 },
      violates: 'while a participant is prepared, nobody else changes its data',
    },
    'ignores-locks': {
      set: { ignoresLocks: true, loss: 0, duplication: 0, crash: 0, restart: 0 },
      violates: 'transactions change the data in the same order everywhere',
    },
  },
});
