/**
 * Paxos: proposers get acceptors to choose one value, and learners find out which. Follows Lamport,
 * "Paxos Made Simple", sections 2.2 (choosing) and 2.3 (learning); the rules' names are the paper's.
 *
 * A ballot is the number of a proposal. Each proposer has ballots of its own: the first of two
 * proposers has 1, 3, 5 and so on, the second 2, 4, 6. It proposes a value of its own, unless a
 * promise tells it of another.
 *
 * Left out: the election of a distinguished proposer. Any proposer may give up its ballot and start
 * its next one at any moment, whether it was refused or has waited too long. Left to the spec:
 * messages are lost, doubled and overtaken, acceptors crash. They then keep what they promised and
 * accepted, which the paper has them write to stable storage before they answer.
 */
import { Map, Record, type RecordOf, Set } from 'immutable';
import { integer, type ProcessId, vocabulary } from '../checker/index.ts';
import {
  Ballot,
  ballotAfter,
  firstBallot,
  highest,
  isMajority,
  Proposal,
  type Value,
} from './ballots.ts';

type Message =
  | { readonly kind: 'prepare'; readonly ballot: Ballot }
  | { readonly kind: 'promise'; readonly ballot: Ballot; readonly accepted: Proposal | null }
  | { readonly kind: 'accept'; readonly proposal: Proposal }
  | { readonly kind: 'accepted'; readonly proposal: Proposal }
  | { readonly kind: 'refused'; readonly ballot: Ballot };

interface ProposerState {
  readonly phase: 'idle' | 'preparing' | 'accepting' | 'refused';
  /** Its own value. */
  readonly wish: Value;
  readonly ballot: Ballot;
  /** In phase 1: what each acceptor that has promised had accepted before. */
  readonly promises: Map<ProcessId, Proposal | null>;
  /** In phase 2 and after: what it asked the acceptors to accept. */
  readonly proposed: Value | null;
}
export type Proposer = RecordOf<ProposerState>;
export const Proposer = Record<ProposerState>(
  { phase: 'idle', wish: '', ballot: Ballot.none, promises: Map(), proposed: null },
  'Proposer',
);

interface AcceptorState {
  /** The highest ballot it has answered: it takes part in no lower one. */
  readonly promised: Ballot;
  /** The proposal with the highest ballot that it has accepted. */
  readonly accepted: Proposal | null;
}
export type Acceptor = RecordOf<AcceptorState>;
export const Acceptor = Record<AcceptorState>(
  { promised: Ballot.none, accepted: null },
  'Acceptor',
);

interface LearnerState {
  /** Until it has learned: who has accepted which proposal. */
  readonly votes: Map<Proposal, Set<ProcessId>>;
  readonly learned: Value | null;
}
export type Learner = RecordOf<LearnerState>;
export const Learner = Record<LearnerState>({ votes: Map(), learned: null }, 'Learner');

/** Ways to get it wrong, each a switch. */
const mistakes = {
  forgetsPromise: false,
  ignoresAccepted: false,
  halfIsQuorum: false,
  sharedBallots: false,
  oneVoteIsEnough: false,
};
type Mistakes = typeof mistakes;

const { role, protocol, step, send, sendAll } = vocabulary<
  Message,
  'proposer' | 'acceptor' | 'learner'
>();

/** The values that proposers wish for, in their order. */
const WISHES: readonly Value[] = ['X', 'Y', 'Z', 'V', 'W'];

/** Whether so many acceptors are a quorum; any two quorums have an acceptor in common. */
const isQuorum = (count: number, acceptors: number, { halfIsQuorum }: Mistakes): boolean =>
  halfIsQuorum ? count * 2 >= acceptors : isMajority(count, acceptors);

/** P2c: the value accepted in the highest ballot of all that promises tell of, or else its own (2.2). */
function valueFor({ promises, wish }: Proposer, { ignoresAccepted }: Mistakes): Value {
  const accepted = highest(promises.valueSeq().filter((proposal) => proposal !== null));
  return accepted === undefined || ignoresAccepted ? wish : accepted.value;
}

