import { Map } from 'immutable';
import {
  each,
  eventually,
  leadsTo,
  type ProcessId,
  reachable,
  refines,
  type Spec,
  spec,
  weak,
} from '../checker/index.ts';
import { type Standing, transactionCommit } from '../models/transaction-commit.ts';
import { isPrepared, type Participant, twoPhaseCommitInTries } from '../models/two-phase-commit.ts';

/** Where a participant stands in the transaction, in the words of the abstract problem. */
function standing(participant: Participant<unknown>): Standing {
  if (participant.decision !== null)
    return participant.decision === 'commit' ? 'committed' : 'aborted';
  return isPrepared(participant) ? 'prepared' : 'working';
}

/**
 * The weakest assumptions that lead to a decision: the coordinator restarts, gives up waiting, logs and tells,
 * and what it tells arrives unless it is lost. Nothing is assumed of asking and voting.
 */
const fairness = weak('restart', 'giveUp', 'writeLog', 'tell', 'receive commit', 'receive abort');

/**
 * The same model as in `two-phase-commit`, in a spec of its own for two reasons. Refinement and liveness need
 * participants told apart, so no symmetry; and where messages may be sent again for ever, only a bound makes the
 * space finite, and a bound that cuts runs leaves it open how they go on. Here the coordinator tries twice, so
 * that one loss does no harm: the protocol ends by itself, nothing is cut, and liveness is decided. Only the
 * coordinator crashes: a message to a participant that is down would count as a try, too.
 */
export const twoPhaseCommitProgressSpec: Spec = spec(twoPhaseCommitInTries, {
  about:
    'two-phase commit does what transaction commit allows, and blocks while its coordinator is down',
  properties: [
    refines('it does only what transaction commit does', transactionCommit, {
      parameters: ({ participants }) => ({ participants }),
      map: ({ participant }) => ({
        participants: Map(
          participant
            .map(standing)
            .entrySeq()
            .map(([id, at]): [ProcessId, Standing] => [id, at]),
        ),
      }),
    }),
    leadsTo(
      'once all are prepared, all come to know the decision',
      ({ participant }) => participant.every(isPrepared),
      ({ participant }) => participant.every(({ decision }) => decision !== null),
      { fairness },
    ),
    eventually(
      'every participant decides',
      each('participant', ({ decision }) => decision !== null),
      { fairness },
    ),
    reachable('all commit', ({ participant }) =>
      participant.every(({ decision }) => decision === 'commit'),
    ),
    // Here the coordinator must not stay down; see the first variant.
    reachable(
      'all are prepared, their data locked, and nothing is decided',
      ({ coordinator, participant }) =>
        coordinator.every(({ decision }) => decision === null) &&
        participant.every(({ holdsLock }) => holdsLock),
    ),
  ],
  faults: { loss: 1, crash: 1, restart: 1 },
  crashing: ['coordinator'],
  variants: {
    // The blocking of two-phase commit: nothing is wrong with the model, but nobody restarts the coordinator.
    'coordinator-stays-down': {
      set: { loss: 0, restart: 0 },
      violates: 'once all are prepared, all come to know the decision',
    },
    'decides-alone': {
      set: { decidesAlone: true, loss: 0, crash: 0, restart: 0 },
      violates: 'it does only what transaction commit does',
    },
    'commits-on-first-yes': {
      set: { commitsOnFirstYes: true, loss: 0, crash: 0, restart: 0 },
      violates: 'it does only what transaction commit does',
    },
  },
});
