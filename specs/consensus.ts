import { because, invariant, leadsTo, reachable, type Spec, spec, weak } from '../checker/index.ts';
import { consensus } from '../models/consensus.ts';

/** There is no bound: the default run is the whole space, as small as it is. */
export const consensusSpec: Spec = spec(consensus, {
  about: 'the problem of consensus: at most one value is chosen, and it was proposed',
  properties: [
    // Agreement.
    invariant(
      'at most one value is chosen',
      ({ chosen }) => chosen.size <= 1 || because(`${chosen.join(' and ')} are chosen`),
    ),
    // Validity.
    invariant('only proposed values are chosen', ({ proposed, chosen }) =>
      chosen.isSubset(proposed),
    ),
    invariant('learners learn only chosen values', ({ chosen, learned }) =>
      learned.every((value) => value === null || chosen.has(value)),
    ),
    // Termination: nobody is obliged to propose.
    leadsTo(
      'once a value is proposed, every learner learns one',
      ({ proposed }) => !proposed.isEmpty(),
      ({ learned }) => learned.every((value) => value !== null),
      { fairness: weak('choose', 'learn') },
    ),

    reachable('a value is chosen that others were proposed beside', ({ proposed, chosen }) => {
      const others = proposed.subtract(chosen);
      return !chosen.isEmpty() && !others.isEmpty();
    }),
    reachable('every learner has learned a value', ({ learned }) =>
      learned.every((value) => value !== null),
    ),
  ],
  variants: {
    'two-choices': { set: { choosesTwice: true }, violates: 'at most one value is chosen' },
    'chooses-what-nobody-proposed': {
      set: { choosesUnproposed: true },
      violates: 'only proposed values are chosen',
    },
    'learns-before-the-choice': {
      set: { learnsUnchosen: true },
      violates: 'learners learn only chosen values',
    },
    // Whoever would have proposed the last value may have failed.
    'waits-for-every-proposal': {
      set: { waitsForEveryProposal: true, values: 2, learners: 1 },
      violates: 'once a value is proposed, every learner learns one',
    },
  },
});
