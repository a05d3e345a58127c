/**
 * Two-phase commit, of transactions that want the same data: the coordinator of each asks every participant to
 * prepare; if all vote yes it decides to commit, else to abort, and tells them. Follows the source document's section
 * 3.2 with the logging rules of Bernstein, Hadzilacos and Goodman, "Concurrency Control and Recovery in Database
 * Systems", chapter 7: a participant logs its vote before it sends it, the coordinator logs its decision before it
 * sends it (there, only a commit must be), and a coordinator that restarts without a logged decision aborts. From its
 * yes vote until the decision a participant's data are locked for the transaction, also through a restart.
 *
 * Each coordinator leads one transaction, which is known by the coordinator's name.
 *
 * Left out: waiting for a lock (a participant whose data are locked for another transaction votes no, so there are no
 * deadlocks), the work of a transaction (only what it makes of each participant's data is shown), and forgetting
 * finished transactions. A participant does not ask for the decision, neither the coordinator nor others: the
 * coordinator tells everyone, also who has voted no, until it is acknowledged. Simplified:
 * - Time. A timeout strikes at any moment; whatever may have been lost is sent again at any moment.
 * - Who takes part is fixed. So nothing is logged when a transaction begins.
 * - A participant logs and answers in one step. To crash between the two is to lose the answer.
 */
import { List, Map, Set } from 'immutable';
import { integer, type ProcessId, vocabulary } from '../checker/index.ts';

export type Decision = 'commit' | 'abort';

type Kind = 'prepare' | 'voteYes' | 'voteNo' | Decision | 'ack';
/** One type a kind, so that each has its handler. */
export type Message = { readonly [K in Kind]: { readonly kind: K } }[Kind];

export interface Coordinator {
  /** Durable: the decision, once it may be told. */
  readonly log: Decision | null;
  /** In memory: the decision, logged or about to be. */
  readonly decision: Decision | null;
  /** Until it is decided: who has voted yes. */
  readonly yesVotes: Set<ProcessId>;
  /** Who knows the decision. */
  readonly acks: Set<ProcessId>;
  /** In memory, only where tries are limited: how often each was asked or, since the decision, told. */
  readonly sent?: Map<ProcessId, number>;
}

/** Transactions are known by their coordinators. */
export interface Participant<Data> {
  /** Durable: how it has voted on each transaction. */
  readonly votes: Map<ProcessId, 'yes' | 'no'>;
  /** Durable: how each transaction has ended. */
  readonly decisions: Map<ProcessId, Decision>;
  /** Durable. */
  readonly data: Data;
  /** In memory: the transaction for which the data are locked, from the yes vote until the decision. */
  readonly lockedFor: ProcessId | null;
}

/** What transactions do to a participant's data. */
export interface Work<Data> {
  readonly before: Data;
  /** What a transaction makes of the data, if it commits. */
  after(data: Data, transaction: ProcessId): Data;
  /** Whether data may be like that: where a transaction would make others of them, the vote is no. */
  allows(data: Data): boolean;
}

/** Ways to get it wrong, each a switch. */
export const mistakes = {
  commitsOnFirstYes: false,
  sendsBeforeLogging: false,
  decidesAlone: false,
  forgetsItsVote: false,
  forgetsItsLock: false,
  ignoresLocks: false,
};
export type Mistakes = typeof mistakes;

const { role, protocol, step, send } = vocabulary<Message, string>();

/** The coordinator decides; the votes have done their work. */
const decide = (coordinator: Coordinator, decision: Decision): Coordinator => ({
  ...coordinator,
  decision,
  yesVotes: Set(),
  ...(coordinator.sent && { sent: Map() }),
});

