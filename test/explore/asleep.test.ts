import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import {
  behaviour,
  deadlockFree,
  type Property,
  reachable,
  type Spec,
  spec,
  stepInvariant,
  system,
} from '../../checker/index.ts';
import { ARRIVAL_BITS, PlainArrivals } from '../../checker/kernel/plain-arrivals.ts';
import type { SystemSubject } from '../../checker/model/subject.ts';
import { type Configuration, configure } from '../../checker/spec/configuration.ts';
import { arrivalOf } from '../../checker/store/key-list.ts';
import { newRows, type Rows } from '../../checker/store/rows.ts';
import { twoPhaseCommitSpec } from '../bench/models/two-phase-commit.ts';
import { searched } from '../kernel/searched.ts';
import { systemSpecOf, systemTables } from '../reference/random-systems.ts';

/** The transitions of every state of a search: all of them, and those that are awake with the labels of the others. */
function* expandedTwice(configuration: Configuration) {
  const { system: model, store } = searched(configuration, 2000);
  const labelled = ({ keys, labels, count }: Rows) =>
    Array.from({ length: count }, (_, row) => [
      labels.data[row],
      keys.data[2 * row],
      keys.data[2 * row + 1],
    ]);
  for (let state = 0; state < store.size; state++) {
    const [all, some] = [newRows(), newRows()];
    const [high, low] = [store.highOf(state), store.lowOf(state)];
    model.expand(high, low, all);
    model.expand(high, low, some, arrivalOf(store.order, state));
    const asleep = [...some.asleep.labels.data.subarray(0, some.asleep.count)];
    expect(all.asleep.count).toBe(0);
    yield { all: labelled(all), awake: labelled(some), asleep };
  }
}

describe('what is asleep is all that is not awake', () => {
  const expectAll = (configuration: Configuration) => {
    let slept = 0;
    for (const { all, awake, asleep } of expandedTwice(configuration)) {
      const known = all.map((row) => row.join());
      for (const row of awake) expect(known).toContain(row.join());
      const labels = [...awake.map(([label]) => label), ...asleep];
      expect(labels.sort()).toEqual(all.map(([label]) => label).sort());
      slept += asleep.length;
    }
    return slept;
  };

  test('on two-phase commit, and it is most', () => {
    const configuration = configure(twoPhaseCommitSpec, undefined, { managers: 5 });
    let total = 0;
    for (const { all } of expandedTwice(configuration)) total += all.length;
    expect(expectAll(configuration)).toBeGreaterThan(total / 2);
  });

  test('on random plain systems', () => {
    fc.assert(
      fc.property(systemTables, (table) => {
        expectAll(configure(systemSpecOf(table)));
      }),
      { numRuns: 50 },
    );
  });
});

const slots = fc.uniqueArray(fc.nat({ max: 3 }), { maxLength: 3 });
const step = fc.record({ action: fc.nat({ max: 3 }), reads: slots, writes: slots });

test('a step is asleep after those of earlier actions that neither write what it reads or writes nor read what it writes', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const arrivals = new PlainArrivals();
      const numbers = steps.map(({ action, reads, writes }) =>
        arrivals.numberOf(action, reads, writes),
      );
      for (const [index, one] of steps.entries())
        for (const [other, after] of steps.entries()) {
          const { data } = arrivals.ints;
          const [number, arrival] = [numbers[index] ?? 0, numbers[other] ?? 0];
          const bits = data[ARRIVAL_BITS * arrival + (number >> 5)] ?? 0;
          const clash = after.writes.some((slot) => [...one.reads, ...one.writes].includes(slot));
          const isApart = !clash && !one.writes.some((slot) => after.reads.includes(slot));
          expect((bits >> (number & 31)) & 1).toBe(one.action > after.action && isApart ? 1 : 0);
        }
    }),
  );
});

test('more steps than there are numbers for are never asleep, nor is anything after them', () => {
  const arrivals = new PlainArrivals();
  const numbers = Array.from({ length: 300 }, (_, action) =>
    arrivals.numberOf(action, [action], []),
  );
  expect(new Set(numbers.slice(0, 255))).toEqual(new Set([...numbers.keys()].slice(1, 256)));
  expect(new Set(numbers.slice(255))).toEqual(new Set([0]));
  expect(arrivals.numberOf(3, [3], [])).toBe(numbers[3]);
  expect([...arrivals.ints.data.subarray(0, ARRIVAL_BITS)]).toEqual(Array(ARRIVAL_BITS).fill(0));
});

interface Two {
  readonly first: boolean;
  readonly second: boolean;
  readonly last: string;
}
type TwoSystem = SystemSubject<Two>;

/** Two things that are each done once, in any order. */
const twoThings = (tells: boolean, properties: readonly Property<TwoSystem>[]): Spec =>
  spec(
    system({
      name: 'two things',
      define: () =>
        behaviour<Two>(
          { first: false, second: false, last: 'none' },
          {
            doFirst: ({ first }) => !first && { first: true, ...(tells ? { last: 'first' } : {}) },
            doSecond: ({ second }) =>
              !second && { second: true, ...(tells ? { last: 'second' } : {}) },
          },
        ),
    }),
    { about: 'what is done twice in either order', properties: [...properties] },
  );

const checked = async (one: Spec) =>
  check(configure(one), { strategy: 'bfs', seed: 0, limits: {} });

describe('of two things in either order', () => {
  const done = ({ first, second }: Two) => first && second;

  test('both orders are counted, and the states between are no deadlocks', async () => {
    const { states, transitions, outcome, actions } = await checked(
      twoThings(false, [deadlockFree('it ends when all is done', { final: done })]),
    );
    expect({ states, transitions, outcome }).toEqual({
      states: 4,
      transitions: 4,
      outcome: 'holds',
    });
    expect(actions.map(({ taken }) => taken)).toEqual([2, 2]);
  });

  test('those that write the same are followed in both', async () => {
    const result = await checked(
      twoThings(true, [
        reachable('the first was last', ({ last, second }) => second && last === 'first'),
      ]),
    );
    expect(result.states).toBe(5);
    expect(result.outcome).toBe('holds');
  });

  test('both are asked about where steps are', async () => {
    const noSecondStep = (name: 'first' | 'second') =>
      stepInvariant<TwoSystem>(
        `${name} is not done last`,
        (before, after) => !done(after) || before[name],
      );
    for (const name of ['first', 'second'] as const)
      expect((await checked(twoThings(false, [noSecondStep(name)]))).outcome).toBe('violated');
  });
});
