import fc from 'fast-check';
import { is, List, Map, OrderedMap, OrderedSet, Record, Set, Stack } from 'immutable';
import { expect, test } from 'vitest';
import { canonicalKey } from '../../checker/model/canonical-key.ts';
import { madeOf, makingOf, NO_VALUE } from '../../checker/model/making.ts';
import { ProcessId } from '../../checker/model/process-id.ts';
import { forgetMakers } from '../../checker/model/record-makers.ts';
import { rising } from '../../checker/model/rising.ts';

const [id] = ProcessId.family('reader', 2);
const epoch = rising('epoch-of-keys');
const Numbered = Record<{ 0: unknown; 1: unknown }>({ 0: null, 1: null }, 'Numbered');
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
      fc.tuple(tie('value'), tie('value')).map(([zero, one]) => Numbered({ 0: zero, 1: one })),
      fc.dictionary(fc.constantFrom('a', '0', '__proto__', 'constructor'), tie('value'), {
        maxKeys: 3,
        noNullPrototype: true,
      }),
    ),
  };
}).value;

const made = (value: unknown): unknown => madeOf(makingOf(value) ?? '');

test('what is made is equal, with all its parts', () => {
  fc.assert(
    fc.property(values, (value) => {
      expect(canonicalKey(made(value))).toBe(canonicalKey(value));
    }),
    { numRuns: 3000 },
  );
});

test('what is different is made differently', () => {
  fc.assert(
    fc.property(values, values, (one, other) => {
      if (makingOf(one) === makingOf(other)) expect(canonicalKey(one)).toBe(canonicalKey(other));
    }),
    { numRuns: 3000 },
  );
});

const changes = fc.array(fc.tuple(fc.boolean(), fc.integer({ min: 0, max: 20 })), {
  maxLength: 60,
});
type Changes = readonly (readonly [boolean, number])[];
const changed = (set: Set<unknown>, all: Changes): Set<unknown> =>
  all.reduce((so, [adds, number]) => (adds ? so.add(number) : so.delete(number)), set);
const mapped = (map: Map<unknown, unknown>, all: Changes): Map<unknown, unknown> =>
  all.reduce((so, [sets, number]) => (sets ? so.set(number, 0) : so.delete(number)), map);

test('what is made goes through its entries in the same order, also after further changes', () => {
  let untold = 0;
  fc.assert(
    fc.property(changes, changes, (before, after) => {
      const set = changed(Set(), before);
      const map = mapped(Map(), before);
      if (makingOf(set) === undefined) untold++;
      else expect([...changed(made(set) as Set<unknown>, after)]).toEqual([...changed(set, after)]);
      if (makingOf(map) !== undefined)
        expect([...mapped(made(map) as Map<unknown, unknown>, after)]).toEqual([
          ...mapped(map, after),
        ]);
    }),
    { numRuns: 3000 },
  );
  // Those that were large once are seldom.
  expect(untold).toBeLessThan(600);
});

test('of a collection that was large once there is no making', () => {
  const large = Set(Array.from({ length: 12 }, (_, index) => `item ${index}`));
  const small = large.subtract(large.take(8));
  expect([small.size, makingOf(small), makingOf(List([small]))]).toEqual([4, undefined, undefined]);
  expect(makingOf(large)).toBeDefined();
  expect(makingOf(Set([...small]))).toBeDefined();
});

test('collections are of the same kinds, and records of the same type', () => {
  const value = Map<unknown, unknown>([
    [List([1, id]), Set([epoch.first])],
    ['pair', Pair({ left: OrderedMap([[1, Stack([2])]]) })],
  ]);
  const again = made(value);
  expect(is(again, value)).toBe(true);
  expect(Map.isMap(again) && again.get('pair')).toBeInstanceOf(Pair);
});

test('what was never met here cannot be made', () => {
  const unmet = Record({ one: 1 }, 'NeverMet')();
  // Its key is written down by hand: to ask for it would be to meet it.
  expect(madeOf('{"#record":["NeverMet",[["one",1]]]}')).toBe(NO_VALUE);
  expect(madeOf('[{"#record":["NeverMet",[]]}]')).toBe(NO_VALUE);
  expect(madeOf('{"a":{"#id":"nobody-7"}}')).toBe(NO_VALUE);
  expect(made(unmet)).toEqual(unmet);
});

test('an id that is written like one of another role is not guessed', () => {
  // Number 1 of one role is written like the only one of another.
  const [first] = ProcessId.family('twin', 2);
  const [other] = ProcessId.family('twin-1', 1);
  expect([String(first), String(other)]).toEqual(['twin-1', 'twin-1']);
  expect(madeOf('{"#id":"twin-1"}')).toBe(NO_VALUE);
  expect(madeOf('{"#id":"twin-2"}')).toBe(ProcessId.family('twin', 2)[1]);
});

test('types of records that differ in their first values or methods are told apart, others are not told', () => {
  forgetMakers();
  const [some, others] = [Record({ of: 0 }, 'Slot')(), Record({ of: 5 }, 'Slot')()];
  const again = made(some.set('of', 5));
  expect(again).toEqual(some.set('of', 5));
  expect((again as typeof some).clear().of).toBe(0);
  expect((made(others.set('of', 0)) as typeof others).clear().of).toBe(5);
  class Doubling extends Record({ of: 0 }, 'Slot') {
    twice() {
      return 2 * this.of;
    }
  }
  expect((made(new Doubling({ of: 4 })) as Doubling).twice()).toBe(8);
  expect(made(some)).toEqual(some);
  const alike = Record({ of: 0 }, 'Slot')();
  expect([makingOf(alike), makingOf(some)]).toEqual([undefined, undefined]);
  // In another search they are others.
  forgetMakers();
  expect(made(alike)).toEqual(alike);
});