/** Sends each of these a message, but to those that it has tried often enough. */
function tryEach(
  coordinator: Coordinator,
  ones: readonly ProcessId[],
  kind: 'prepare' | Decision,
  tries: number,
) {
  const { sent } = coordinator;
  if (sent === undefined) return ones.map((one) => step(coordinator, send(one, { kind })));
  return ones
    .filter((one) => sent.get(one, 0) < tries)
    .map((one) =>
      step(
        { ...coordinator, sent: sent.update(one, 0, (count) => count + 1) },
        send(one, { kind }),
      ),
    );
}

/**
 * The coordinator of the participants in these roles.
 *
 * @param tries how often it asks each of them and then tells each of them, until it restarts; 0 for no end
 */
export const coordinator = (roles: readonly string[], mistakes: Mistakes, tries = 0) => {
  type All = { all(role: string): readonly ProcessId[] };
  const participants = ({ all }: All) => roles.flatMap((name) => all(name));
  const isEnough = (votes: Set<ProcessId>, context: All) =>
    mistakes.commitsOnFirstYes || votes.size === participants(context).length;

  return role<Coordinator>({
    initial: () => ({
      log: null,
      decision: null,
      yesVotes: Set(),
      acks: Set(),
      ...(tries > 0 && { sent: Map() }),
    }),
    durable: ['log'],
    actions: {
      /** Phase 1: asks one who has not voted yet, for the first time or again. */
      ask: (coordinator, context) =>
        coordinator.decision === null &&
        tryEach(
          coordinator,
          participants(context).filter((one) => !coordinator.yesVotes.has(one)),
          'prepare',
          tries,
        ),
      giveUp: (coordinator) => coordinator.decision === null && step(decide(coordinator, 'abort')),
      writeLog: (coordinator) =>
        coordinator.decision !== null &&
        coordinator.log === null &&
        step({ ...coordinator, log: coordinator.decision }),
      /** Phase 2: tells one who has not acknowledged the decision yet. */
      tell(coordinator, context) {
        const decision = mistakes.sendsBeforeLogging ? coordinator.decision : coordinator.log;
        if (decision === null) return false;
        return tryEach(
          coordinator,
          participants(context).filter((one) => !coordinator.acks.has(one)),
          decision,
          tries,
        );
      },
    },
    on: {
      voteYes(coordinator, { from }, context) {
        if (coordinator.decision !== null) return false;
        const yesVotes = coordinator.yesVotes.add(from);
        return step(
          isEnough(yesVotes, context)
            ? decide(coordinator, 'commit')
            : { ...coordinator, yesVotes },
        );
      },
      voteNo: (coordinator) => coordinator.decision === null && step(decide(coordinator, 'abort')),
      ack: (coordinator, { from }) => step({ ...coordinator, acks: coordinator.acks.add(from) }),
    },
    recover: (coordinator) => step(decide(coordinator, coordinator.log ?? 'abort')),
  });
};

/** Whether a participant has given its word and waits for the decision: it can no longer act alone. */
export const isPrepared = (
  { votes, decisions }: Participant<unknown>,
  transaction: ProcessId,
): boolean => votes.get(transaction) === 'yes' && !decisions.has(transaction);

/** The transactions for which a participant is prepared. */
export const preparedFor = (participant: Participant<unknown>): Set<ProcessId> =>
  participant.votes
    .keySeq()
    .toSet()
    .filter((one) => isPrepared(participant, one));

