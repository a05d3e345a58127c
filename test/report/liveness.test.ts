import { expect, test } from 'vitest';
import type { PropertyResult } from '../../checker/explore/result.ts';
import { jsonReport } from '../../checker/report/json.ts';
import { type Answer, expectationOf } from '../../checker/report/outcome.ts';
import { paintFor } from '../../checker/report/paint.ts';
import { properties } from '../../checker/report/sections.ts';
import { meaningOf } from '../../checker/report/verdict.ts';
import { holding } from './results.ts';

const run = (steps: number, loop: number): NonNullable<PropertyResult['path']> => ({
  initial: {},
  loop,
  steps: Array.from({ length: steps }, () => ({
    transition: { kind: 'action', action: 'tick' } as const,
    state: {},
  })),
});

const open: PropertyResult = {
  name: 'a leader is elected',
  kind: 'eventually',
  status: 'undecided',
  reason: 'what follows there is not known',
};

const violations: readonly PropertyResult[] = [
  {
    name: 'everyone is answered',
    kind: 'leads-to',
    status: 'violated',
    path: run(9, 5),
    reason: 'from step 2 on it never comes true of client-1',
  },
  {
    name: 'the lock is free again',
    kind: 'always-eventually',
    status: 'violated',
    path: run(3, 3),
    reason: 'from step 1 on it is never true again',
  },
];

const answer = (
  outcome: Answer['result']['outcome'],
  found: readonly PropertyResult[],
): Answer => ({ ...holding, result: { ...holding.result, outcome, properties: found } });

test('a violation is a stem and a cycle, or stops', () => {
  const violated = answer('violated', [...violations, open]);
  expect(properties(violated.result, paintFor(false))).toMatchInlineSnapshot(`
    [
      "  ✗ everyone is answered    violated: stem 5, cycle 4",
      "  ✗ the lock is free again  violated: stops after 3 steps",
      "  ? a leader is elected     not decided within the bounds",
    ]
  `);
  expect(meaningOf(violated)).toMatchInlineSnapshot(`
    [
      ""everyone is answered" is violated by a fair run for ever (stem 5 steps, cycle 4 steps): from step 2 on it never comes true of client-1.",
      ""the lock is free again" is violated by a fair run for ever (3 steps, then stops): from step 1 on it is never true again.",
      ""a leader is elected" is not decided within the bounds: what follows there is not known.",
    ]
  `);
});

test('what the bounds leave open makes the verdict inconclusive, though all was searched', () => {
  const inconclusive = answer('inconclusive', [...holding.result.properties, open]);
  expect(meaningOf(inconclusive)).toMatchInlineSnapshot(`
    [
      ""a leader is elected" is not decided within the bounds: what follows there is not known.",
    ]
  `);
  expect(expectationOf(inconclusive)).toBe('undecided');
  expect(jsonReport(inconclusive, () => undefined)).toMatchObject({
    outcome: 'inconclusive',
    complete: true,
    properties: expect.arrayContaining([expect.objectContaining({ status: 'undecided' })]),
  });
});
