import fc from 'fast-check';
import { expect, test } from 'vitest';
import { KeySet } from '../../checker/store/key-set.ts';

test('a key set agrees with a plain Set', () => {
  const key = fc.tuple(fc.integer({ max: -1 }), fc.oneof(fc.integer(), fc.nat(3)));
  fc.assert(
    fc.property(fc.array(key, { maxLength: 500 }), (keys) => {
      const set = new KeySet();
      const plain = new Set<string>();
      for (const [high, low] of keys) {
        expect(set.add(high, low)).toBe(!plain.has(`${high} ${low}`));
        plain.add(`${high} ${low}`);
      }
      expect(set.size).toBe(plain.size);
    }),
  );
});

test('keys that share their slot are kept apart', () => {
  // Multiples of 2^26 leave the low bits of both halves alike, so that they crowd the same places.
  const set = new KeySet();
  const keys = Array.from({ length: 5000 }, (_, i) => [0x80000000 | (i << 20), i << 26] as const);
  const distinct = new Set(keys.map(String)).size;
  expect(keys.filter(([high, low]) => set.add(high | 0, low | 0))).toHaveLength(distinct);
  expect(keys.filter(([high, low]) => set.add(high | 0, low | 0))).toHaveLength(0);
});
