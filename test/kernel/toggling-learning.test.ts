import { expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import { reachable, type Spec, spec, vocabulary } from '../../checker/index.ts';
import { configure } from '../../checker/spec/configuration.ts';
import { explore, exploreOrbits } from '../reference/explorer.ts';

const timed = vocabulary<never, 'node' | 'clock', 'alarm'>();
const { role, protocol, step, send } = vocabulary<
  { readonly kind: 'note'; readonly number: number },
  'node' | 'leader'
>();

/** So many nodes that keys are folded, and clocks, so that time passes between two states of a block: both meet new pairs. */
const clocks = timed.protocol({
  name: 'clocks',
  roles: () => ({
    node: { count: 30, role: timed.role<'up'>({ initial: () => 'up' }) },
    clock: {
      count: 4,
      role: timed.role<'quiet' | 'rung'>({
        initial: () => 'quiet',
        durableTimers: ['alarm'],
        timers: { alarm: () => timed.step('rung') },
        initialTimers: { alarm: 4 },
      }),
    },
  }),
});

const clocksSpec = spec(clocks, {
  about: 'Crashes while time passes.',
  properties: [
    reachable('the clocks ring', ({ clock }) => [...clock.values()].every((one) => one === 'rung')),
  ],
  faults: { crash: 1, restart: 0 },
  crashing: ['node', 'clock'],
});

/** A state in which far more is new than is found out piece by piece. */
const wide = protocol({
  name: 'wide',
  roles: () => ({
    leader: {
      count: 1,
      role: role<'silent' | 'done'>({
        initial: () => 'silent',
        actions: {
          go: (sent, { all }) =>
            sent === 'silent' &&
            all('node').flatMap((to) =>
              Array.from({ length: 60 }, (_, number) =>
                step('done', send(to, { kind: 'note', number })),
              ),
            ),
        },
      }),
    },
    node: {
      count: 3,
      symmetric: true,
      role: role<{ readonly last: number }>({
        initial: () => ({ last: -1 }),
        on: { note: (_, { number }) => step({ last: number }) },
      }),
    },
  }),
});

const wideSpec = spec(wide, {
  about: 'One of many messages.',
  properties: [
    reachable('the last one arrives', ({ node }) =>
      [...node.values()].some(({ last }) => last === 59),
    ),
  ],
  faults: { loss: 1 },
});

async function expectSame(one: Spec, symmetry: boolean): Promise<void> {
  const configuration = configure(one);
  const expected = symmetry ? exploreOrbits(configuration) : explore(configuration);
  if (expected === undefined) throw new Error('it is not too large');
  const { states, transitions, depth } = expected;
  for (const workers of [1, 2]) {
    const found = await check(configuration, {
      strategy: 'bfs',
      seed: 0,
      limits: {},
      symmetry,
      workers,
      crewFrom: 0,
    });
    expect([found.states, found.transitions, found.depth]).toEqual([states, transitions, depth]);
    expect(found.outcome).toBe('holds');
  }
}

test('what time does between two states is known to the loops in the second', () =>
  expectSame(clocksSpec, false));

test.each([false, true])(
  'where much is new in one state nothing is lost, symmetry %s',
  (symmetry) => expectSame(wideSpec, symmetry),
);
