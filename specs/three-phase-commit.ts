import {
  because,
  each,
  eachPair,
  eachStep,
  eventually,
  invariant,
  reachable,
  type Spec,
  spec,
  stepInvariant,
  weak,
} from '../checker/index.ts';
import { type Standing, threePhaseCommit } from '../models/three-phase-commit.ts';

const isDecided = (standing: Standing): boolean =>
  standing === 'committed' || standing === 'aborted';

/** The whole space: nothing is sent again for ever, so there is nothing to bound but the crashes. */
export const threePhaseCommitSpec: Spec = spec(threePhaseCommit, {
  about: 'three-phase commit: nobody waits for a crashed coordinator (Skeen)',
  properties: [
    // Of those who have crashed as well, as they were then.
    invariant(
      'participants decide alike',
      eachPair(
        'participant',
        (one, other, { first, second }) =>
          one.standing !== 'committed' ||
          other.standing !== 'aborted' ||
          because(`${first} has committed, ${second} has aborted`),
      ),
    ),
    invariant(
      'the coordinator decides like the participants',
      ({ coordinator, participant }) =>
        !participant.some(({ standing }) =>
          coordinator.some(
            ({ phase }) =>
              (phase === 'committed' && standing === 'aborted') ||
              (phase === 'aborted' && standing === 'committed'),
          ),
        ),
    ),
    // Who voted no has aborted.
    invariant('nobody commits while someone has not voted', ({ coordinator, participant }) => {
      const working = participant.findKey(({ standing }) => standing === 'working');
      const isCommitted =
        coordinator.some(({ phase }) => phase === 'committed') ||
        participant.some(({ standing }) => standing === 'committed');
      return working === undefined || !isCommitted || because(`${working} has not voted`);
    }),
    stepInvariant(
      'a decision is for ever',
      eachStep(
        'participant',
        (before, after) => !isDecided(before.standing) || after.standing === before.standing,
      ),
    ),
    // Nobody is assumed to restart: whoever stays up decides without those who crash.
    eventually(
      'everyone who stays up decides',
      each(
        'participant',
        ({ standing }, { self, world }) => isDecided(standing) || !world.isUp(self),
      ),
      { fairness: weak('deliver', 'timer tell', 'timer wait', 'tick') },
    ),
    reachable('all commit', ({ participant }) =>
      participant.every(({ standing }) => standing === 'committed'),
    ),
    reachable(
      'all commit though their coordinator crashed before it decided',
      ({ coordinator, participant }) =>
        coordinator.every(({ phase }) => phase === 'preparing') &&
        participant.every(({ standing }) => standing === 'committed'),
    ),
    reachable(
      'those who are left commit though coordinator and backup have crashed',
      ({ coordinator, participant }, { isUp }) =>
        coordinator.every(({ phase }, id) => phase === 'preparing' && !isUp(id)) &&
        participant.some(({ backup }, id) => backup !== 'no' && !isUp(id)) &&
        participant.every(({ standing }, id) => standing === 'committed' || !isUp(id)),
    ),
    reachable(
      'a second backup takes over where the first had begun to prepare',
      ({ participant }, { isUp }) =>
        participant.some(({ backup }, id) => backup === 'prepares' && !isUp(id)) &&
        participant.some(({ backup }, id) => backup !== 'no' && isUp(id)),
    ),
    reachable(
      'all abort though all had voted yes',
      ({ coordinator, participant }) =>
        coordinator.every(({ phase }) => phase === 'preparing') &&
        participant.every(({ standing }) => standing === 'aborted'),
    ),
  ],
  faults: { crash: 2 },
  synchronous: true,
  variants: {
    'skips-pre-commit': {
      set: { skipsPreCommit: true, participants: 2 },
      violates: 'participants decide alike',
    },
    'decides-by-own-state': {
      set: { decidesByOwnState: true, participants: 2, crash: 1 },
      violates: 'participants decide alike',
    },
    'waits-for-coordinator': {
      set: { waitsForCoordinator: true, participants: 2, crash: 1 },
      violates: 'everyone who stays up decides',
    },
    partition: {
      set: { partition: 1, participants: 2, crash: 0 },
      violates: 'participants decide alike',
    },
    // Timeouts that come before the message they wait for.
    asynchronous: {
      set: { synchronous: false, participants: 2, crash: 0 },
      violates: 'participants decide alike',
    },
  },
});
