import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hashOf } from '../../checker/store/hash.ts';
import { KeySet } from '../../checker/store/key-set.ts';

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
