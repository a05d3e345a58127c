import { describe, expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import { configure } from '../../checker/spec/configuration.ts';
import { monitoredPaxosSpec, paxosRegisterSpec } from './models/paxos-register.ts';
import { monitoredRegisterSpec, singleCopyRegisterSpec } from './models/single-copy-register.ts';
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

describe('registers have exactly the states that other checkers count', () => {
  // With 3 clients of Paxos 1,194,428 states, 2,420,476 transitions and 28 levels; with 4 of the other 400,233 and 731,788.
  test.each([
    [paxosRegisterSpec, { clients: 1 }, [265, 481, 14]],
    [paxosRegisterSpec, { clients: 2 }, [16_668, 32_970, 21]],
    [singleCopyRegisterSpec, { clients: 2 }, [93, 120, 9]],
    [singleCopyRegisterSpec, { clients: 3 }, [4_243, 6_777, 13]],
  ])('$name, $1', { timeout: 60_000 }, async (spec, settings, counts) => {
    const result = await check(configure(spec, undefined, settings), OPTIONS);
    expect(result.outcome).toBe('holds');
    expect([result.states, result.transitions, result.depth + 1]).toEqual(counts);
  });

  test('fewer where a monitor takes the place of the history', async () => {
    const settings = { clients: 3 };
    const result = await check(configure(monitoredRegisterSpec, undefined, settings), OPTIONS);
    expect(result.outcome).toBe('holds');
    expect(result.states).toBeLessThan(4_243);
  });
});

describe('a register with two copies is not linearizable', () => {
  test.each([
    ['history', singleCopyRegisterSpec],
    ['monitor', monitoredRegisterSpec],
  ])('as a %s tells, by a shortest counterexample', async (_, spec) => {
    const result = await check(configure(spec, undefined, { servers: 2 }), OPTIONS);
    const [linearizability] = result.properties;
    expect(linearizability?.status).toBe('violated');
    // A put and its reply, a get and its reply: nothing shorter answers anything wrong.
    expect(linearizability?.path?.steps).toHaveLength(4);
    expect(linearizability?.reason).toMatchInlineSnapshot(`
      "no order of the calls that keeps real time explains client-1's read: " "; the longest beginning of one: client-1 write A

      client-1  |- write A -|- read: " " -|
      client-2    |- write B ---------------…"
    `);
  });
});

test('a monitor and a history say the same of Paxos', async () => {
  const result = await check(configure(monitoredPaxosSpec), OPTIONS);
  expect(result.outcome).toBe('holds');
  expect(result.states).toBeLessThanOrEqual(16_668);
});
