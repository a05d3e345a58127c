import { Set } from 'immutable';
import {
  because,
  deadlockFree,
  each,
  eachPair,
  eachStep,
  invariant,
  messagesInFlight,
  observe,
  type ProcessId,
  reachable,
  type Spec,
  spec,
  stepInvariant,
} from '../checker/index.ts';
import { isPrepared, twoPhaseCommit } from '../models/two-phase-commit.ts';

/** Who has ever voted yes, also if it forgets it. */
interface Votes {
  readonly yes: Set<ProcessId>;
}

const noVotes: Votes = { yes: Set() };

const observed = observe(twoPhaseCommit, {
  initial: noVotes,
  note: {
    participant: (before, after, self): ProcessId | undefined =>
      after.vote === 'yes' && before.vote !== 'yes' ? self : undefined,
  },
  record: ({ yes }, self) => ({ yes: yes.add(self) }),
});

/**
 * One transaction, three participants, each fault once. The bound on messages in flight is what makes the space
 * finite, for everything may be sent again for ever: it leaves out states with more copies of messages under way.
 * Nothing here says that anyone decides, only that nothing is left to do when they have not.
 */
export const twoPhaseCommitSpec: Spec = spec(observed, {
  about: 'two-phase commit: coordinator, participants, durable logs and recovery',
  properties: [
    invariant(
      'participants decide alike',
      eachPair(
        'participant',
        (one, other, { first, second }) =>
          one.decision !== 'commit' ||
          other.decision !== 'abort' ||
          because(`${first} has committed, ${second} has aborted`),
      ),
    ),
    invariant(
      'nobody commits unless all have voted yes',
      ({ coordinator, participant }, { history }) => {
        const commits = [...coordinator, ...participant].find(
          ([, { decision }]) => decision === 'commit',
        );
        const missing = participant.findKey((_, id) => !history.yes.has(id));
        return (
          commits === undefined ||
          missing === undefined ||
          because(`${commits[0]} has decided to commit, ${missing} has not voted yes`)
        );
      },
    ),
    stepInvariant(
      'a decision is for ever, also in a crash',
      eachStep(
        'participant',
        (before, after) =>
          before.decision === null ||
          (after.decision === before.decision && after.data === before.data),
      ),
    ),
    stepInvariant(
      'a logged decision is for ever',
      eachStep('coordinator', (before, after) => before.log === null || after.log === before.log),
    ),
    invariant(
      'a prepared participant holds its lock while it is up',
      each(
        'participant',
        (participant, { self, world }) =>
          participant.holdsLock === isPrepared(participant) || !world.isUp(self),
      ),
    ),
    // Nothing is left to do, though someone is undecided: only ever because someone is down.
    deadlockFree('everyone decides, unless someone stays down', {
      final: ({ coordinator, participant }, { isUp }) =>
        participant.every(({ decision }) => decision !== null) ||
        [...coordinator.keys(), ...participant.keys()].some((id) => !isUp(id)),
    }),
    reachable('all commit', ({ participant }) =>
      participant.every(({ decision }) => decision === 'commit'),
    ),
    reachable(
      'all abort though one has voted yes',
      ({ participant }) =>
        participant.every(({ decision }) => decision === 'abort') &&
        participant.some(({ vote }) => vote === 'yes'),
    ),
    reachable(
      'all commit though their coordinator has crashed',
      ({ coordinator, participant }, { isUp }) =>
        coordinator.every((_, id) => !isUp(id)) &&
        participant.every(({ decision }) => decision === 'commit'),
    ),
    reachable(
      'all are blocked: prepared, their data locked, their coordinator down',
      ({ coordinator, participant }, { isUp, inFlight }) =>
        coordinator.every((_, id) => !isUp(id)) &&
        participant.every(({ holdsLock }) => holdsLock) &&
        inFlight.isEmpty(),
    ),
  ],
  faults: { loss: 1, duplication: 1, crash: 1, restart: 1 },
  bounds: { inFlight: messagesInFlight(3) },
  variants: {
    'decides-alone': {
      set: { decidesAlone: true, participants: 2, loss: 0, duplication: 0, crash: 0, restart: 0 },
      violates: 'participants decide alike',
    },
    'sends-before-logging': {
      set: { sendsBeforeLogging: true, participants: 2, loss: 0, duplication: 0 },
      violates: 'participants decide alike',
    },
    'forgets-its-vote': {
      set: { forgetsItsVote: true, participants: 2, loss: 0, duplication: 0 },
      violates: 'participants decide alike',
    },
    'commits-on-first-yes': {
      set: {
        commitsOnFirstYes: true,
        participants: 2,
        loss: 0,
        duplication: 0,
        crash: 0,
        restart: 0,
      },
      violates: 'nobody commits unless all have voted yes',
    },
  },
});
