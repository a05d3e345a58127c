import {
  each,
  eventually,
  messagesInFlight,
  reachable,
  type Spec,
  spec,
  weak,
} from '../checker/index.ts';
import { paxosWithPatientProposers } from '../models/paxos.ts';

/**
 * Termination, in a spec of its own: liveness needs acceptors told apart. One patient proposer decides, of
 * five acceptors one may crash for good. Two refuse each other for ever, in higher and higher ballots: so these must rise, and
 * are told apart only as far as they are apart.
 */
export const paxosProgressSpec: Spec = spec(paxosWithPatientProposers, {
  about: 'Paxos with one distinguished proposer decides, while a majority of acceptors is up',
  properties: [
    eventually(
      'every learner learns a value',
      each('learner', ({ learned }) => learned !== null),
      { fairness: weak('prepare', 'deliver') },
    ),
    reachable('every learner has learned a value', ({ learner }) =>
      learner.every(({ learned }) => learned !== null),
    ),
  ],
  faults: { crash: 1 },
  crashing: ['acceptor'],
  bounds: { inFlight: messagesInFlight(20) },
  rising: { ballot: 2 },
  variants: {
    // Nothing is wrong with the model: two of three acceptors are down for good.
    'a-majority-is-down': {
      set: { acceptors: 3, crash: 2 },
      violates: 'every learner learns a value',
    },
    // Nor here: each proposer starts a higher ballot before the other's is accepted.
    'duelling-proposers': {
      set: { proposers: 2, acceptors: 3, crash: 0, inFlight: 5 },
      violates: 'every learner learns a value',
    },
  },
});
