import { expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import { configure } from '../../checker/spec/configuration.ts';
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
