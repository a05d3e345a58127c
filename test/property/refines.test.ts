import { describe, expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import type { CheckResult } from '../../checker/explore/result.ts';
import { behaviour, refines, type Spec, spec, system } from '../../checker/index.ts';
import { configure } from '../../checker/spec/configuration.ts';
import { searching } from '../reference/agreement.ts';
import { clockSpec, countingSpec, hourClock, tokenSpec } from './refinements.ts';

const run = (spec: Spec, variant?: string): Promise<CheckResult> =>
  check(configure(spec, variant), searching('bfs'));

/** What became of the refinement: its status, after how many steps, and why. */
async function outcome(spec: Spec, variant: string): Promise<string> {
  const [property] = (await run(spec, variant)).properties;
  return `${property?.status} after ${property?.path?.steps.length}: ${property?.reason}`;
}

describe('a clock of seconds is an hour clock', () => {
  test('if it takes the hours one by one', async () => {
    expect(await run(clockSpec)).toMatchObject({ outcome: 'holds', complete: true, states: 12 });
  });

  test('but not if it skips one', async () => {
    expect(await outcome(clockSpec, 'skips an hour')).toMatchInlineSnapshot(
      `"violated after 12: no action of hour-clock leads from {hour 2} to {hour 1}; there it can only strike"`,
    );
  });

  test('nor if it starts at another hour', async () => {
    expect(await outcome(clockSpec, 'starts late')).toMatchInlineSnapshot(
      `"violated after 0: hour-clock does not start in {hour 1}, but in {hour 0}"`,
    );
  });
});

describe('one node owns the token', () => {
  test('if the network is reliable', async () => {
    expect(await run(tokenSpec)).toMatchObject({ outcome: 'holds', complete: true });
  });

  test('but not if it loses it', async () => {
    expect(await outcome(tokenSpec, 'loss')).toMatchInlineSnapshot(
      `"violated after 2: no action of possession leads from {owners {member-2}} to {owners {}}; there it can only give member-2"`,
    );
  });

  test('nor if it doubles it', async () => {
    expect(await outcome(tokenSpec, 'duplication')).toMatchInlineSnapshot(
      `"violated after 4: no action of possession leads from {owners {member-2}} to {owners {member-1, member-2}}; there it can only give member-2"`,
    );
  });
});

describe('each counts one by one', () => {
  test('if it does', async () => {
    expect(await run(countingSpec)).toMatchObject({ outcome: 'holds', complete: true, states: 9 });
  });

  test('but not if it leaps', async () => {
    expect(await outcome(countingSpec, 'leaps')).toMatchInlineSnapshot(
      `"violated after 1: no action of counters leads from {counter {counter-1: {count 0}, counter-2: {count 0}}} to {counter {counter-1: {count 2}, counter-2: {count 0}}}; there it can only raise counter-1 or raise counter-2"`,
    );
  });
});

describe('the parameters of the abstract system', () => {
  const still = system({ name: 'still', define: () => behaviour<object>({}, {}) });
  const withHours = (hours: number) =>
    spec(still, {
      about: 'nothing happens',
      properties: [
        refines('it is an hour clock', hourClock, {
          parameters: () => ({ hours }),
          map: () => ({ hour: 0 }),
        }),
      ],
    });

  test('must be in their ranges', () => {
    expect(() => configure(withHours(25))).toThrowErrorMatchingInlineSnapshot(
      `[ModelError: still: property "it is an hour clock" cannot be made with these parameters: hours=25 is not possible: hours is a whole number from 1 to 24. Nearest: hours=24.]`,
    );
  });
});

test('a map that is not pure is reported by the name of the property', async () => {
  let calls = 0;
  const still = system({ name: 'still', define: () => behaviour({ x: 0 }, {}) });
  const unstable = spec(still, {
    about: 'nothing happens',
    properties: [refines('it is an hour clock', hourClock, { map: () => ({ hour: calls++ }) })],
  });
  await expect(run(unstable)).rejects.toThrowErrorMatchingInlineSnapshot(`
    [ModelError: still: property "it is an hour clock" gave different answers for the same input.
      input: a state
      one answer: {"hour":0}
      another: {"hour":1}
    A model must be pure: look for Math.random, Date.now, a value changed in place, or the order of a set or map.]
  `);
});

test('so is an action of the abstract system, by its own name', async () => {
  const growing = system({
    name: 'growing',
    define: () =>
      behaviour<{ readonly list: number[] }>(
        { list: [] },
        { grow: ({ list }) => ({ list: [list.push(1)] }) },
      ),
  });
  const one = system({
    name: 'one',
    define: () => behaviour({ x: 0 }, { step: ({ x }) => x === 0 && { x: 1 } }),
  });
  const refining = spec(one, {
    about: 'one step',
    properties: [refines('it grows', growing, { map: ({ x }) => ({ list: x === 0 ? [] : [1] }) })],
  });
  await expect(run(refining)).rejects.toThrow('growing: action "grow" changes its input in place');
});
