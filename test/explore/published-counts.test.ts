import { describe, expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import type { StrategyName } from '../../checker/explore/result.ts';
import { configure } from '../../checker/spec/configuration.ts';
import { searching } from '../reference/agreement.ts';
import {
  incrementingSpec,
  jugsSpec,
  terminationOnRingSpec,
  twoPhaseCommitSpec,
} from '../reference/known-systems.ts';

/** Counts that other checkers found; large enough that every table in the store grows several times. */
const PUBLISHED = [
  { spec: jugsSpec, set: {}, states: 16, transitions: 96, depth: 7 },
  { spec: incrementingSpec, set: {}, states: 13, transitions: 14, depth: 4 },
  { spec: twoPhaseCommitSpec, set: { managers: 3 }, states: 288, transitions: 1_145, depth: 10 },
  { spec: twoPhaseCommitSpec, set: { managers: 5 }, states: 8_832, transitions: 58_145, depth: 16 },
  {
    spec: twoPhaseCommitSpec,
    set: { managers: 7 },
    states: 296_448,
    transitions: 2_744_705,
    depth: 22,
  },
  // There are nodes * 4^nodes initial states, which are no transitions.
  {
    spec: terminationOnRingSpec,
    set: { nodes: 3 },
    states: 302,
    transitions: 1_817 - 3 * 4 ** 3,
    depth: 8,
  },
  {
    spec: terminationOnRingSpec,
    set: { nodes: 5 },
    states: 7_742,
    transitions: 108_963 - 5 * 4 ** 5,
    depth: 14,
  },
] as const;

describe.each(PUBLISHED)('$spec.name $set has its published counts', (published) => {
  const { spec, set, states, transitions, depth } = published;

  test.each<StrategyName>(['bfs', 'dfs'])('by %s', async (strategy) => {
    const configuration = configure(spec, undefined, set);
    const result = await check(configuration, searching(strategy, { keepGoing: true }));
    expect(result).toMatchObject({ complete: true, states, transitions });
    if (strategy === 'bfs') expect(result.depth).toBe(depth);
    else expect(result.depth).toBeGreaterThanOrEqual(depth);
  });
});
