import { describe, test } from 'vitest';
import type { Spec } from '../checker/spec/spec.ts';
import { bankTransferSpec } from '../specs/bank-transfer.ts';
import { threePhaseCommitSpec } from '../specs/three-phase-commit.ts';
import { transactionCommitSpec } from '../specs/transaction-commit.ts';
import { twoPhaseCommitSpec } from '../specs/two-phase-commit.ts';
import { twoPhaseCommitProgressSpec } from '../specs/two-phase-commit-progress.ts';
import { calm, expectLength, expectSpace, type Space } from './spaces.ts';

const ofConflicts = [
  'a participant refuses a transaction as its data are locked for another',
  'two transactions have locked what the other wants',
];

/** Bounds beside the default ones, with the exact size of the space; what is out of reach there is named. */
const SPACES: readonly Space[] = [
  {
    // Any two may crash in one run, coordinator and participant for one.
    spec: twoPhaseCommitSpec,
    set: { transactions: 1, participants: 3, crash: 2, restart: 2 },
    states: 210_790,
    transitions: 1_126_507,
    unreachable: ofConflicts,
  },
  {
    // A third transaction is asked for while another waits and one is refused.
    spec: twoPhaseCommitSpec,
    set: { transactions: 3, inFlight: 1, ...calm },
    states: 102_830,
    transitions: 366_439,
    unreachable: [
      'the last participant commits while the coordinator is down',
      'a coordinator restarts with the commit that it had logged',
      'a participant restarts prepared, and has its lock again',
      'all are blocked: prepared, their data locked, their coordinator down, another refused',
    ],
  },
  {
    spec: bankTransferSpec,
    set: { inFlight: 1 },
    states: 323_846,
    transitions: 1_256_580,
    unreachable: [],
  },
];

test.each(SPACES)('$spec.name holds with $set', { timeout: 60_000 }, (space) =>
  expectSpace(space, true),
);

/** The length of the shortest counterexample of each variant, in transitions. */
const LENGTHS: readonly { readonly spec: Spec; readonly lengths: Record<string, number> }[] = [
  {
    spec: twoPhaseCommitSpec,
    lengths: {
      'decides-alone': 10,
      'sends-before-logging': 12,
      'forgets-its-vote': 12,
      'commits-on-first-yes': 3,
      'forgets-its-lock': 13,
      'ignores-locks': 24,
    },
  },
  {
    spec: twoPhaseCommitProgressSpec,
    lengths: { 'coordinator-stays-down': 5, 'decides-alone': 10, 'commits-on-first-yes': 6 },
  },
  { spec: bankTransferSpec, lengths: { bare: 8, 'ignores-locks': 18 } },
  {
    spec: threePhaseCommitSpec,
    lengths: {
      'skips-pre-commit': 16,
      'decides-by-own-state': 15,
      'waits-for-coordinator': 7,
      partition: 21,
      asynchronous: 17,
    },
  },
  {
    spec: transactionCommitSpec,
    lengths: { 'commits-while-others-work': 3, 'aborts-after-a-commit': 4 },
  },
];

describe.each(LENGTHS)('$spec.name', ({ spec, lengths }) => {
  test.each(Object.keys(spec.variants))('%s is caught', (variant) =>
    expectLength(spec, variant, lengths[variant], true),
  );
});
