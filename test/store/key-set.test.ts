import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashOf } from '../../checker/store/hash.ts';
import { keyList, makeRoomFor, setKey } from '../../checker/store/key-list.ts';
import { KeySet, rangeOf } from '../../checker/store/key-set.ts';

/** Keys as the store makes them, whose high halves are never 0; many of them alike. */
const keys = fc.array(fc.tuple(fc.integer({ max: -1 }), fc.oneof(fc.integer(), fc.nat(3))), {
  maxLength: 2000,
});

/** For each key whether it is the first of its kind. */
function firsts(all: readonly (readonly [number, number])[]): readonly boolean[] {
  const plain = new Set<string>();
  return all.map((key) => plain.size < plain.add(String(key)).size);
}

describe('a key set agrees with a plain Set', () => {
  test('key by key', () => {
    fc.assert(
      fc.property(keys, (all) => {
        const set = new KeySet();
        expect(all.map(([high, low]) => set.add(high, low))).toEqual(firsts(all));
        expect(set.size).toBe(new Set(all.map(String)).size);
      }),
    );
  });

  test('many at once', () => {
    fc.assert(
      fc.property(keys, fc.nat(2000), (all, cut) => {
        const set = new KeySet();
        const flat = Int32Array.from(all.flat());
        const isNew = new Uint8Array(all.length);
        const middle = Math.min(cut, all.length);
        const added =
          set.addAll(flat, 0, middle, isNew) + set.addAll(flat, middle, all.length, isNew);
        expect([...isNew].map((mark) => mark === 1)).toEqual(firsts(all));
        expect(added).toBe(new Set(all.map(String)).size);
      }),
    );
  });
});

test('many keys are looked up at once', () => {
  const set = new KeySet();
  const all = Array.from({ length: 5000 }, (_, i) => [-1 - (i % 7), Math.imul(i, 0x9e3779b1)]);
  all.forEach(([high, low], index) => {
    if (index % 3 !== 0) set.add(high!, low!);
  });
  // No key has this high half.
  all.push([0, 0], [0, all[1]![1]!]);
  const isThere = new Uint8Array(all.length).fill(7);
  set.hasAll(Int32Array.from(all.flat()), all.length, isThere);
  expect([...isThere]).toEqual(all.map((_, index) => (index % 3 !== 0 && index < 5000 ? 1 : 0)));
  expect(all.filter(([high, low]) => set.has(high!, low!))).toHaveLength(
    isThere.reduce((sum, mark) => sum + mark, 0),
  );
});

test('keys that share their slot are kept apart', () => {
  // Multiples of 2^26 leave the low bits of both halves alike, so that they crowd the same places.
  const set = new KeySet();
  const all = Array.from({ length: 5000 }, (_, i) => [0x80000000 | (i << 20), i << 26] as const);
  const distinct = new Set(all.map(String)).size;
  expect(all.filter(([high, low]) => set.add(high | 0, low | 0))).toHaveLength(distinct);
  expect(all.filter(([high, low]) => set.add(high | 0, low | 0))).toHaveLength(0);
});

test('a set whose keys all have nearly the same hash grows without losing any', () => {
  // A set for a narrow range of hashes is a set in which all keys fall into few places.
  const width = 2 ** 32 / 50;
  const range = { from: 0, to: width };
  const set = new KeySet(range);
  const all = Array.from(
    { length: 100_000 },
    (_, i) => [-1 - (i % 7), Math.imul(i, 0x9e3779b1)] as const,
  ).filter(([high, low]) => hashOf(high, low) >>> 0 < width);
  const flat = Int32Array.from(all.flat());
  const isNew = new Uint8Array(all.length);
  const added = set.addAll(flat, 0, all.length, isNew);
  expect(added).toBeGreaterThan(1000);
  expect(set.addAll(flat, 0, all.length, isNew)).toBe(0);
  expect(set.size).toBe(added);
});

/** So many distinct keys. */
const distinct = (count: number) =>
  Array.from({ length: count }, (_, i) => [-1 - (i % 7), Math.imul(i, 0x9e3779b1)] as const);

const hashOfKey = ([high, low]: readonly [number, number]) => hashOf(high, low) >>> 0;

/** What a set holds, in its order. */
function heldBy(set: KeySet): readonly (readonly [number, number])[] {
  const held: [number, number][] = [];
  set.forEachBlock((keys, count) => {
    for (let at = 0; at < 2 * count; at += 2) held.push([keys[at]!, keys[at + 1]!]);
  });
  return held;
}

test('keys are added from the midst of a long list, and only those', () => {
  const all = distinct(20_000);
  const flat = Int32Array.from(all.flat());
  const set = new KeySet();
  const isNew = new Uint8Array(all.length).fill(7);
  expect(set.addAll(flat, 3, 7000, isNew)).toBe(6997);
  expect(set.addAll(flat, 5000, 19_990, isNew)).toBe(12_990);
  const expected = all.map((_, i) => (i < 3 || i >= 19_990 ? 7 : i >= 5000 && i < 7000 ? 0 : 1));
  expect([...isNew]).toEqual(expected);
  expect(set.size).toBe(19_987);
});

test('keys that all run over the end of the table, thousands of them, are kept as it grows', () => {
  const last = 2 ** 32 - 2 ** 22;
  const all = distinct(3_000_000).filter((key) => hashOfKey(key) >= last);
  expect(all.length).toBeGreaterThan(2000);
  const set = new KeySet();
  const flat = Int32Array.from(all.flat());
  expect(set.addAll(flat, 0, all.length, new Uint8Array(all.length))).toBe(all.length);
  expect(all.every(([high, low]) => set.has(high, low))).toBe(true);
  expect(new Set(heldBy(set).map(String))).toEqual(new Set(all.map(String)));
  expect(heldBy(set)).toHaveLength(all.length);
});

test.each([
  [0, 1],
  [1, 3],
])('keys stand in the order of their hashes, for owner %i of %i', (owner, owners) => {
  const range = rangeOf(owner, owners);
  const set = new KeySet(range);
  const all = distinct(30_000).filter(
    (key) => hashOfKey(key) >= range.from && hashOfKey(key) < range.to,
  );
  for (const [high, low] of all) set.add(high, low);
  const held = heldBy(set);
  expect(held).toHaveLength(all.length);
  const apart = held.map((key, index) => {
    const part = (hashOfKey(key) - range.from) / (range.to - range.from);
    const distance = Math.abs(part - index / held.length);
    // Those that run over the end stand at the front.
    return Math.min(distance, 1 - distance);
  });
  expect(Math.max(...apart)).toBeLessThan(0.03);
});

test('sets that share a list out adopt each key once, and it where it belongs', () => {
  const all = distinct(10_000);
  const list = keyList();
  makeRoomFor(list, all.length);
  for (const [high, low] of all) setKey(list, list.length++, high, low);
  const ranges = [0, 1, 2].map((owner) => rangeOf(owner, 3));
  for (const range of ranges) {
    const set = new KeySet(range);
    set.adopt(list);
    const own = all.filter((key) => hashOfKey(key) >= range.from && hashOfKey(key) < range.to);
    expect(new Set(heldBy(set).map(String))).toEqual(new Set(own.map(String)));
    expect(set.size).toBe(own.length);
  }
});
