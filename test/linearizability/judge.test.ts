import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { processes, queue, register } from '../../checker/index.ts';
import {
  type CallEvent,
  type CallHistory,
  emptyHistory,
  withEvent,
} from '../../checker/linearizability/call-history.ts';
import { Judge } from '../../checker/linearizability/judge.ts';
import type { Order } from '../../checker/linearizability/threads.ts';
import { firstWays, waysAfter } from '../../checker/linearizability/ways.ts';
import { canonicalKey } from '../../checker/model/canonical-key.ts';
import { canBeExplained } from './brute-force.ts';
import { type Run, runs, type SomeObject } from './random-runs.ts';

const LONGEST = { timeout: 60_000 };

const historyOf = ({ clients, events }: Pick<Run, 'clients' | 'events'>): CallHistory =>
  events.reduce((before, event) => withEvent(before, event, clients), emptyHistory(clients));

const isExplained = (run: Run, order: Order): boolean =>
  new Judge(run.object, order).isExplained(historyOf(run));

const twoClients = processes('client', 2) as unknown as readonly [
  ReturnType<typeof processes>[number],
  ReturnType<typeof processes>[number],
];
const someRegister = register(' ') as unknown as SomeObject;

const [a, b] = twoClients;

const judged = (events: readonly CallEvent[], order: Order, object = someRegister) =>
  new Judge(object, order).judgementOf(historyOf({ clients: twoClients, events }));

const monitored = (events: readonly CallEvent[]) =>
  !events
    .reduce(
      (ways, event) => waysAfter(ways, event, someRegister),
      firstWays(twoClients, someRegister),
    )
    .ways.isEmpty();

describe('the judge agrees with trying every permutation', () => {
  test.each(['real-time', 'program'] as const)('in the order of %s', LONGEST, (order) => {
    const verdicts = new Map([
      [true, 0],
      [false, 0],
    ]);
    fc.assert(
      fc.property(runs, (run) => {
        const verdict = isExplained(run, order);
        expect(verdict).toBe(canBeExplained(run, order));
        verdicts.set(verdict, verdicts.get(verdict)! + 1);
      }),
      { numRuns: 2000 },
    );
    // Both answers were tested, and more than a few times.
    expect(Math.min(...verdicts.values())).toBeGreaterThan(20);
  });

  test('of linearizable runs every one is sequentially consistent', () => {
    fc.assert(
      fc.property(runs, (run) => {
        fc.pre(isExplained(run, 'real-time'));
        expect(isExplained(run, 'program')).toBe(true);
      }),
    );
  });
});

test('a judge that has seen other histories says the same as a new one', LONGEST, () => {
  fc.assert(
    fc.property(runs, fc.constantFrom('real-time', 'program'), (run, order: Order) => {
      const { clients, events, object } = run;
      const judge = new Judge(object, order);
      // After each event, and then without each of the clients.
      for (let count = 0; count <= events.length; count++) {
        const part = { ...run, events: events.slice(0, count) };
        expect(judge.isExplained(historyOf(part))).toBe(isExplained(part, order));
      }
      for (const client of clients) {
        const others = { ...run, events: events.filter((event) => event.client !== client) };
        expect(judge.isExplained(historyOf(others))).toBe(isExplained(others, order));
      }
    }),
    { numRuns: 1000 },
  );
});

test('the monitor agrees with the judge after every event', LONGEST, () => {
  fc.assert(
    fc.property(runs, (run) => {
      let ways = firstWays(run.clients, run.object);
      for (const [at, event] of run.events.entries()) {
        ways = waysAfter(ways, event, run.object);
        const soFar = { ...run, events: run.events.slice(0, at + 1) };
        expect(!ways.ways.isEmpty()).toBe(isExplained(soFar, 'real-time'));
      }
    }),
    { numRuns: 2000 },
  );
});

test('the monitor is the same when concurrent calls are answered in another order', () => {
  const begun: readonly CallEvent[] = [
    { client: a, ends: null, call: { kind: 'write', value: 'x' } },
    { client: b, ends: null, call: { kind: 'read' } },
  ];
  const ends: readonly CallEvent[] = [
    { client: a, ends: 'answered', answer: 'ok' },
    { client: b, ends: 'answered', answer: 'x' },
  ];
  const after = (events: readonly CallEvent[]) =>
    canonicalKey(
      events.reduce(
        (ways, event) => waysAfter(ways, event, someRegister),
        firstWays(twoClients, someRegister),
      ),
    );
  expect(after([...begun, ...ends])).toBe(after([...begun, ...ends.toReversed()]));
});

