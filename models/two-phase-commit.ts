/**
 * Two-phase commit: a coordinator asks every participant to prepare; if all vote yes it decides to
 * commit, else to abort, and tells them. Follows the source document's section 3.2 with the logging rules
 * of Bernstein, Hadzilacos and Goodman, "Concurrency Control and Recovery in Database Systems", chapter 7:
 * a participant logs its vote before it sends it, the coordinator logs its decision before it sends it, and
 * a coordinator that restarts without a logged decision aborts.
 *
 * Left out: the work of the transaction (only what it makes of each participant's data is shown), asking
 * other participants for the decision, and forgetting finished transactions. Simplified:
 * - Time. A timeout strikes at any moment; whatever may have been lost is sent again at any moment.
 * - A participant logs and answers in one step. To crash between the two is to lose the answer.
 */
import { Set } from 'immutable';
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
}

export interface Participant<Data> {
  readonly vote: 'yes' | 'no' | null;
  readonly decision: Decision | null;
  readonly data: Data;
  /** Nobody else may touch the data: from the yes vote until the decision. */
  readonly holdsLock: boolean;
}

/** What the transaction makes of a participant's data, if it commits. */
export interface Work<Data> {
  readonly before: Data;
  readonly after: Data;
}

/** Ways to get it wrong, each a switch. */
export const mistakes = {
  commitsOnFirstYes: false,
  sendsBeforeLogging: false,
  decidesAlone: false,
  forgetsItsVote: false,
};
export type Mistakes = typeof mistakes;

const { role, protocol, step, send } = vocabulary<Message, string>();

/** The coordinator decides; the votes have done their work. */
const decide = (coordinator: Coordinator, decision: Decision): Coordinator => ({
  ...coordinator,
  decision,
  yesVotes: Set(),
});

/** The coordinator of the participants in these roles. */
export const coordinator = (roles: readonly string[], mistakes: Mistakes) => {
  type All = { all(role: string): readonly ProcessId[] };
  const participants = ({ all }: All) => roles.flatMap((name) => all(name));
  const isEnough = (votes: Set<ProcessId>, context: All) =>
    mistakes.commitsOnFirstYes || votes.size === participants(context).length;

  return role<Coordinator>({
    initial: () => ({ log: null, decision: null, yesVotes: Set(), acks: Set() }),
    durable: ['log'],
    actions: {
      /** Phase 1: asks one who has not voted yet, for the first time or again. */
      ask: (coordinator, context) =>
        coordinator.decision === null &&
        participants(context)
          .filter((one) => !coordinator.yesVotes.has(one))
          .map((one) => step(coordinator, send(one, { kind: 'prepare' }))),
      giveUp: (coordinator) => coordinator.decision === null && step(decide(coordinator, 'abort')),
      writeLog: (coordinator) =>
        coordinator.decision !== null &&
        coordinator.log === null &&
        step({ ...coordinator, log: coordinator.decision }),
      /** Phase 2: tells one who has not acknowledged the decision yet. */
      tell(coordinator, context) {
        const decision = mistakes.sendsBeforeLogging ? coordinator.decision : coordinator.log;
        if (decision === null) return false;
        return participants(context)
          .filter((one) => !coordinator.acks.has(one))
          .map((one) => step(coordinator, send(one, { kind: decision })));
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
export const isPrepared = ({ vote, decision }: Participant<unknown>): boolean =>
  vote === 'yes' && decision === null;

/** A participant, with what the transaction makes of its data. */
export const participant = <Data>({ before, after }: Work<Data>, mistakes: Mistakes) => {
  /** The participant ends the transaction, unless it has already, and lets go of its lock. */
  const end = (participant: Participant<Data>, decision: Decision): Participant<Data> =>
    participant.decision === null
      ? {
          ...participant,
          decision,
          data: decision === 'commit' ? after : participant.data,
          holdsLock: false,
        }
      : participant;

  return role<Participant<Data>>({
    initial: () => ({ vote: null, decision: null, data: before, holdsLock: false }),
    durable: mistakes.forgetsItsVote ? ['decision', 'data'] : ['vote', 'decision', 'data'],
    actions: {
      /** Before its vote it may abort of itself: it will vote no. */
      abortAlone: (participant) =>
        participant.decision === null &&
        (participant.vote === null || mistakes.decidesAlone) &&
        step(end({ ...participant, vote: participant.vote ?? 'no' }, 'abort')),
    },
    on: {
      prepare(participant, { from }) {
        const yes = send(from, { kind: 'voteYes' });
        const no = send(from, { kind: 'voteNo' });
        const { vote, decision } = participant;
        if (vote === 'yes') return step(participant, yes);
        if (decision !== null) return step(participant, no);
        return [
          step({ ...participant, vote: 'yes', holdsLock: true }, yes),
          step(end({ ...participant, vote: 'no' }, 'abort'), no),
        ];
      },
      commit: (participant, { from }) =>
        step(end(participant, 'commit'), send(from, { kind: 'ack' })),
      abort: (participant, { from }) =>
        step(end(participant, 'abort'), send(from, { kind: 'ack' })),
    },
    recover: (participant) => step({ ...participant, holdsLock: isPrepared(participant) }),
  });
};

export const twoPhaseCommit = protocol({
  name: 'two-phase-commit',
  parameters: { participants: integer(3, { from: 1, to: 5 }), ...mistakes },
  roles: ({ participants, ...mistakes }) => ({
    coordinator: { count: 1, role: coordinator(['participant'], mistakes) },
    participant: {
      count: participants,
      symmetric: true,
      role: participant({ before: 'old', after: 'new' }, mistakes),
    },
  }),
});
