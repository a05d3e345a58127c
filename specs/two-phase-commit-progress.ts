import { Map } from 'immutable';
import {
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
import {
  type Coordinator,
  isPrepared,
  type Participant,
  twoPhaseCommitInTries,
} from '../models/two-phase-commit.ts';

interface View {
  readonly coordinator: Map<ProcessId, Coordinator>;
  readonly participant: Map<ProcessId, Participant<unknown>>;
}

/** Where a participant stands in a transaction, in the words of the abstract problem. */
function standing(participant: Participant<unknown>, transaction: ProcessId): Standing {
  const decision = participant.decisions.get(transaction);
  if (decision !== undefined) return decision === 'commit' ? 'committed' : 'aborted';
  return isPrepared(participant, transaction) ? 'prepared' : 'working';
}

/** How all stand in the transaction of the first coordinator; to that of another this one is what that one is to it. */
const standings = ({ coordinator, participant }: View): Map<ProcessId, Standing> =>
  Map(
    [...coordinator.keys()]
      .slice(0, 1)
      .flatMap((transaction) =>
        [...participant].map(([id, one]): [ProcessId, Standing] => [
          id,
          standing(one, transaction),
        ]),
      ),
  );

const isDecided = (at: Standing): boolean => at === 'committed' || at === 'aborted';

/**
 * What leads to a decision, and nothing to spare: the coordinator restarts, gives up waiting, logs and tells,
 * and what it tells arrives unless it is lost. Nothing is assumed of asking and voting.
 */
const fairness = weak('restart', 'giveUp', 'writeLog', 'tell', 'receive commit', 'receive abort');

/**
 * The same model as in `two-phase-commit`, in a spec of its own for two reasons. Refinement and liveness need
 * processes told apart, so no symmetry; and where messages may be sent again for ever, only a bound makes the
 * space finite, and a bound that cuts runs leaves it open how they go on. Here a coordinator tries twice, so
 * that one loss does no harm: the protocol ends by itself, nothing is cut, and liveness is decided. Only
 * coordinators crash: a message to a participant that is down would count as a try, too.
 *
 * It is about one transaction, that of the first coordinator. There is no other by default, since without a bound two are
 * too many to go with faults: `--set transactions=2 --set tries=1 --set loss=0 --set crash=0 --set restart=0`.
 */
export const twoPhaseCommitProgressSpec: Spec = spec(twoPhaseCommitInTries, {
  about:
    'two-phase commit does what transaction commit allows, and blocks while its coordinator is down',
  properties: [
    refines('it does only what transaction commit does', transactionCommit, {
      parameters: ({ participants }) => ({ participants }),
      map: (view) => ({ participants: standings(view) }),
    }),
    leadsTo(
      'once all are prepared, all come to know the decision',
      (view) => standings(view).every((at) => at === 'prepared'),
      (view) => standings(view).every(isDecided),
      { fairness },
    ),
    eventually('every participant decides', (view) => standings(view).every(isDecided), {
      fairness,
    }),
    reachable('all commit', (view) => standings(view).every((at) => at === 'committed')),
    // Here the coordinator must not stay down; see the first variant.
    reachable(
      'all are prepared, their data locked, and nothing is decided',
      ({ coordinator, participant }) =>
        coordinator.some(
          ({ decision }, transaction) =>
            decision === null && participant.every(({ lockedFor }) => lockedFor === transaction),
        ),
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
