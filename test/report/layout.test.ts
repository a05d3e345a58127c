import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clip, folded, hanging, WIDTH, wrap } from '../../checker/report/layout.ts';

const words = fc.array(fc.stringMatching(/^[a-z,]{1,12}$/), { minLength: 1, maxLength: 60 });

test('wrapping loses no word, and no line is too long', () => {
  fc.assert(
    fc.property(words, fc.integer({ min: 12, max: 80 }), (list, width) => {
      const lines = wrap(list.join(' '), width);
      expect(lines.join(' ')).toBe(list.join(' '));
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(width);
    }),
  );
});

test('folding loses no word, and no line is too long', () => {
  fc.assert(
    fc.property(words, (list) => {
      const lines = folded(`   7  server-1  ${list.join(' ')}`);
      expect(lines.map((line) => line.trim()).join(' ')).toBe(`7  server-1  ${list.join(' ')}`);
      expect(Math.max(...lines.map(({ length }) => length))).toBeLessThanOrEqual(WIDTH);
    }),
  );
});

test('a long step is broken after commas, below its words', () => {
  const line = `   7  server-1  receives ${Array.from({ length: 9 }, (_, at) => `field ${at} of it`).join(', ')}`;
  expect(folded(line)).toEqual([
    '   7  server-1  receives field 0 of it, field 1 of it, field 2 of it, field 3 of it,',
    '                  field 4 of it, field 5 of it, field 6 of it, field 7 of it, field 8 of it',
  ]);
});

test('a heading stands before the first line only', () => {
  expect(hanging('a: ', 'one two three', 10)).toEqual(['a: one two', '   three']);
});

test('what is too long is cut, and it can be seen', () => {
  expect([clip('abcdef', 6), clip('abcdef', 5)]).toEqual(['abcdef', 'abcd…']);
});
