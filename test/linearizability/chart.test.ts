import { expect, test } from 'vitest';
import { processes } from '../../checker/index.ts';
import type { CallEvent } from '../../checker/linearizability/call-history.ts';
import { chartOf } from '../../checker/linearizability/chart.ts';

test('a chart has a line for each client, with its calls from left to right', () => {
  const clients = processes('client', 3);
  const [a, b, c] = clients as readonly [
    (typeof clients)[number],
    (typeof clients)[number],
    (typeof clients)[number],
  ];
  const events: readonly CallEvent[] = [
    { client: a, ends: null, call: { kind: 'write', value: 'A' } },
    { client: b, ends: null, call: { kind: 'read' } },
    { client: b, ends: 'answered', answer: ' ' },
    { client: c, ends: null, call: { kind: 'put', key: 'x', value: 3 } },
    { client: a, ends: 'answered', answer: 'ok', call: { kind: 'read' } },
    { client: c, ends: 'abandoned' },
    { client: b, ends: null, call: { kind: 'compareAndSet', expected: 'A', value: null } },
    { client: a, ends: 'answered', answer: 'A' },
  ];
  expect(chartOf(events, clients).join('\n')).toMatchInlineSnapshot(`
    "client-1  |- write A ---------|- read: A ---|
    client-2    |- read: " " -|               |- compareAndSet A none -…
    client-3                    |- put x 3 -×"
  `);
});

test('clients that call nothing have an empty line', () => {
  expect(chartOf([], processes('client', 2))).toEqual(['client-1', 'client-2']);
});
