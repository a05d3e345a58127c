import { each, eventually, reachable, type Spec, spec, weak } from '../checker/index.ts';
import { paxosWithDistinguishedProposer } from '../models/paxos.ts';

/**
 * Termination, in a spec of its own: liveness needs acceptors told apart, and a run that no bound cuts. One
 * patient proposer has one ballot, so the space is finite; of five acceptors one may crash for good.
 */
export const paxosProgressSpec: Spec = spec(paxosWithDistinguishedProposer, {
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
  variants: {
    // Nothing is wrong with the model: two of three acceptors are down for good.
    'a-majority-is-down': {
      set: { acceptors: 3, crash: 2 },
      violates: 'every learner learns a value',
    },
  },
});
