import { is, Map, Set } from 'immutable';
import { describe, expect, test } from 'vitest';
import { rising } from '../../checker/index.ts';
import { Interner } from '../../checker/kernel/interner.ts';
import { canonicalForm } from '../../checker/model/canonical.ts';
import { canonicalKey } from '../../checker/model/canonical-key.ts';
import { freeze } from '../../checker/model/freeze.ts';
import { twinOf } from '../../checker/model/twin.ts';

const Term = rising('term');
const { first, none } = Term;
const second = first.next;

describe('a number that rises', () => {
  test('is one object, whoever asks for it', () => {
    expect(first.next).toBe(second);
    expect(rising('term').at(1)).toBe(second);
    expect(rising('ballot', { from: 1 }).first).not.toBe(first);
  });

  test('is ordered', () => {
    expect([first < second, second < first, second >= first, first <= first.next]).toEqual([
      true,
      false,
      true,
      true,
    ]);
    expect([Term.max(first, second), Term.max(second, first)]).toEqual([second, second]);
  });

  test('is above none, which has no next', () => {
    expect([none < first, none > first, none === first]).toEqual([true, false, false]);
    expect(() => none.next).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: term none has no next one; begin with the first term]`,
    );
  });

  test('has no sum', () => {
    // @ts-expect-error nor do types allow it
    expect(() => first + 1).toThrowErrorMatchingInlineSnapshot(
      `[TypeError: term 0 was added or compared with ==; a number that rises can only be compared with < and ===, and has a next one]`,
    );
    // @ts-expect-error nor a difference, as far as types can tell
    expect(second - first).toBe(1);
    // @ts-expect-error nor are numbers of different families compared
    expect(second >= rising('ballot', { from: 1 }).first).toBe(true);
    // @ts-expect-error nor plain ones
    expect(second > 0).toBe(true);
  });

  test('is written as a plain number, and is none in keys', () => {
    expect(`${second} ${none} ${rising('ballot', { from: 1 }).none}`).toBe('1 none 0');
    expect(canonicalForm(Map([[second, [first, none]]]))).toEqual({
      '#map': [[1, { '#array': [0, null] }]],
    });
    const keys = [0, first, none, rising('ballot', { from: 1 }).first, [first], [0]].map(
      canonicalKey,
    );
    expect(Set(keys).size).toBe(6);
    expect(() => rising('ballot')).toThrowErrorMatchingInlineSnapshot(
      `[RangeError: numbers of ballot begin with 0 and with 1; let them begin with one, or rename a family]`,
    );
    // What is not put together from parts has the same exact form.
    expect(canonicalKey([first, -0])).not.toBe(canonicalKey([0, -0]));
  });

  test('is a value in collections, and its own twin', () => {
    expect(is(Map([[second, first]]), Map([[first.next, Term.at(0)]]))).toBe(true);
    expect(is(Set([first]), Set([second]))).toBe(false);
    const values = new Interner();
    const id = values.idOf({ term: second });
    expect(values.idOf(freeze({ term: Term.at(1) }))).toBe(id);
    expect(values.idOf({ term: 1 })).not.toBe(id);
    expect(twinOf({ term: second })).toEqual({ term: second });
    expect({ term: second }).not.toEqual({ term: first });
  });
});
