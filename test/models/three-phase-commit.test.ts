import { Set } from 'immutable';
import { expect, test } from 'vitest';
import { type Standing, verdict } from '../../models/three-phase-commit.ts';

test.each<[Standing[], string]>([
  [['uncertain'], 'abort'],
  [['uncertain', 'working'], 'abort'],
  [['uncertain', 'aborted'], 'abort'],
  [['uncertain', 'preCommitted'], 'prepare'],
  [['preCommitted'], 'prepare'],
  [['preCommitted', 'committed'], 'commit'],
  [['uncertain', 'committed'], 'commit'],
])('a backup that hears of %j goes on to %s', (standings, next) => {
  expect(verdict(Set(standings))).toBe(next);
});
