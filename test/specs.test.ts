import { expect, test } from 'vitest';
import { check } from '../checker/check.ts';
import { configure } from '../checker/spec/configuration.ts';
import { raftSpec } from '../specs/raft.ts';
import { expectSpace, type Space } from './spaces.ts';

/** Bounds beside the default ones, with the exact size of the space; what is reachable there is named. */
const SPACES: readonly Space[] = [
  {
    // All faults, one term: no log can conflict with another.
    spec: raftSpec,
    set: { maxTerm: 1 },
    states: 1_140_793,
    transitions: 3_928_746,
    unreachable: [
      'there is a leader of term 2 after a crash',
      'a follower drops an entry that conflicts with its leader',
      'a leader walks back to where a follower agrees',
    ],
  },
  {
    // Room for elections to overlap, which two messages in flight have not.
    spec: raftSpec,
    set: { maxTerm: 3, maxLog: 1, inFlight: 3, loss: 0, duplication: 0, crash: 0, restart: 0 },
    states: 3_929_446,
    transitions: 12_451_503,
    unreachable: [
      'there is a leader of term 2 after a crash',
      // Three candidates at once have six messages in flight.
      'a vote is split',
      'every server has committed an entry after a restart',
    ],
  },
  {
    // The four terms of the paper's figure 8.
    spec: raftSpec,
    set: { maxTerm: 4, loss: 0, duplication: 0, crash: 0, restart: 0 },
    states: 2_801_302,
    transitions: 6_540_426,
    unreachable: [
      'there is a leader of term 2 after a crash',
      'a vote is split',
      'every server has committed an entry after a restart',
    ],
  },
];

test.each(SPACES)('$spec.name holds with $set', { timeout: 60_000 }, (space) => expectSpace(space));

test.each(Object.entries(raftSpec.variants))(
  'raft, %s is caught',
  async (variant, { violates }) => {
    const result = await check(configure(raftSpec, variant), {
      strategy: 'bfs',
      seed: 0,
      limits: {},
    });
    const violated = result.properties.filter(({ status }) => status === 'violated');
    expect(violated.map(({ name, path }) => [name, path?.steps.length])).toEqual([
      [violates, LENGTHS[variant]],
    ]);
  },
);

/** The length of the shortest counterexample of each variant, in transitions. */
const LENGTHS: Readonly<Record<string, number>> = {
  'vote-not-durable': 8,
  'votes-for-stale-logs': 10,
  'commits-earlier-terms': 26,
  'no-previous-entry-check': 16,
  'wrong-majority': 6,
  'leader-overwrites-its-log': 10,
};
