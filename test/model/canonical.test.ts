import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { is, List, Map, OrderedMap, OrderedSet, Record, Seq, Set, Stack } from 'immutable';
import { describe, expect, test } from 'vitest';
import { ModelError } from '../../checker/errors.ts';
import { canonicalForm, textOf } from '../../checker/model/canonical.ts';
import { canonicalKey } from '../../checker/model/canonical-key.ts';
import { freeze } from '../../checker/model/freeze.ts';
import { ProcessId } from '../../checker/model/process-id.ts';

const ids = ProcessId.family('server', 3);

/** Few, so that two random values are often equal; -0 is not among them, as Immutable.js takes it for 0. */
const ATOMS: readonly unknown[] = [
  ...[0, 1, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  ...[0n, 1n, true, false, null, undefined],
  ...['', '0', '1', '1n', 'NaN', 'null', 'true', 'undefined', '[]', '{}', '"', '\\', ',', ' '],
  ...['#', '#id', '#map', '#set', '#number', '#undefined', 'server-1', '\u2028', '\ud800'],
];

const Pair = Record<{ left: unknown; right: unknown }>({ left: null, right: undefined }, 'Pair');

const collections = fc.letrec<{ value: unknown }>((tie) => {
  const items = fc.array(tie('value'), { maxLength: 3 });
  const entries = fc.array(fc.tuple(tie('value'), tie('value')), { maxLength: 3 });
  return {
    value: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      fc.constantFrom(...ATOMS, ...ids),
      items.map((all) => List(all)),
      items.map((all) => Set(all)),
      items.map((all) => OrderedSet(all)),
      entries.map((all) => Map(all)),
      entries.map((all) => OrderedMap(all)),
      fc.record({ left: tie('value'), right: tie('value') }).map((fields) => Pair(fields)),
    ),
  };
}).value;

/** The same value, with every map and set in it filled in the opposite order. */
function refilled(value: unknown): unknown {
  if (value instanceof Pair)
    return Pair({ left: refilled(value.left), right: refilled(value.right) });
  if (List.isList(value)) return value.map(refilled);
  if (OrderedMap.isOrderedMap(value) || OrderedSet.isOrderedSet(value)) return value;
  if (Map.isMap(value))
    return Map(
      value
        .toArray()
        .reverse()
        .map(([key, item]): [unknown, unknown] => [refilled(key), refilled(item)]),
    );
  if (Set.isSet(value)) return Set(value.toArray().reverse().map(refilled));
  return value;
}

const plain = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    fc.constantFrom(...ATOMS, -0, ids[0]),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('a', 'b', 'a#', '0', '', 'constructor'), tie('value'), {
      maxKeys: 3,
      noNullPrototype: true,
    }),
  ),
})).value;

describe('equal values have equal keys, and different ones different keys', () => {
  test('collections, as Immutable.js compares them', () => {
    fc.assert(
      fc.property(collections, collections, (one, other) => {
        expect(canonicalKey(one) === canonicalKey(other)).toBe(is(one, other));
      }),
      { numRuns: 2000 },
    );
  });

  test('plain data, field by field', () => {
    fc.assert(
      fc.property(plain, plain, (one, other) => {
        expect(canonicalKey(one) === canonicalKey(other)).toBe(isDeepStrictEqual(one, other));
      }),
      { numRuns: 2000 },
    );
  });

  test('whatever the order in which maps and sets were filled', () => {
    fc.assert(
      fc.property(collections, (value) => {
        expect(canonicalKey(refilled(value))).toBe(canonicalKey(value));
      }),
      { numRuns: 1000 },
    );
  });

  test('also in large maps and sets, and after deletions', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer(), { minLength: 1, maxLength: 100 }),
        fc.infiniteStream(fc.nat()),
        (keys, numbers) => {
          const order = keys.map((key) => [numbers.next().value, key] as const);
          const shuffled = order.toSorted(([a], [b]) => a - b).map(([, key]) => key);
          const extra = shuffled.map((key) => key + 0.5);
          const viaMore = Set([...extra, ...shuffled]).subtract(extra);
          expect(canonicalKey(viaMore)).toBe(canonicalKey(Set(keys)));
          const map = Map(shuffled.map((key) => [key, String(key)]));
          expect(canonicalKey(map)).toBe(canonicalKey(Map(keys.map((key) => [key, String(key)]))));
        },
      ),
    );
  });

  test('values of different types that look alike', () => {
    const alike = [
      [1],
      List([1]),
      Set([1]),
      OrderedSet([1]),
      Stack([1]),
      { 0: 1 },
      Map([[0, 1]]),
      OrderedMap([[0, 1]]),
      Map([['0', 1]]),
      '[1]',
      '{"#array":[1]}',
      Pair({ left: 1 }),
      { left: 1, right: undefined },
      { left: 1 },
      -0,
      0,
      '0',
      '-0',
      0n,
      ids[0],
      'server-1',
      null,
      undefined,
      'undefined',
    ];
    expect(new globalThis.Set(alike.map(canonicalKey)).size).toBe(alike.length);
  });
});

