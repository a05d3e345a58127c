import { Map, Set } from 'immutable';
import {
  atMost,
  messagesInFlight,
  observe,
  type ProcessId,
  reachable,
  refines,
  type Spec,
  spec,
} from '../checker/index.ts';
import { Ballot, type Value } from '../models/ballots.ts';
import { consensus } from '../models/consensus.ts';
import { paxos } from '../models/paxos.ts';
import { ballots, chosen } from './paxos-history.ts';

const noFaults = { loss: 0, duplication: 0, crash: 0, restart: 0 };

/**
 * The model of `paxos`, in a spec of its own: refinement needs acceptors told apart, so no symmetry.
 * A value is proposed when its proposer first sends a prepare request, chosen when the acceptor accepts that
 * completes a majority in one ballot, and learned when a learner has heard of a majority; in all other
 * steps the problem stands still. What is chosen is known to nobody, and only the history remembers it,
 * since acceptors forget what they accepted when they accept in a higher ballot.
 */
export const paxosRefinesConsensusSpec: Spec = spec(observe(paxos, ballots), {
  name: 'paxos-refines-consensus',
  about: 'Paxos does only what the problem of consensus allows',
  properties: [
    refines('it does only what consensus does', consensus, {
      parameters: ({ proposers, learners }) => ({ values: proposers, learners }),
      map: ({ proposer, acceptor, learner }, { history }) => ({
        proposed: Set(
          proposer
            .filter(({ ballot }) => ballot > Ballot.none)
            .valueSeq()
            .map(({ wish }) => wish),
        ),
        chosen: chosen(history, acceptor),
        learned: Map(
          learner.entrySeq().map(([id, { learned }]): [ProcessId, Value | null] => [id, learned]),
        ),
      }),
    }),
    reachable('a value is chosen, and every learner learns it', ({ learner }) =>
      learner.every(({ learned }) => learned !== null),
    ),
  ],
  faults: { loss: 1, duplication: 1, crash: 1, restart: 1 },
  crashing: ['acceptor'],
  bounds: {
    maxBallot: atMost(2, 'proposer', ({ ballot }) => ballot),
    inFlight: messagesInFlight(4),
  },
  variants: {
    'ignores-the-accepted-value': {
      set: { ignoresAccepted: true, learners: 1, ...noFaults, inFlight: 8 },
      violates: 'it does only what consensus does',
    },
    // Of four acceptors two are no majority: a learner learns what is not chosen.
    'quorums-do-not-intersect': {
      set: { halfIsQuorum: true, acceptors: 4, learners: 1, ...noFaults, inFlight: 8 },
      violates: 'it does only what consensus does',
    },
  },
});
