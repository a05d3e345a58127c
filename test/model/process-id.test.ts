import { Map, Set } from 'immutable';
import { describe, expect, test } from 'vitest';
import { ProcessId } from '../../checker/model/process-id.ts';

const [first, second] = ProcessId.family('server', 2);
if (first === undefined || second === undefined) throw new Error('a family of two has two members');

test('a family is numbered from 1, and a single process has no number', () => {
  expect(ProcessId.family('server', 3).map(String)).toEqual(['server-1', 'server-2', 'server-3']);
  expect(ProcessId.family('client', 1).map(String)).toEqual(['client']);
  expect(ProcessId.family('client', 0)).toEqual([]);
  expect(first.role).toBe('server');
});

test('ids of the same role and name are one value, in whatever model', () => {
  expect(ProcessId.family('server', 2)[0]).toBe(first);
  expect(ProcessId.family('server-1', 1)[0]).not.toBe(first);
});

test('a process is known in another model by the same number in another role', () => {
  expect(second.as('member')).toBe(ProcessId.family('member', 2)[1]);
  expect(ProcessId.family('client', 1)[0]?.as('member')).toBe(ProcessId.family('member', 1)[0]);
  expect(second.as('member').as('server')).toBe(second);
});

describe('an id is written as its name', () => {
  test('in text', () => expect(`${first} and ${second}`).toBe('server-1 and server-2'));
  test('in JSON', () => expect(JSON.stringify({ to: first })).toBe('{"to":"server-1"}'));
});

describe('an id is the key of maps and a member of sets', () => {
  test('by itself alone', () => {
    const votes = Map([
      [first, 1],
      [second, 2],
    ]);
    expect([votes.get(first), votes.get(second), votes.size]).toEqual([1, 2, 2]);
    expect(Set([first, second, first]).size).toBe(2);
    expect(first.equals(first)).toBe(true);
    expect(first.equals(second)).toBe(false);
  });

  test('and hashes by its name, the same in every run', () => {
    const [again] = ProcessId.family('server', 2);
    expect(again?.hashCode()).toBe(first.hashCode());
    expect(first.hashCode()).not.toBe(second.hashCode());
    expect(first.hashCode()).toMatchInlineSnapshot(`717147960`);
  });
});

describe('an id has no order and no number', () => {
  const asNumber = (id: ProcessId): number => id as unknown as number;

  test.each([
    ['<', () => first < second],
    ['>=', () => first >= second],
    ['sort', () => [first, second].sort((a, b) => asNumber(a) - asNumber(b))],
    ['unary plus', () => +asNumber(first)],
    ['addition', () => asNumber(first) + 1],
    ['Math.max', () => Math.max(asNumber(first), 0)],
  ])('%s is refused', (_, use) => {
    expect(use).toThrow(TypeError);
    expect(use).toThrow(/server-\d was used as a number or in an order/);
  });

  test('the error says what can be done', () => {
    expect(() => first < second).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: process id server-1 was used as a number or in an order; ids can only be compared with ===]`,
    );
  });
});

test('an id cannot be changed', () => {
  expect(Object.isFrozen(first)).toBe(true);
});
