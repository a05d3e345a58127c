import { expect, test } from 'vitest';
import type { PropertyResult } from '../../checker/explore/result.ts';
import { expectationOf, foremost } from '../../checker/report/outcome.ts';
import { surprising } from './results.ts';

const property = (name: string, status: PropertyResult['status']): PropertyResult => ({
  name,
  kind: 'invariant',
  status,
});

/** An answer in which both properties are violated. */
const both = (violates?: string) => ({
  ...surprising,
  violates,
  result: {
    ...surprising.result,
    properties: [property('first', 'violated'), property('second', 'violated')],
  },
});

test('the counterexample drawn is that of the property which the variant must violate', () => {
  expect(foremost(both('second'))?.name).toBe('second');
  expect(expectationOf(both('second'))).toBe('as expected');
});

test('else it is that of the first property that is violated', () => {
  expect(foremost(both('third'))?.name).toBe('first');
  expect(foremost(both())?.name).toBe('first');
  expect(expectationOf(both('third'))).toBe('another violated');
});

test('a witness that is never reached is a failure as well', () => {
  const result = { ...surprising.result, properties: [property('first', 'unreachable')] };
  expect(foremost({ ...surprising, result })?.name).toBe('first');
});
