import { expect, test } from 'vitest';
import type { Spec } from '../../checker/index.ts';
import { symmetryFor } from '../../checker/kernel/symmetry-for.ts';
import { configure } from '../../checker/spec/configuration.ts';
import { twoPhaseCommitSpec } from '../../specs/two-phase-commit.ts';
import * as tiny from '../faults/tiny.ts';

const isUsed = (spec: Spec): boolean =>
  symmetryFor(configure(spec, undefined, {}), {
    symmetry: true,
    strategy: 'bfs',
    seed: 0,
    limits: {},
  });

test('states are reduced where the environment tells no process from others', () => {
  expect(isUsed(twoPhaseCommitSpec)).toBe(true);
});

test.each([
  ['timers', tiny.alarmSpec],
  ['partitions', tiny.symmetricSpec],
  ['pauses', tiny.pauseSpec],
  ['drifting clocks', tiny.driftSpec],
  ['Byzantine processes', tiny.liarSpec],
])('states are not reduced where there are %s', (_, spec) => {
  expect(isUsed(spec)).toBe(false);
});
