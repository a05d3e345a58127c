import { describe, expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import { configure } from '../../checker/spec/configuration.ts';
import { twoPhaseCommitSpec } from './models/two-phase-commit.ts';

const OPTIONS = { strategy: 'bfs', seed: 0, limits: {} } as const;

describe('two-phase commit has exactly the states that other checkers count', () => {
  test.each([
    [3, 288, 1_145, 11],
    [5, 8_832, 58_145, 17],
    [6, 50_816, 402_305, 20],
    [7, 296_448, 2_744_705, 23],
  ])('with %i managers', async (managers, states, transitions, levels) => {
    const result = await check(configure(twoPhaseCommitSpec, undefined, { managers }), OPTIONS);
    expect(result.outcome).toBe('holds');
    expect([result.states, result.transitions, result.depth + 1]).toEqual([
      states,
      transitions,
      levels,
    ]);
  });

  test.each([
    [5, 314, 2_047, 120, 8_832],
    [7, 920, 8_409, 5_040, 296_448],
    [9, 2_232, 26_315, 362_880, 10_340_352],
    [10, 3_300, 43_297, 3_628_800, 61_515_776],
  ])(
    'with %i symmetric managers',
    { timeout: 60_000 },
    async (managers, states, transitions, group, unreduced) => {
      const configuration = configure(twoPhaseCommitSpec, undefined, { managers });
      const result = await check(configuration, { ...OPTIONS, symmetry: true });
      expect(result.outcome).toBe('holds');
      expect([result.states, result.transitions]).toEqual([states, transitions]);
      expect(result.symmetry).toEqual({ group, unreduced });
    },
  );

  test('in at most 24 bytes a state', async () => {
    const result = await check(configure(twoPhaseCommitSpec, undefined, { managers: 7 }), OPTIONS);
    expect(result.bytesPerState).toBeLessThan(24);
  });
});
