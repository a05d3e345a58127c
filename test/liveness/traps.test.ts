import { describe, expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import type { PropertyResult } from '../../checker/explore/result.ts';
import {
  alwaysEventually,
  atMost,
  atMostOverall,
  behaviour,
  each,
  eventually,
  eventuallyAlways,
  integer,
  leadsTo,
  type Spec,
  spec,
  strong,
  system,
  vocabulary,
  weak,
} from '../../checker/index.ts';
import type { SystemSubject } from '../../checker/model/subject.ts';
import type { Fairness } from '../../checker/property/fairness.ts';
import type { Property } from '../../checker/property/property.ts';
import { configure } from '../../checker/spec/configuration.ts';
import { searching } from '../reference/agreement.ts';

interface At {
  readonly at: number;
}

/** A system that is at a number, with named ways from one number to another: "go 1 2" leads from 1 to 2. */
function ways(initial: readonly number[], moves: readonly string[]) {
  const parsed = moves.map((move) => {
    const [name = '', from, to] = move.split(' ');
    return { name, from: Number(from), to: Number(to) };
  });
  const actions = new Set(parsed.map(({ name }) => name));
  return system({
    name: 'ways',
    define: () =>
      behaviour<At>(
        initial.map((at) => ({ at })),
        Object.fromEntries(
          Array.from(actions, (action) => [
            action,
            ({ at }: At) =>
              parsed
                .filter(({ name, from }) => name === action && from === at)
                .map(({ to }) => ({ at: to })),
          ]),
        ),
      ),
  });
}

type Ways = ReturnType<typeof ways>;

async function decided(
  model: Ways,
  property: Property<SystemSubject<At>>,
  most?: number,
): Promise<PropertyResult> {
  const bounds =
    most === undefined ? {} : { most: atMostOverall<SystemSubject<At>>(most, ({ at }) => at) };
  const one: Spec = spec<SystemSubject<At>, unknown, string>(model, {
    about: 'ways between numbers',
    properties: [property],
    bounds,
  });
  const result = await check(configure(one), searching('bfs'));
  const [first] = result.properties;
  if (first === undefined) throw new RangeError('there is one property');
  return first;
}

const statesOf = ({ path }: PropertyResult) =>
  path && [path.initial, ...path.steps.map(({ state }) => state)].map((state) => state['at']);

const gets = (to: number, fairness: Fairness | readonly Fairness[] = []) =>
  eventually<SystemSubject<At>>('gets there', ({ at }) => at === to, { fairness });

describe('the classic traps', () => {
  test('a cycle that is entered where two ways join', async () => {
    // A depth-first search comes to 3 by way of 1, finds no cycle, and comes to it again by way of 2.
    const diamond = ways([0], ['go 0 1', 'go 0 2', 'go 1 3', 'go 2 3', 'go 3 2', 'go 1 9']);
    const found = await decided(diamond, gets(9, weak('go')));
    expect(found.status).toBe('violated');
    expect(statesOf(found)).toEqual([0, 2, 3, 2]);
    expect(found.path?.loop).toBe(1);
  });

  test('a lasso through the initial state', async () => {
    const back = ways([0], ['go 0 1', 'go 1 0', 'leave 1 2']);
    const found = await decided(back, gets(2, weak('go', 'leave')));
    expect(found.status).toBe('violated');
    expect(statesOf(found)).toEqual([0, 1, 0]);
    expect(found.path?.loop).toBe(0);
  });

  test('strong fairness is needed where weak does not do', async () => {
    const back = ways([0], ['go 0 1', 'go 1 0', 'leave 1 2']);
    expect((await decided(back, gets(2, [weak('go'), strong('leave')]))).status).toBe('holds');
    expect((await decided(back, gets(2, weak('go', 'leave')))).status).toBe('violated');
  });

  test('weak fairness is enough where what is fair stays enabled', async () => {
    const around = ways([0], ['go 0 1', 'go 1 0', 'leave 0 2', 'leave 1 2']);
    expect((await decided(around, gets(2, weak('leave')))).status).toBe('holds');
    expect((await decided(around, gets(2, weak('go')))).status).toBe('violated');
  });

  test('a property that is violated by stopping alone', async () => {
    const straight = ways([0], ['go 0 1', 'go 1 2', 'stay 1 1']);
    const stopping = await decided(straight, gets(2));
    expect(stopping.status).toBe('violated');
    expect(statesOf(stopping)).toEqual([0]);
    expect(stopping.path?.loop).toBe(0);
    expect((await decided(straight, gets(2, weak('go')))).status).toBe('holds');
    // Without a way on there is nothing that fairness could help.
    const dead = await decided(ways([0], ['go 0 1']), gets(2, weak('go')));
    expect(statesOf(dead)).toEqual([0, 1]);
    expect(dead.path?.loop).toBe(1);
  });

  test('to stay where one is, by a step that changes nothing, is stuttering', async () => {
    const still = ways([0], ['go 0 1', 'go 0 0']);
    expect((await decided(still, gets(1, weak('go')))).status).toBe('holds');
    const sitting = ways([0], ['go 0 0', 'leave 0 1']);
    const found = await decided(sitting, gets(1, weak('go')));
    expect([found.status, statesOf(found), found.path?.loop]).toEqual(['violated', [0], 0]);
  });
});

const upward = ['up 0 1', 'up 1 2', 'up 2 3', 'up 3 4'];

describe('under a bound', () => {
  test('that cuts every run, nothing is decided', async () => {
    const counter = ways([0], upward);
    const never = { fairness: weak('up') };
    const is = (to: number) => (state: At) => state.at === to;
    expect(await decided(counter, gets(9, weak('up')), 2)).toMatchObject({
      status: 'undecided',
      reason: expect.stringContaining('a bound (most) cuts a transition'),
    });
    for (const property of [
      alwaysEventually<SystemSubject<At>>('again', is(2), never),
      eventuallyAlways<SystemSubject<At>>('for good', () => true, never),
      leadsTo<SystemSubject<At>>('after that', is(1), is(9), never),
    ])
      expect([property.name, (await decided(counter, property, 2)).status]).toEqual([
        property.name,
        'undecided',
      ]);
  });

  test('what comes true before anything is cut holds', async () => {
    const counter = ways([0], upward);
    expect((await decided(counter, gets(1, weak('up')), 2)).status).toBe('holds');
    const answered = leadsTo<SystemSubject<At>>(
      'answered',
      ({ at }) => at === 0,
      ({ at }) => at === 1,
      { fairness: weak('up') },
    );
    expect((await decided(counter, answered, 2)).status).toBe('holds');
  });

  test('a state is not one to stop in if a transition is cut there, fair or not', async () => {
    const counter = ways([0], [...upward, 'aside 2 0']);
    expect((await decided(counter, gets(9, weak('aside')), 0)).status).toBe('undecided');
  });

  test('what is cut counts as enabled: a cycle that only goes round for want of it is not fair', async () => {
    const tempted = ways([0], ['go 0 1', 'go 1 0', 'up 0 5', 'up 1 5']);
    expect((await decided(tempted, gets(9, weak('up')), 1)).status).toBe('undecided');
    expect((await decided(tempted, gets(9, weak('go')), 1)).status).toBe('violated');
  });
});

test('what nothing raises is not held to be met, unless nothing is cut', async () => {
  const counter = ways([0], upward);
  const leading = (from: number) =>
    leadsTo<SystemSubject<At>>(
      'later',
      ({ at }) => at === from,
      ({ at }) => at === 9,
    );
  expect(await decided(counter, leading(4), 2)).toMatchObject({
    status: 'undecided',
    reason: expect.stringContaining('no state within the bounds raises it'),
  });
  expect((await decided(counter, leading(5))).status).toBe('holds');
  // Also where what it leads to is true all the way: it need not be true after what raises it.
  const already = leadsTo<SystemSubject<At>>(
    'already',
    ({ at }) => at === 4,
    ({ at }) => at <= 2,
  );
  expect((await decided(counter, already, 2)).status).toBe('undecided');
  expect((await decided(counter, already)).status).toBe('violated');
  const atOnce = leadsTo<SystemSubject<At>>(
    'at once',
    ({ at }) => at === 1,
    ({ at }) => at === 1,
  );
  expect((await decided(counter, atOnce, 2)).status).toBe('holds');
});

test('what is raised for one process is not raised for another', async () => {
  const { role, protocol, step, sendAll } = vocabulary<{ readonly kind: 'jump' }, 'walker'>();
  /** The first one walks to 2, and then has the other jump beyond the bound. */
  const walker = role<number>({
    initial: () => 0,
    actions: {
      walk: (at, { self, peers, all }) =>
        all('walker').indexOf(self) === 0 &&
        at < 2 &&
        step(at + 1, sendAll(at === 1 ? peers : [], { kind: 'jump' })),
    },
    on: { jump: () => step(9) },
  });
  const walkers = protocol({
    name: 'walkers',
    parameters: { count: integer(2, { from: 1, to: 2 }) },
    roles: ({ count }) => ({ walker: { count, role: walker } }),
  });
  const one: Spec = spec(walkers, {
    about: 'two numbers that rise',
    properties: [
      leadsTo(
        'from 1 to 2',
        each('walker', (at) => at === 1),
        each('walker', (at) => at === 2),
        { fairness: weak('walk') },
      ),
    ],
    bounds: { most: atMost(2, 'walker', (at) => at) },
  });
  const asked = async (settings: Readonly<Record<string, number>>) =>
    (await check(configure(one, undefined, settings), searching('bfs'))).properties[0];
  expect((await asked({ count: 1 }))?.status).toBe('holds');
  expect(await asked({})).toMatchObject({
    status: 'undecided',
    reason: expect.stringContaining('no state within the bounds raises it'),
  });
});

describe('a search cut short', () => {
  const long = ways([0], ['go 0 1', 'go 1 0', 'go 0 2', 'go 2 3', 'go 3 4', 'go 4 5', 'go 5 6']);
  const searched = async (property: Property<SystemSubject<At>>, depth: number) => {
    const one = spec<SystemSubject<At>, unknown>(long, { about: '', properties: [property] });
    return (await check(configure(one), searching('bfs', { limits: { depth } }))).properties[0];
  };

  test('still shows a violation in what it has seen', async () => {
    expect(await searched(gets(6, weak('go')), 2)).toMatchObject({
      status: 'violated',
      path: { loop: 0 },
    });
  });

  test('never says that anything holds', async () => {
    expect((await searched(gets(0, weak('go')), 2))?.status).toBe('undecided');
    expect((await searched(gets(0, weak('go')), 20))?.status).toBe('holds');
  });
});

test('an action that is none is refused', async () => {
  const straight = ways([0], ['leave 0 1']);
  await expect(
    decided(straight, gets(1, weak('laeve'))),
  ).rejects.toThrowErrorMatchingInlineSnapshot(
    `[ModelError: ways: property "gets there" takes "laeve" for fair, which is no action, message, fault or role. Did you mean leave?]`,
  );
});
