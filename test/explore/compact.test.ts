import { expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import { configure } from '../../checker/spec/configuration.ts';
import { raftSpec } from '../../specs/raft.ts';
import { twoPhaseCommitSpec } from '../bench/models/two-phase-commit.ts';

test('a compact search finds the same, paths included, in less memory', async () => {
  const configuration = configure(twoPhaseCommitSpec, undefined, { managers: 7 });
  const run = (compact: boolean) =>
    check(configuration, { strategy: 'bfs', seed: 0, limits: {}, compact });
  const full = await run(false);
  const compact = await run(true);
  expect(compact.bytesPerState).toBeLessThanOrEqual(16);
  expect(compact.bytesPerState).toBeLessThan(full.bytesPerState - 4);
  const found = ({ states, transitions, depth, actions, properties }: typeof full) => ({
    states,
    transitions,
    depth,
    actions,
    properties,
  });
  expect(found(compact)).toEqual(found(full));
});

test('a compact search of orbits tells for how many states they stand, forgotten ones and none beyond the limit included', async () => {
  const configuration = configure(raftSpec, undefined, { crash: 0, duplication: 0 });
  const run = (compact: boolean, states?: number) =>
    check(configuration, {
      strategy: 'bfs',
      seed: 0,
      limits: states === undefined ? {} : { states },
      symmetry: true,
      compact,
    });
  const full = await run(false);
  // So many that some are forgotten.
  expect(full.states).toBeGreaterThan(100_000);
  expect((await run(true)).symmetry).toEqual(full.symmetry);
  expect((await run(true, 100_001)).symmetry).toEqual((await run(false, 100_001)).symmetry);
});
