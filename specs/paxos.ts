import {
  atMost,
  because,
  each,
  eachPair,
  invariant,
  messagesInFlight,
  observe,
  reachable,
  type Spec,
  spec,
} from '../checker/index.ts';
import { Ballot } from '../models/ballots.ts';
import { paxos } from '../models/paxos.ts';
import { ballots, chosen } from './paxos-history.ts';

const noFaults = { loss: 0, duplication: 0, crash: 0, restart: 0 };

/**
 * The bounds show one ballot of each of two proposers, overlapping in every way that four messages in
 * flight allow, with a loss, a duplication and a crash of an acceptor anywhere. They do not show a
 * proposer that tries again, which may find more than one accepted value to choose from:
 * `--set maxBallot=3 --set learners=1 --set inFlight=6` without faults does.
 */
export const paxosSpec: Spec = spec(observe(paxos, ballots), {
  about: 'Paxos: one value chosen by a majority of acceptors (Lamport)',
  properties: [
    // Agreement, in the network and where it is used.
    invariant('at most one value is chosen', ({ acceptor }, { history }) => {
      const values = chosen(history, acceptor);
      return (
        values.size <= 1 ||
        because(`majorities of acceptors have accepted ${values.join(' and ')}, each in one ballot`)
      );
    }),
    invariant(
      'learners learn the same value',
      eachPair(
        'learner',
        (one, other) =>
          one.learned === other.learned ||
          one.learned === null ||
          other.learned === null ||
          because(`one has learned ${one.learned}, the other ${other.learned}`),
      ),
    ),
    invariant('learners learn only chosen values', ({ learner, acceptor }, { history }) => {
      const values = chosen(history, acceptor);
      const [who, state] =
        learner.findEntry(({ learned }) => learned !== null && !values.has(learned)) ?? [];
      return (
        who === undefined ||
        because(`${who} has learned ${state?.learned}, which no majority has accepted`)
      );
    }),
    // Validity.
    invariant('only values that were proposed are chosen', (view, { history }) =>
      chosen(history, view.acceptor).every((value) =>
        view.proposer.some(({ wish, ballot }) => wish === value && ballot > Ballot.none),
      ),
    ),
    invariant('acceptors keep their promises', (_, { history }) => {
      const [who, proposal] = history.broken.findEntry(() => true) ?? [];
      return (
        who === undefined ||
        because(
          `${who} had promised ballot ${history.promised.get(who)}, and then accepted ${proposal?.value} in ballot ${proposal?.ballot}`,
        )
      );
    }),

    // The conflict: the first proposer is refused where the second was promised.
    reachable(
      'a value is chosen after the proposal of another was refused',
      (view, { history }) => {
        const values = chosen(history, view.acceptor);
        return view.proposer.some(
          ({ phase, proposed }) =>
            phase === 'refused' && proposed !== null && values.size > 0 && !values.has(proposed),
        );
      },
    ),
    reachable(
      'a proposer gives up its own value for one that may be chosen',
      each('proposer', ({ proposed, wish }) => proposed !== null && proposed !== wish),
    ),
    reachable('every learner has learned a value', ({ learner }) =>
      learner.every(({ learned }) => learned !== null),
    ),
    reachable(
      'a value is chosen after an acceptor has restarted',
      ({ acceptor }, { history, faults }) =>
        faults.restart > 0 && !chosen(history, acceptor).isEmpty(),
    ),
  ],
  faults: { loss: 1, duplication: 1, crash: 1, restart: 1 },
  crashing: ['acceptor'],
  bounds: {
    maxBallot: atMost(2, 'proposer', ({ ballot }) => ballot),
    inFlight: messagesInFlight(4),
  },
  // No faults where none are needed, and room in the network where that makes the trace shorter.
  variants: {
    'forgets-its-promise': {
      set: { forgetsPromise: true, learners: 1, loss: 0, duplication: 0, inFlight: 8 },
      violates: 'at most one value is chosen',
    },
    'ignores-the-accepted-value': {
      set: { ignoresAccepted: true, learners: 1, ...noFaults, inFlight: 8 },
      violates: 'at most one value is chosen',
    },
    // Takes a third ballot, to find two accepted values to choose from.
    'prefers-the-lowest-ballot': {
      set: { prefersLowest: true, learners: 1, maxBallot: 3, ...noFaults, inFlight: 6 },
      violates: 'at most one value is chosen',
    },
    // Of two acceptors, one is no majority: each chooses by itself.
    'quorums-do-not-intersect': {
      set: { halfIsQuorum: true, acceptors: 2, ...noFaults, inFlight: 8 },
      violates: 'learners learn the same value',
    },
    'proposers-share-a-ballot': {
      set: { sharedBallots: true, learners: 1, maxBallot: 1, ...noFaults, inFlight: 8 },
      violates: 'at most one value is chosen',
    },
    'one-vote-is-enough': {
      set: { oneVoteIsEnough: true, learners: 1, ...noFaults },
      violates: 'learners learn only chosen values',
    },
  },
});