/** A participant, with what transactions do to its data. */
export const participant = <Data>(work: Work<Data>, mistakes: Mistakes) => {
  type Here = Participant<Data>;

  /** The participant ends a transaction, unless it has already, and lets go of its lock. */
  const end = (participant: Here, transaction: ProcessId, decision: Decision): Here => {
    const { decisions, data, lockedFor } = participant;
    if (decisions.has(transaction)) return participant;
    return {
      ...participant,
      decisions: decisions.set(transaction, decision),
      data: decision === 'commit' ? work.after(data, transaction) : data,
      lockedFor: lockedFor === transaction ? null : lockedFor,
    };
  };

  const vote = (participant: Here, transaction: ProcessId, vote: 'yes' | 'no'): Here => ({
    ...participant,
    votes: participant.votes.set(transaction, vote),
  });

  const voteYes = (participant: Here, transaction: ProcessId): Here => ({
    ...vote(participant, transaction, 'yes'),
    lockedFor: mistakes.ignoresLocks ? null : transaction,
  });

  const voteNo = (participant: Here, transaction: ProcessId): Here =>
    end(vote(participant, transaction, 'no'), transaction, 'abort');

  /** Nobody else has the data, and the transaction may do to them what it would. */
  const canVoteYes = ({ data, lockedFor }: Here, transaction: ProcessId): boolean =>
    lockedFor === null && work.allows(work.after(data, transaction));

  return role<Here>({
    initial: () => ({ votes: Map(), decisions: Map(), data: work.before, lockedFor: null }),
    durable: mistakes.forgetsItsVote ? ['decisions', 'data'] : ['votes', 'decisions', 'data'],
    actions: {
      /** Before its vote it may abort of itself: it will vote no. */
      abortAlone: (participant, { all }) =>
        all('coordinator')
          .filter((transaction) => !participant.decisions.has(transaction))
          .flatMap((transaction) => {
            if (!participant.votes.has(transaction)) return step(voteNo(participant, transaction));
            return mistakes.decidesAlone ? step(end(participant, transaction, 'abort')) : [];
          }),
    },
    on: {
      prepare(participant, { from: transaction }) {
        const yes = send(transaction, { kind: 'voteYes' });
        const no = send(transaction, { kind: 'voteNo' });
        if (participant.votes.get(transaction) === 'yes') return step(participant, yes);
        if (participant.decisions.has(transaction)) return step(participant, no);
        const refusing = step(voteNo(participant, transaction), no);
        if (!canVoteYes(participant, transaction)) return refusing;
        return [step(voteYes(participant, transaction), yes), refusing];
      },
      commit: (participant, { from: transaction }) =>
        step(end(participant, transaction, 'commit'), send(transaction, { kind: 'ack' })),
      abort: (participant, { from: transaction }) =>
        step(end(participant, transaction, 'abort'), send(transaction, { kind: 'ack' })),
    },
    /** It has the lock again of the transaction for which it is prepared. */
    recover: (participant) => {
      const isForgotten = mistakes.forgetsItsLock || mistakes.ignoresLocks;
      const lockedFor = isForgotten ? undefined : preparedFor(participant).first();
      return step({ ...participant, lockedFor: lockedFor ?? null });
    },
  });
};

/** Of its data a participant shows whose changes they have, in order. */
const changes: Work<List<ProcessId>> = {
  before: List(),
  after: (data, transaction) => data.push(transaction),
  allows: () => true,
};

const roles = ({
  transactions,
  participants,
  tries,
  ...mistakes
}: Mistakes & Readonly<Record<'transactions' | 'participants' | 'tries', number>>) => ({
  coordinator: {
    count: transactions,
    symmetric: true,
    role: coordinator(['participant'], mistakes, tries),
  },
  participant: { count: participants, symmetric: true, role: participant(changes, mistakes) },
});

export const twoPhaseCommit = protocol({
  name: 'two-phase-commit',
  parameters: {
    transactions: integer(2, { from: 1, to: 3 }),
    participants: integer(2, { from: 1, to: 5 }),
    ...mistakes,
  },
  roles: (parameters) => roles({ ...parameters, tries: 0 }),
});

/** The same with coordinators that try so often, so that every run comes to its end without a bound. */
export const twoPhaseCommitInTries = protocol({
  name: 'two-phase-commit-progress',
  parameters: {
    transactions: integer(1, { from: 1, to: 2 }),
    participants: integer(2, { from: 1, to: 5 }),
    tries: integer(2, { from: 1, to: 3 }),
    ...mistakes,
  },
  roles,
});
