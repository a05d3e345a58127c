import fc from 'fast-check';
import { is, List, Map, OrderedMap, OrderedSet, Record, Set, Stack } from 'immutable';
import { expect, test } from 'vitest';
import { canonicalKey } from '../../checker/model/canonical-key.ts';
import { madeOf, NO_VALUE } from '../../checker/model/making.ts';
import { ProcessId } from '../../checker/model/process-id.ts';
import { rising } from '../../checker/model/rising.ts';

const [id] = ProcessId.family('reader', 2);
const epoch = rising('epoch-of-keys');
const Pair = Record<{ left: unknown; right: unknown }>({ left: null, right: undefined }, 'Pair');

const values = fc.letrec<{ value: unknown }>((tie) => {
  const items = fc.array(tie('value'), { maxLength: 3 });
  const entries = fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 3 });
  return {
    value: fc.oneof(
      { maxDepth: 4, withCrossShrink: true },
      fc.constantFrom<unknown>(
        id,
        epoch.first,
        epoch.first.next,
        epoch.none,
        undefined,
        null,
        true,
      ),
      fc.constantFrom(0, -0, 1.5, Number.NaN, Number.NEGATIVE_INFINITY, 2n ** 70n),
      fc.constantFrom('', '#id', '{"#id":"reader-1"}', '__proto__', '\ud800'),
      items,
      items.map((all) => List(all)),
      items.map((all) => Set(all)),
      items.map((all) => OrderedSet(all)),
      items.map((all) => Stack(all)),
      entries.map((all) => Map(all)),
      entries.map((all) => OrderedMap(all)),
      fc.record({ left: tie('value'), right: tie('value') }).map((fields) => Pair(fields)),
      fc.dictionary(fc.constantFrom('a', '0', '__proto__', 'constructor'), tie('value'), {
        maxKeys: 3,
        noNullPrototype: true,
      }),
    ),
  };
}).value;

test('a value made of a key is equal to the one that the key was of, with all its parts', () => {
  fc.assert(
    fc.property(values, (value) => {
      const made = madeOf(canonicalKey(value));
      expect(canonicalKey(made)).toBe(canonicalKey(value));
      if (typeof value !== 'object' || value === null) expect(made).toBe(value);
    }),
    { numRuns: 3000 },
  );
});

test('collections are of the same kinds, and records of the same type', () => {
  const value = Map<unknown, unknown>([
    [List([1, id]), Set([epoch.first])],
    ['pair', Pair({ left: OrderedMap([[1, Stack([2])]]) })],
  ]);
  const made = madeOf(canonicalKey(value));
  expect(is(made, value)).toBe(true);
  expect(Map.isMap(made) && made.get('pair')).toBeInstanceOf(Pair);
});

test('what was never met here cannot be made', () => {
  const unmet = Record({ one: 1 }, 'NeverMet')();
  // Its key is written down by hand: to ask for it would be to meet it.
  expect(madeOf('{"#record":"NeverMet","one":1}')).toBe(NO_VALUE);
  expect(madeOf('[{"#record":"NeverMet","one":1}]')).toBe(NO_VALUE);
  expect(madeOf('{"a":{"#id":"nobody-7"}}')).toBe(NO_VALUE);
  expect(madeOf(canonicalKey(unmet))).toEqual(unmet);
});

test('an id that is written like one of another role is not guessed', () => {
  // Number 1 of one role is written like the only one of another.
  const [first] = ProcessId.family('twin', 2);
  const [other] = ProcessId.family('twin-1', 1);
  expect([String(first), String(other)]).toEqual(['twin-1', 'twin-1']);
  expect(madeOf('{"#id":"twin-1"}')).toBe(NO_VALUE);
  expect(madeOf('{"#id":"twin-2"}')).toBe(ProcessId.family('twin', 2)[1]);
});
