import { expect, test } from 'vitest';
import { count, counted, duration, perSecond } from '../../checker/report/figures.ts';

test.each([
  [0, '0'],
  [999, '999'],
  [1_234_567, '1,234,567'],
])('%d is written %s', (value, text) => expect(count(value)).toBe(text));

test('one is singular', () => {
  expect([counted(1, 'state'), counted(2, 'state'), counted(0, 'state')]).toEqual([
    '1 state',
    '2 states',
    '0 states',
  ]);
});

test.each([
  [0.004, '0.00 s'],
  [9.994, '9.99 s'],
  [9.996, '10.0 s'],
  [99.94, '99.9 s'],
  [99.96, '1 min 40 s'],
  [119.6, '2 min 0 s'],
  [3599.6, '1 h 0 min'],
  [7384, '2 h 3 min'],
])('%d seconds are written %s', (seconds, text) => expect(duration(seconds)).toBe(text));

test('no time, no rate', () => expect(perSecond(5, 0)).toBe(0));
