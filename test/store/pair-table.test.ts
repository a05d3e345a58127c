import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  countOfPairs,
  firstOf,
  internPair,
  pairInterner,
  secondOf,
} from '../../checker/store/pair-interner.ts';
import { findPair, pairTable, setPair } from '../../checker/store/pair-table.ts';

const pairs = fc.array(fc.tuple(fc.nat(40), fc.nat(2 ** 31 - 1)), { maxLength: 400 });

test('a pair table gives back what was set, and -1 for the rest', () => {
  fc.assert(
    fc.property(pairs, (all) => {
      const table = pairTable();
      const plain = new Map<string, number>();
      for (const [first, second] of all) {
        expect(findPair(table, first, second)).toBe(plain.get(`${first} ${second}`) ?? -1);
        if (plain.has(`${first} ${second}`)) continue;
        plain.set(`${first} ${second}`, plain.size);
        setPair(table, first, second, plain.size - 1);
      }
      for (const [first, second] of all) {
        expect(findPair(table, first, second)).toBe(plain.get(`${first} ${second}`));
        expect(findPair(table, first + 50, second)).toBe(-1);
      }
    }),
  );
});

test('a pair interner numbers pairs in the order they come', () => {
  fc.assert(
    fc.property(pairs, (all) => {
      const interner = pairInterner();
      const ids = all.map(([first, second]) => internPair(interner, first, second));
      expect(countOfPairs(interner)).toBe(new Set(all.map(String)).size);
      for (const [index, id] of ids.entries()) {
        expect([firstOf(interner, id), secondOf(interner, id)]).toEqual(all[index]);
      }
    }),
  );
});
