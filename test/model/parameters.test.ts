import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../checker/errors.ts';
import {
  choice,
  integer,
  type Parameter,
  type ParameterValue,
  parameterOf,
  rangeOf,
  readValue,
} from '../../checker/model/parameters.ts';

const servers = integer(3, { from: 1, to: 5 });
const order = choice('unordered', 'fifo');
const flag = parameterOf(true);

test('a declaration has a default and a range', () => {
  expect(servers).toEqual({ type: 'integer', default: 3, from: 1, to: 5 });
  expect(order).toEqual({ type: 'choice', default: 'unordered', words: ['unordered', 'fifo'] });
  expect(flag).toEqual({ type: 'flag', default: true });
  expect(parameterOf(servers)).toBe(servers);
  expect([servers, order, flag].map(rangeOf)).toEqual([
    'a whole number from 1 to 5',
    'one of unordered, fifo',
    'true or false',
  ]);
});

test('a whole number is read just if it is in the range', () => {
  fc.assert(
    fc.property(fc.integer({ min: -20, max: 20 }), fc.boolean(), (value, asText) => {
      const read = () => readValue('servers', servers, asText ? String(value) : value);
      if (value >= 1 && value <= 5) expect(read()).toBe(value);
      else expect(read).toThrow(UsageError);
    }),
  );
});

test('words and switches are read as text or as what they are', () => {
  expect(readValue('network', order, 'fifo')).toBe('fifo');
  expect(readValue('broken', flag, 'false')).toBe(false);
  expect(readValue('broken', flag, true)).toBe(true);
});

describe('what is refused, and how', () => {
  const refusal = (name: string, parameter: Parameter, given: ParameterValue) => {
    try {
      return `read as ${readValue(name, parameter, given)}`;
    } catch (error) {
      return error instanceof UsageError ? error.message : error;
    }
  };

  test('a number out of range', () => {
    expect(refusal('servers', servers, 99)).toMatchInlineSnapshot(
      `"servers=99 is not possible: servers is a whole number from 1 to 5. Nearest: servers=5."`,
    );
    expect(refusal('servers', servers, '-5')).toMatchInlineSnapshot(
      `"servers=-5 is not possible: servers is a whole number from 1 to 5. Nearest: servers=1."`,
    );
  });

  test('what is no whole number', () => {
    expect(refusal('servers', servers, 'zero')).toMatchInlineSnapshot(
      `"servers=zero is not possible: servers is a whole number from 1 to 5. Nearest: servers=3."`,
    );
    expect(refusal('servers', servers, '2.5')).toMatchInlineSnapshot(
      `"servers=2.5 is not possible: servers is a whole number from 1 to 5. Nearest: servers=3."`,
    );
    for (const text of ['', ' 2', '0x2', '1e0', 'Infinity', '٣', '+2', true])
      expect(refusal('servers', servers, text)).toContain('is not possible');
  });

  test('an unknown word', () => {
    expect(refusal('network', order, 'fifi')).toMatchInlineSnapshot(
      `"network=fifi is not possible: network is one of unordered, fifo. Nearest: network=fifo."`,
    );
  });

  test('what is neither true nor false', () => {
    expect(refusal('broken', flag, 'ture')).toMatchInlineSnapshot(
      `"broken=ture is not possible: broken is true or false. Nearest: broken=true."`,
    );
    expect(refusal('broken', flag, 1)).toMatchInlineSnapshot(
      `"broken=1 is not possible: broken is true or false."`,
    );
  });
});
