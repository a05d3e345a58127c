import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findKey, keyTable, numberKey } from '../../checker/store/key-table.ts';

test('a key table gives back what was set, and 0 for the rest', () => {
  const key = fc.tuple(fc.oneof(fc.nat(3), fc.nat()), fc.oneof(fc.nat(3), fc.integer()));
  fc.assert(
    fc.property(fc.array(key, { maxLength: 400 }), (keys) => {
      const table = keyTable();
      const plain = new Map<string, number>();
      for (const [high, low] of keys) {
        expect(findKey(table, high, low)).toBe(plain.get(`${high} ${low}`) ?? 0);
        if (plain.has(`${high} ${low}`)) continue;
        plain.set(`${high} ${low}`, plain.size + 1);
        numberKey(table, high, low, plain.size);
      }
      for (const [high, low] of keys)
        expect(findKey(table, high, low)).toBe(plain.get(`${high} ${low}`));
      expect(table.size).toBe(plain.size);
    }),
  );
});
