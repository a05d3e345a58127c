import { Map, Set } from 'immutable';
import {
  atMost,
  because,
  each,
  eachPair,
  invariant,
  messagesInFlight,
  observe,
  type ProcessId,
  reachable,
  type Spec,
  spec,
} from '../checker/index.ts';
import { Ballot, isMajority, type Proposal, type Value } from '../models/ballots.ts';
import { type Acceptor, multiPaxos, NO_OP } from '../models/multi-paxos.ts';

/** Who has accepted a proposal, also if they accepted another later. */
type Votes = Map<Proposal, Set<ProcessId>>;

/** An acceptor has accepted a proposal in an instance. */
interface Vote {
  readonly by: ProcessId;
  readonly instance: number;
  readonly proposal: Proposal;
}

const observed = observe(multiPaxos, {
  /** By instance. */
  initial: Map<number, Votes>(),
  note: {
    acceptor: (before, after, by): Vote | undefined => {
      const [instance, proposal] =
        after.accepted.findEntry((proposal, at) => !proposal.equals(before.accepted.get(at))) ?? [];
      if (instance === undefined || proposal === undefined) return undefined;
      return { by, instance, proposal };
    },
  },
  record: (history, { by, instance, proposal }) => {
    const votes = history.get(instance, Map<Proposal, Set<ProcessId>>());
    const voters = votes.get(proposal, Set<ProcessId>()).add(by);
    return history.set(instance, votes.set(proposal, voters));
  },
});

/** By instance: the values that a majority of the acceptors has accepted in one ballot. */
const chosen = (
  history: Map<number, Votes>,
  acceptors: Map<ProcessId, Acceptor>,
): Map<number, Set<Value>> =>
  history
    .map((votes) => votes.filter((voters) => isMajority(voters.size, acceptors.size)))
    .filter((votes) => !votes.isEmpty())
    .map((votes) => Set(votes.keySeq().map(({ value }) => value)));

const noFaults = { loss: 0, duplication: 0, crash: 0, restart: 0 };

/**
 * The bounds show two leaders with one ballot each, in two instances, with all faults. With three messages
 * in flight the phases of the two overlap only where messages are lost or discarded, or wait:
 * `--set inFlight=4 --set duplication=0 --set crash=0` shows more of that. They do not show a leader
 * that comes back, or a gap of more than one instance.
 */
export const multiPaxosSpec: Spec = spec(observed, {
  about: 'Multi-Paxos: a sequence of commands under one leader at a time (Lamport)',
  properties: [
    invariant('at most one value is chosen in an instance', ({ acceptor }, { history }) => {
      const [instance, values] =
        chosen(history, acceptor).findEntry((values) => values.size > 1) ?? [];
      return (
        instance === undefined ||
        because(`majorities have accepted ${values?.join(' and ')} in instance ${instance}`)
      );
    }),
    invariant(
      'replicas apply the same commands in the same order',
      eachPair(
        'replica',
        (one, other) =>
          one.applied.size > other.applied.size ||
          other.applied.take(one.applied.size).equals(one.applied) ||
          because(
            `one has applied ${one.applied.join(', ')}, the other ${other.applied.join(', ')}`,
          ),
      ),
    ),
    invariant('replicas are told only of chosen values', ({ replica, acceptor }, { history }) => {
      const values = chosen(history, acceptor);
      return replica.every(({ chosen }) =>
        chosen.every((value, instance) => values.get(instance)?.has(value) ?? false),
      );
    }),

    reachable('an instance is chosen before the one before it', ({ acceptor }, { history }) => {
      const values = chosen(history, acceptor);
      return values.has(2) && !values.has(1);
    }),
    reachable('a gap is filled with a command that does nothing', ({ acceptor }, { history }) => {
      const values = chosen(history, acceptor);
      return values.has(2) && values.get(1, Set<Value>()).has(NO_OP);
    }),
    reachable(
      'a replica knows a command that it may not apply yet',
      each('replica', ({ chosen, applied }) => chosen.size > applied.size),
    ),
    reachable('a new leader completes what another has begun', ({ leader }) =>
      leader.some(({ ballot, slots }) =>
        slots.some(
          ({ value, stage }) => ballot === Ballot.at(2) && stage === 'chosen' && value === 'X1',
        ),
      ),
    ),
    reachable('every replica has applied a command of each of two leaders', ({ replica }) =>
      replica.every(({ applied }) => applied.includes('X1') && applied.includes('Y2')),
    ),
  ],
  faults: { loss: 1, duplication: 1, crash: 1, restart: 1 },
  crashing: ['acceptor'],
  bounds: {
    maxBallot: atMost(2, 'leader', ({ ballot }) => ballot),
    maxInstance: atMost(2, 'leader', ({ slots }) => slots.size),
    inFlight: messagesInFlight(3),
  },
  // No faults where none are needed, and room in the network where that makes the trace shorter.
  variants: {
    'skips-phase-one': {
      set: { skipsPhaseOne: true, replicas: 1, ...noFaults, inFlight: 8 },
      violates: 'at most one value is chosen in an instance',
    },
    'forgets-open-instances': {
      set: { forgetsOpenInstances: true, replicas: 1, maxInstance: 1, ...noFaults, inFlight: 8 },
      violates: 'at most one value is chosen in an instance',
    },
    'applies-past-a-gap': {
      set: { appliesPastGaps: true, maxBallot: 1, ...noFaults, inFlight: 8 },
      violates: 'replicas apply the same commands in the same order',
    },
    'one-vote-is-enough': {
      set: { oneVoteIsEnough: true, replicas: 1, maxBallot: 1, ...noFaults, inFlight: 8 },
      violates: 'replicas are told only of chosen values',
    },
  },
});
