import { describe, expect, test } from 'vitest';
import { check } from '../checker/check.ts';
import { configure } from '../checker/spec/configuration.ts';
import type { Spec } from '../checker/spec/spec.ts';
import { consensusSpec } from '../specs/consensus.ts';
import { multiPaxosSpec } from '../specs/multi-paxos.ts';
import { paxosSpec } from '../specs/paxos.ts';
import { paxosRefinesConsensusSpec } from '../specs/paxos-refines-consensus.ts';
import { raftMembershipSpec } from '../specs/raft-membership.ts';
import { raftOneServerSpec } from '../specs/raft-one-server.ts';
import { expectLength, expectSpace, type Space } from './spaces.ts';

const SEARCH = { strategy: 'bfs', seed: 0, limits: {} } as const;

/** Bounds smaller than the default ones, with the exact size of the space; what is out of reach there is named. */
const SPACES: readonly Space[] = [
  {
    // By hand: 2^5 sets of proposals without a choice; else a choice, 2^4 sets beside it, and 2^5 sets of learners.
    spec: consensusSpec,
    set: {},
    states: 2 ** 5 + 5 * 2 ** 4 * 2 ** 5,
    transitions: 11_680,
    unreachable: [],
  },
  {
    // Two ballots without faults, and the network without a bound.
    spec: paxosSpec,
    set: { learners: 1, loss: 0, duplication: 0, crash: 0, restart: 0, inFlight: 100 },
    states: 376_184,
    transitions: 2_031_354,
    unreachable: ['a value is chosen after an acceptor has restarted'],
  },
  {
    // No message is lost or doubled, and so little overlaps.
    spec: paxosRefinesConsensusSpec,
    set: { learners: 1, loss: 0, duplication: 0 },
    states: 41_354,
    transitions: 137_225,
    unreachable: [],
  },
  {
    // All faults, one instance: no gaps.
    spec: multiPaxosSpec,
    set: { maxInstance: 1 },
    states: 150_651,
    transitions: 483_019,
    unreachable: [
      'an instance is chosen before the one before it',
      'a gap is filled with a command that does nothing',
      'a replica knows a command that it may not apply yet',
      'every replica has applied a command of each of two leaders',
    ],
  },
  {
    // Four servers, one term.
    spec: raftMembershipSpec,
    set: { joining: 1, maxTerm: 1, maxLog: 2, crash: 0 },
    states: 14_947,
    transitions: 25_698,
    unreachable: [
      'the new configuration is committed',
      'a leader is elected with the joint configuration',
      'a leader steps down when the new members do without it',
    ],
  },
  {
    // Two messages in flight: what is overtaken comes late. No room for the whole change.
    spec: raftMembershipSpec,
    set: { inFlight: 2, candidates: 1, maxLog: 2, loss: 0, crash: 0, restart: 0 },
    states: 513_941,
    transitions: 1_447_084,
    unreachable: [
      'the new configuration is committed',
      'a leader steps down when the new members do without it',
    ],
  },
  {
    // One change a run.
    spec: raftOneServerSpec,
    set: { maxLog: 3 },
    states: 60_813,
    transitions: 147_298,
    unreachable: ['one server is added, and then another is removed'],
  },
];

test.each(SPACES)('$spec.name holds with $set', { timeout: 60_000 }, (space) => expectSpace(space));

/** The length of the shortest counterexample of each variant, in transitions. */
const LENGTHS: readonly { readonly spec: Spec; readonly lengths: Record<string, number> }[] = [
  {
    spec: consensusSpec,
    lengths: {
      'two-choices': 4,
      'chooses-what-nobody-proposed': 1,
      'learns-before-the-choice': 2,
      'waits-for-every-proposal': 1,
    },
  },
  {
    spec: paxosSpec,
    lengths: {
      'forgets-its-promise': 16,
      'ignores-the-accepted-value': 14,
      'prefers-the-lowest-ballot': 29,
      'quorums-do-not-intersect': 10,
      'proposers-share-a-ballot': 14,
      'one-vote-is-enough': 7,
    },
  },
  {
    spec: paxosRefinesConsensusSpec,
    lengths: { 'ignores-the-accepted-value': 14, 'quorums-do-not-intersect': 9 },
  },
  {
    spec: multiPaxosSpec,
    lengths: {
      'skips-phase-one': 8,
      'forgets-open-instances': 16,
      'applies-past-a-gap': 17,
      'one-vote-is-enough': 9,
    },
  },
  { spec: raftMembershipSpec, lengths: { 'straight-to-the-new-configuration': 16 } },
  { spec: raftOneServerSpec, lengths: { 'change-before-an-entry-of-the-term': 25 } },
];

describe.each(LENGTHS)('$spec.name', ({ spec, lengths }) => {
  test.each(Object.keys(spec.variants))('%s is caught', (variant) =>
    expectLength(spec, variant, lengths[variant]),
  );
});

test('a promise forgotten is a promise broken', async () => {
  const { properties } = await check(configure(paxosSpec, 'forgets-its-promise'), SEARCH);
  const broken = properties.find(({ name }) => name === 'acceptors keep their promises');
  expect(broken?.path?.steps.length).toBe(10);
});