const proposer = (mistakes: Mistakes, isPatient = false) =>
  role({
    initial: ({ self, all }) =>
      Proposer({
        wish: WISHES[all('proposer').indexOf(self)] ?? '',
        ballot: isPatient ? firstBallot(self, all('proposer')) : Ballot.none,
      }),
    actions: {
      /** Phase 1a: asks the acceptors to take part in its next ballot, and in no lower one. */
      prepare(proposer, { self, all }) {
        if (isPatient && proposer.phase !== 'idle' && proposer.phase !== 'refused') return false;
        const { ballot: last } = proposer;
        const owners = mistakes.sharedBallots ? [self] : all('proposer');
        const ballot = ballotAfter(last, self, owners);
        return step(
          proposer.merge({ phase: 'preparing', ballot, promises: Map(), proposed: null }),
          sendAll(all('acceptor'), { kind: 'prepare', ballot }),
        );
      },
    },
    on: {
      /** Phase 2a: once a quorum has promised, asks the acceptors to accept a value. */
      promise(proposer, { from, ballot, accepted }, { all }) {
        if (proposer.phase !== 'preparing' || ballot !== proposer.ballot) return step(proposer);
        const promised = proposer.setIn(['promises', from], accepted);
        const acceptors = all('acceptor');
        if (!isQuorum(promised.promises.size, acceptors.length, mistakes)) return step(promised);
        const value = valueFor(promised, mistakes);
        return step(
          promised.merge({ phase: 'accepting', promises: Map(), proposed: value }),
          sendAll(acceptors, { kind: 'accept', proposal: Proposal({ ballot, value }) }),
        );
      },
      /** An acceptor takes part in a higher ballot already: gives its own up (2.3). */
      refused: (proposer, { ballot }) =>
        ballot === proposer.ballot && step(proposer.merge({ phase: 'refused', promises: Map() })),
    },
  });

const acceptor = ({ forgetsPromise }: Mistakes) =>
  role({
    initial: () => Acceptor(),
    durable: forgetsPromise ? ['accepted'] : ['promised', 'accepted'],
    on: {
      /** Phase 1b: promises to take part in no lower ballot, and says what it has accepted. */
      prepare(acceptor, { from, ballot }) {
        const { promised, accepted } = acceptor;
        if (ballot < promised) return step(acceptor, send(from, { kind: 'refused', ballot }));
        return step(
          acceptor.set('promised', ballot),
          send(from, { kind: 'promise', ballot, accepted }),
        );
      },
      /** Phase 2b: accepts, unless it has promised a higher ballot (P1a), and tells the learners. */
      accept(acceptor, { from, proposal }, { all }) {
        const { ballot } = proposal;
        if (ballot < acceptor.promised)
          return step(acceptor, send(from, { kind: 'refused', ballot }));
        return step(
          acceptor.merge({ promised: ballot, accepted: proposal }),
          sendAll(all('learner'), { kind: 'accepted', proposal }),
        );
      },
    },
  });

const learner = (mistakes: Mistakes) =>
  role({
    initial: () => Learner(),
    on: {
      /** Learns a value once a quorum has accepted it in one ballot (2.3). */
      accepted(learner, { from, proposal }, { all }) {
        if (learner.learned !== null) return step(learner);
        const voters = learner.votes.get(proposal, Set<ProcessId>()).add(from);
        const isChosen = isQuorum(voters.size, all('acceptor').length, mistakes);
        return step(
          isChosen || mistakes.oneVoteIsEnough
            ? Learner({ learned: proposal.value })
            : learner.setIn(['votes', proposal], voters),
        );
      },
    },
  });

export const paxos = protocol({
  name: 'paxos',
  parameters: {
    proposers: integer(2, { from: 1, to: 5 }),
    acceptors: integer(3, { from: 1, to: 5 }),
    learners: integer(2, { from: 1, to: 3 }),
    ...mistakes,
  },
  roles: ({ proposers, acceptors, learners, ...mistakes }) => ({
    proposer: { count: proposers, role: proposer(mistakes) },
    acceptor: { count: acceptors, symmetric: true, role: acceptor(mistakes) },
    learner: { count: learners, symmetric: true, role: learner(mistakes) },
  }),
});

/**
 * Proposers that start another ballot only once they are refused. One alone is the distinguished proposer (2.4); two may
 * refuse each other for ever. Each begins with the first of its ballots behind it, so that no ballot is a special one.
 */
export const paxosWithPatientProposers = protocol({
  name: 'paxos-progress',
  parameters: {
    proposers: integer(1, { from: 1, to: 3 }),
    acceptors: integer(5, { from: 1, to: 5 }),
    learners: integer(1, { from: 1, to: 3 }),
  },
  roles: ({ proposers, acceptors, learners }) => ({
    proposer: { count: proposers, role: proposer(mistakes, true) },
    acceptor: { count: acceptors, symmetric: true, role: acceptor(mistakes) },
    learner: { count: learners, symmetric: true, role: learner(mistakes) },
  }),
});
