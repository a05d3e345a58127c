import { Map, Set } from 'immutable';
import { expect, test } from 'vitest';
import {
  type Participant,
  type Standing,
  threePhaseCommit,
  verdict,
} from '../../models/three-phase-commit.ts';
import { processOf } from './process.ts';

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

test('a backup prepares the others who are uncertain, and commits if there are none', () => {
  const { expire, id } = processOf(threePhaseCommit, 'participant-1');
  const [self, two, three] = [id('participant-1'), id('participant-2'), id('participant-3')];
  const asking = (...standings: readonly Standing[]): Participant => ({
    standing: 'uncertain',
    backup: 'asks',
    heard: Map([self, two, three].map((one, at) => [one, standings[at] ?? 'uncertain'])),
    telling: { order: null, to: Set() },
  });
  const prepared = { standing: 'preCommitted', backup: 'prepares', heard: Map() };
  expect(expire('wait', asking('uncertain', 'preCommitted', 'uncertain'))).toEqual([
    { next: { ...prepared, telling: { order: 'preCommit', to: Set([three]) } }, sends: [] },
  ]);
  const committed = { standing: 'committed', backup: 'no', heard: Map() };
  expect(expire('wait', asking('uncertain', 'preCommitted', 'preCommitted'))).toEqual([
    { next: { ...committed, telling: { order: 'doCommit', to: Set([two, three]) } }, sends: [] },
  ]);
});