describe('what can and cannot be explained', () => {
  const stale: readonly CallEvent[] = [
    { client: a, ends: null, call: { kind: 'write', value: 'A' } },
    { client: a, ends: 'answered', answer: 'ok' },
    { client: b, ends: null, call: { kind: 'read' } },
    { client: b, ends: 'answered', answer: ' ' },
  ];
  test('is judged with the longest beginning of an order', () => {
    const { isExplained, order } = judged(stale, 'real-time');
    expect(isExplained).toBe(false);
    expect(order.map(({ client, answer }) => `${client} ${String(answer)}`)).toEqual([
      'client-1 ok',
    ]);
  });

  test('may be explained where only the order of each client counts', () => {
    const { isExplained, order } = judged(stale, 'program');
    expect(isExplained).toBe(true);
    expect(order.map(({ client }) => String(client))).toEqual(['client-2', 'client-1']);
  });

  test('may be explained by a call that was never answered, also one that a crash cut off', () => {
    const lostWrite = (end: readonly CallEvent[]): readonly CallEvent[] => [
      { client: a, ends: null, call: { kind: 'write', value: 'A' } },
      ...end,
      { client: b, ends: null, call: { kind: 'read' } },
      { client: b, ends: 'answered', answer: ' ' },
      { client: b, ends: null, call: { kind: 'read' } },
      { client: b, ends: 'answered', answer: 'A' },
    ];
    const cases: readonly (readonly [readonly CallEvent[], boolean])[] = [
      [[], true],
      [[{ client: a, ends: 'abandoned' }], true],
      [[{ client: a, ends: 'answered', answer: 'ok' }], false],
    ];
    for (const [end, verdict] of cases) {
      expect(judged(lostWrite(end), 'real-time').isExplained).toBe(verdict);
      expect(monitored(lostWrite(end))).toBe(verdict);
    }
  });

  test('of two concurrent writes, either may be the last', () => {
    const ended = (value: string): readonly CallEvent[] => [
      { client: a, ends: null, call: { kind: 'write', value: 'A' } },
      { client: b, ends: null, call: { kind: 'write', value: 'B' } },
      { client: b, ends: 'answered', answer: 'ok' },
      { client: a, ends: 'answered', answer: 'ok' },
      { client: a, ends: null, call: { kind: 'read' } },
      { client: a, ends: 'answered', answer: value },
    ];
    for (const [value, verdict] of [
      ['A', true],
      ['B', true],
      [' ', false],
    ] as const) {
      expect(judged(ended(value), 'real-time').isExplained).toBe(verdict);
      expect(monitored(ended(value))).toBe(verdict);
    }
  });

  test('a write of what is there already may be what another client reads later', () => {
    const events: readonly CallEvent[] = [
      { client: b, ends: null, call: { kind: 'write', value: ' ' } },
      { client: a, ends: null, call: { kind: 'write', value: 'A' } },
      { client: a, ends: 'answered', answer: 'ok' },
      { client: a, ends: null, call: { kind: 'read' } },
      { client: a, ends: 'answered', answer: ' ' },
      { client: b, ends: 'answered', answer: 'ok' },
    ];
    expect(judged(events, 'real-time').isExplained).toBe(true);
    expect(monitored(events)).toBe(true);
  });

  test('a queue that gives something twice', () => {
    const twice = [a, b].flatMap((client): readonly CallEvent[] => [
      { client, ends: null, call: { kind: 'dequeue' } },
      { client, ends: 'answered', answer: 'x' },
    ]);
    const once: readonly CallEvent[] = [
      { client: a, ends: null, call: { kind: 'enqueue', value: 'x' } },
      { client: a, ends: 'answered', answer: 'ok' },
    ];
    const object = queue<string>() as unknown as SomeObject;
    expect(judged([...once, ...twice], 'program', object).isExplained).toBe(false);
    expect(judged([...once, ...once, ...twice], 'program', object).isExplained).toBe(true);
  });
});

test.each([
  [[{ ends: 'answered' as const, answer: 'ok' }], /ends a call, but has invoked none/],
  [
    [
      { ends: null, call: { kind: 'read' } },
      { ends: null, call: { kind: 'read' } },
    ],
    /invokes a call while another is pending/,
  ],
])('calls of a client that overlap or end without a beginning are refused', (events, message) => {
  const [client] = twoClients;
  const all = events.map((event) => ({ client, ...event }));
  expect(() => historyOf({ clients: twoClients, events: all })).toThrow(message);
  expect(() =>
    all.reduce(
      (ways, event) => waysAfter(ways, event, someRegister),
      firstWays(twoClients, someRegister),
    ),
  ).toThrow(message);
});
