import { expect, test } from 'vitest';
import type { Spec } from '../../checker/index.ts';
import { configure } from '../../checker/spec/configuration.ts';
import { explore } from './explorer.ts';
import {
  incrementingSpec,
  jugsSpec,
  terminationOnRingSpec,
  twoPhaseCommitSpec,
} from './known-systems.ts';

const counts = (spec: Spec, settings = {}) => {
  const found = explore(configure(spec, undefined, settings));
  return found && { states: found.states, transitions: found.transitions, depth: found.depth };
};

test('Die Hard: 16 states, six transitions each; four gallons after six steps', () => {
  expect(counts(jugsSpec)).toMatchObject({ states: 16, transitions: 96 });
  expect(explore(configure(jugsSpec))?.distances).toEqual({ 'there are four gallons': 6 });
});

test('two processes that increment: 13 states, an update lost after four steps', () => {
  expect(counts(incrementingSpec)).toMatchObject({ states: 13, depth: 4 });
  expect(explore(configure(incrementingSpec))?.distances).toEqual({ 'no increment is lost': 4 });
});

test('two-phase commit has the published counts', () => {
  expect(counts(twoPhaseCommitSpec)).toEqual({ states: 288, transitions: 1145, depth: 10 });
});

test('termination detection on a ring has the published counts', () => {
  const initialStates = 3 * 2 ** 6;
  const transitions = 1817 - initialStates;
  expect(counts(terminationOnRingSpec)).toEqual({ states: 302, transitions, depth: 8 });
});
