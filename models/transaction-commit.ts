/**
 * Transaction commit, the problem itself: several participants end a transaction together, all of
 * them committed or all of them aborted. Follows Gray and Lamport, "Consensus on Transaction Commit"
 * (2006), section 2.
 *
 * Left out: how a participant comes to know what it needs. There are no messages and no failures:
 * each rule below looks at all participants at once. A protocol, such as two-phase commit, is
 * right if whatever it does is allowed here.
 */
import { Map } from 'immutable';
import {
  behaviour,
  forEach,
  integer,
  type ProcessId,
  processes,
  system,
} from '../checker/index.ts';

export type Standing = 'working' | 'prepared' | 'committed' | 'aborted';

export interface Transaction {
  readonly participants: Map<ProcessId, Standing>;
}

type Participants = Transaction['participants'];

/** Ways to get it wrong, each a switch. */
const mistakes = { commitsWhileOthersWork: false, abortsAfterACommit: false };
type Mistakes = typeof mistakes;

/** A participant may commit once all are prepared. */
const canCommit = (participants: Participants, mistakes: Mistakes): boolean =>
  participants.every((standing) => standing === 'prepared' || standing === 'committed') ||
  mistakes.commitsWhileOthersWork;

/** A participant may abort as long as none has committed. */
const canAbort = (participants: Participants, mistakes: Mistakes): boolean =>
  !participants.includes('committed') || mistakes.abortsAfterACommit;

const rules = (ids: readonly ProcessId[], mistakes: Mistakes) =>
  behaviour<Transaction>(
    { participants: Map(ids.map((id): [ProcessId, Standing] => [id, 'working'])) },
    {
      prepare: forEach(
        ids,
        ({ participants }, self) =>
          participants.get(self) === 'working' && {
            participants: participants.set(self, 'prepared'),
          },
      ),
      commit: forEach(
        ids,
        ({ participants }, self) =>
          participants.get(self) === 'prepared' &&
          canCommit(participants, mistakes) && {
            participants: participants.set(self, 'committed'),
          },
      ),
      abort: forEach(ids, ({ participants }, self) => {
        const standing = participants.get(self);
        const undecided = standing === 'working' || standing === 'prepared';
        return (
          undecided &&
          canAbort(participants, mistakes) && { participants: participants.set(self, 'aborted') }
        );
      }),
    },
  );

export const transactionCommit = system({
  name: 'transaction-commit',
  parameters: { participants: integer(7, { from: 1, to: 12 }), ...mistakes },
  define: ({ participants, ...mistakes }) =>
    rules(processes('participant', participants), mistakes),
});
