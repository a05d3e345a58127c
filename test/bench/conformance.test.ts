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

  test('in at most 24 bytes a state', async () => {
    const result = await check(configure(twoPhaseCommitSpec, undefined, { managers: 7 }), OPTIONS);
    expect(result.bytesPerState).toBeLessThan(24);
  });
});
