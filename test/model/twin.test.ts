import { is, List, Map, OrderedMap, Record, Set } from 'immutable';
import { expect, test } from 'vitest';
import { canonicalKey } from '../../checker/model/canonical-key.ts';
import { freeze } from '../../checker/model/freeze.ts';
import { twinOf } from '../../checker/model/twin.ts';

const Pair = Record<{ left: Set<number>; right: List<Map<string, number>> }>({
  left: Set(),
  right: List(),
});

test('a twin is equal, and its sets and maps were filled the other way round', () => {
  const value = Pair({ left: Set([1, 2, 3]), right: List([Map({ a: 1, b: 2 })]) });
  const twin = twinOf(value);
  expect(is(twin, value)).toBe(true);
  expect(canonicalKey(twin)).toBe(canonicalKey(value));
  expect(Record.isRecord(twin) && twin.get('left')).not.toBe(value.left);
  expect([...(twinOf(Set([1, 2, 3])) as Set<number>)]).toEqual([3, 2, 1]);
  expect(Object.keys(twinOf({ a: 1, b: 2 }) as object)).toEqual(['b', 'a']);
});

test('what is one object twice has two twins, and all have its key', () => {
  const part = { a: 1, b: Set([1, 2]) };
  const value = freeze(List([part, part]));
  // Now the keys of the parts are known.
  const key = canonicalKey(value);
  const twin = twinOf(value) as typeof value;
  expect(twin.get(0)).not.toBe(twin.get(1));
  expect([canonicalKey(twin), canonicalKey(twin.get(1))]).toEqual([key, canonicalKey({ ...part })]);
});

test('what has an order keeps it in a twin', () => {
  expect([
    ...(
      twinOf(
        OrderedMap([
          ['a', 1],
          ['b', 2],
        ]),
      ) as OrderedMap<string, number>
    ).keys(),
  ]).toEqual(['a', 'b']);
  expect(twinOf([1, [2, 3]])).toEqual([1, [2, 3]]);
});

test('freezing reaches plain data inside collections', () => {
  const value = List([{ inner: [1, { deep: true }] }]);
  freeze(value);
  expect(() => value.get(0)?.inner.push(2)).toThrow(TypeError);
});
