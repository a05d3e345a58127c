import {
  because,
  deadlockFree,
  invariant,
  reachable,
  type Spec,
  spec,
  stepInvariant,
} from '../checker/index.ts';
import {
  type Standing,
  type Transaction,
  transactionCommit,
} from '../models/transaction-commit.ts';

const isDecided = (standing: Standing | undefined): boolean =>
  standing === 'committed' || standing === 'aborted';

const allAre =
  (standing: Standing) =>
  ({ participants }: Transaction): boolean =>
    participants.every((one) => one === standing);

/** The whole space of seven participants: 3^7 states without a commit, 2^7 - 1 with one. There is nothing to bound. */
export const transactionCommitSpec: Spec = spec(transactionCommit, {
  about: 'transaction commit, the problem: all participants decide alike (Gray and Lamport)',
  properties: [
    invariant('participants decide alike', ({ participants }) => {
      const committed = participants.findKey((standing) => standing === 'committed');
      const aborted = participants.findKey((standing) => standing === 'aborted');
      return (
        committed === undefined ||
        aborted === undefined ||
        because(`${committed} has committed and ${aborted} has aborted`)
      );
    }),
    invariant(
      'a commit needs everyone prepared',
      ({ participants }) =>
        !participants.includes('committed') || !participants.includes('working'),
    ),
    stepInvariant('a decision is for ever', (before, after) =>
      before.participants.every(
        (standing, id) => !isDecided(standing) || after.participants.get(id) === standing,
      ),
    ),
    deadlockFree('it ends with everyone decided', {
      final: ({ participants }) => participants.every(isDecided),
    }),
    reachable('all commit', allAre('committed')),
    reachable('all abort', allAre('aborted')),
    reachable(
      'one has aborted, the others are prepared',
      ({ participants }) =>
        participants.count((one) => one === 'prepared') === participants.size - 1 &&
        participants.includes('aborted'),
    ),
  ],
  variants: {
    'commits-while-others-work': {
      set: { commitsWhileOthersWork: true, participants: 2 },
      violates: 'participants decide alike',
    },
    'aborts-after-a-commit': {
      set: { abortsAfterACommit: true, participants: 2 },
      violates: 'participants decide alike',
    },
  },
});