test('fields of any name make different keys, also beside what takes a closer look', () => {
  const withProto = (value: number, beside: number) =>
    Object.fromEntries([
      ['__proto__', value],
      ['beside', beside],
    ]);
  const all = [1, Number.NaN].flatMap((beside) => [
    withProto(1, beside),
    withProto(2, beside),
    { beside },
  ]);
  expect(new globalThis.Set(all.map(canonicalKey)).size).toBe(all.length);
  expect(new globalThis.Set(all.map((one) => textOf(canonicalForm(one)))).size).toBe(all.length);
});

test('the form of a state is plain data that can be read', () => {
  const state = {
    votes: Set(ids),
    log: List([{ term: 1 }]),
    next: Map([
      [ids[1], 2],
      [ids[0], -0],
    ]),
    pair: Pair({ left: [1n] }),
  };
  expect(canonicalForm(state)).toMatchInlineSnapshot(`
    {
      "log": [
        {
          "term": 1,
        },
      ],
      "next": {
        "#map": [
          [
            {
              "#id": "server-1",
            },
            {
              "#number": "-0",
            },
          ],
          [
            {
              "#id": "server-2",
            },
            2,
          ],
        ],
      },
      "pair": {
        "#record": "Pair",
        "left": {
          "#array": [
            {
              "#bigint": "1",
            },
          ],
        },
        "right": {
          "#undefined": true,
        },
      },
      "votes": {
        "#set": [
          {
            "#id": "server-1",
          },
          {
            "#id": "server-2",
          },
          {
            "#id": "server-3",
          },
        ],
      },
    }
  `);
  expect(canonicalKey(state)).toMatchInlineSnapshot(
    `"{"log":[{"term":1}],"next":{"#map":[[{"#id":"server-1"},{"#number":"-0"}],[{"#id":"server-2"},2]]},"pair":{"#record":"Pair","left":{"#array":[{"#bigint":"1"}]},"right":{"#undefined":true}},"votes":{"#set":[{"#id":"server-1"},{"#id":"server-2"},{"#id":"server-3"}]}}"`,
  );
});

class Counter {
  readonly count = 0;
}

const circular: { self?: unknown } = {};
circular.self = { again: [circular] };

describe('what is no value is refused, with its place', () => {
  const keyOfBad = (bad: unknown) => () => canonicalKey({ log: List([{ entry: bad }]) });

  test.each([
    ['a function', () => 1],
    ['a symbol', Symbol('x')],
    ['an instance of Map', new globalThis.Map()],
    ['an instance of Set', new globalThis.Set()],
    ['an instance of Date', new Date(0)],
    ['an instance of Counter', new Counter()],
    ['an instance of RegExp', /x/],
    ['an instance of Promise', Promise.resolve()],
    ['an instance of Uint8Array', new Uint8Array(1)],
    ['a lazy sequence', Seq([1, 2])],
  ])('%s', (what, bad) => {
    expect(keyOfBad(bad)).toThrow(ModelError);
    expect(keyOfBad(bad)).toThrow(`State or message at .log[0].entry is ${what}.`);
  });

  test('a value that contains itself', () => {
    expect(() => canonicalKey(circular)).toThrow(ModelError);
    expect(() => canonicalKey(circular)).toThrowErrorMatchingInlineSnapshot(
      `[ModelError: State or message at .self.again[0].self.again[0].self.again[ is circular or nested too deeply. Use Immutable.js collections, plain data and process ids.]`,
    );
  });

  test('a field that could be taken for a tag', () => {
    expect(() => canonicalKey({ a: { '#id': 'server-1' } })).toThrowErrorMatchingInlineSnapshot(
      `[ModelError: State or message at .a.#id is a field whose name starts with #, which is reserved. Use Immutable.js collections, plain data and process ids.]`,
    );
  });

  test('in a map, in a key of a map, in a set, in a record, and at the top', () => {
    const bad = () => 1;
    expect(() => canonicalKey(Map([['x', bad]]))).toThrowErrorMatchingInlineSnapshot(
      `[ModelError: State or message at {x} is a function. Use Immutable.js collections, plain data and process ids.]`,
    );
    expect(() => canonicalKey(Map([[bad, 'x']]))).toThrowErrorMatchingInlineSnapshot(
      `[ModelError: State or message at  key is a function. Use Immutable.js collections, plain data and process ids.]`,
    );
    expect(() => canonicalKey(Set([bad]))).toThrowErrorMatchingInlineSnapshot(
      `[ModelError: State or message at {} is a function. Use Immutable.js collections, plain data and process ids.]`,
    );
    expect(() => canonicalKey(Pair({ left: bad }))).toThrowErrorMatchingInlineSnapshot(
      `[ModelError: State or message at .left is a function. Use Immutable.js collections, plain data and process ids.]`,
    );
    expect(() => canonicalKey(bad)).toThrowErrorMatchingInlineSnapshot(
      `[ModelError: A state or message is a function. Use Immutable.js collections, plain data and process ids.]`,
    );
  });
});

test('the key of a value is the text of its canonical form, also when its parts are remembered', () => {
  fc.assert(
    fc.property(fc.oneof(collections, plain), fc.oneof(collections, plain), (one, other) => {
      const pair = Pair({ left: one, right: other });
      const text = (value: unknown) => textOf(canonicalForm(value));
      expect(canonicalKey(pair)).toBe(text(pair));
      freeze(one);
      expect(canonicalKey(one)).toBe(text(one));
      expect(canonicalKey(pair)).toBe(text(pair));
      expect(canonicalKey(List([one, pair]))).toBe(text(List([one, pair])));
    }),
  );
});
