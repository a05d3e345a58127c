import { describe, expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import type { Spec } from '../../checker/index.ts';
import { configure } from '../../checker/spec/configuration.ts';
import { expectAgreementOf, searching } from '../reference/agreement.ts';
import {
  alarmSpec,
  driftSpec,
  lateSpec,
  liarSpec,
  oneWaySpec,
  pauseSpec,
  symmetricSpec,
} from './tiny.ts';

/** What a search finds, and the reference explorer as well. */
async function found(spec: Spec, settings = {}) {
  const configuration = configure(spec, undefined, settings);
  await expectAgreementOf(configuration);
  const { states, transitions, actions } = await check(configuration, searching('bfs'));
  const taken = Object.fromEntries(actions.map(({ name, taken }) => [name, taken]));
  return { states, transitions, taken };
}

describe('a partition holds a message back until it heals', () => {
  test('between two sides: before it, in it and after it are each idle, sent and received', async () => {
    expect(await found(symmetricSpec)).toEqual({
      states: 9,
      transitions: 11,
      taken: { go: 3, 'receive a': 2, partition: 3, heal: 3 },
    });
  });

  test('one way: of the two directions, one does not matter', async () => {
    expect(await found(oneWaySpec)).toEqual({
      states: 12,
      transitions: 19,
      taken: { go: 4, 'receive a': 3, partition: 6, heal: 6 },
    });
  });
});

test('a paused process receives nothing, and goes on as it was', async () => {
  expect(await found(pauseSpec)).toEqual({
    states: 9,
    transitions: 11,
    taken: { go: 3, 'receive a': 2, pause: 3, resume: 3 },
  });
});

describe('time', () => {
  test('passes at any time if asynchronous', async () => {
    expect(await found(lateSpec, { alarm: true, synchronous: false })).toEqual({
      states: 9,
      transitions: 12,
      taken: { go: 3, 'timer alarm': 3, 'receive a': 3, tick: 3 },
    });
  });

  test('does not pass a message in flight if synchronous', async () => {
    expect(await found(lateSpec, { alarm: true })).toEqual({
      states: 9,
      transitions: 11,
      taken: { go: 3, 'timer alarm': 3, 'receive a': 3, tick: 2 },
    });
  });

  test('passes it as a timing failure: sent and received, each before and after the alarm', async () => {
    expect(await found(lateSpec, { alarm: true, late: 1 })).toEqual({
      states: 9 + 4,
      transitions: 11 + 1 + 2 + 2,
      taken: { go: 3, 'timer alarm': 5, 'receive a': 5, tick: 2, late: 1 },
    });
  });

  test('does not wait for a message that a partition holds back', async () => {
    // Idle, sent and received, by the alarm set, due and over, by the partition before, present and healed.
    expect(await found(lateSpec, { alarm: true, partition: 1 })).toEqual({
      states: 27,
      transitions: 49,
      taken: {
        ...{ go: 9, 'timer alarm': 9, 'receive a': 6, partition: 9, heal: 9 },
        // Of the nine states with the alarm set, not where the message is sent and the link is open.
        tick: 7,
      },
    });
  });

  test('does not wait for a message to a process that is paused', async () => {
    expect(await found(lateSpec, { alarm: true, pause: 1 })).toEqual({
      states: 27,
      transitions: 49,
      taken: { go: 9, 'timer alarm': 9, 'receive a': 6, pause: 9, resume: 9, tick: 7 },
    });
  });
});

describe('a clock', () => {
  test('counts down to its alarm', async () => {
    expect(await found(alarmSpec)).toEqual({
      states: 4,
      transitions: 3,
      taken: { 'timer alarm': 1, tick: 2 },
    });
  });

  test('jumps by one tick or two, but not beyond its alarm', async () => {
    expect(await found(alarmSpec, { jump: 1 })).toEqual({
      states: 7,
      transitions: 8,
      taken: { 'timer alarm': 2, tick: 3, jump: 3 },
    });
  });

  test('gains a tick and loses a tick, but is never more than one off', async () => {
    expect(await found(driftSpec)).toEqual({
      states: 9,
      transitions: 18,
      taken: { 'timer alarm': 3, tick: 3, drift: 12 },
    });
  });
});

test('a Byzantine process repeats its lie as soon as the one before is received', async () => {
  expect(await found(liarSpec)).toEqual({
    states: 5,
    transitions: 5,
    taken: { 'receive a': 2, byzantine: 1, discard: 0, lie: 2 },
  });
});
