import fc from 'fast-check';
import { expect, test } from 'vitest';
import { paragraph, widthOf } from '../../checker/render/text.ts';

const style = { size: 10, colour: '#000000' };

test('breaks between words, and sets later lines in', () => {
  expect(paragraph('one two three four', style, 64).lines).toEqual([
    'one two',
    '\u00a0\u00a0three four',
  ]);
});

test('no line is wider than it may be, and nothing is lost', () => {
  fc.assert(
    fc.property(fc.array(fc.stringMatching(/^[a-zA-Z→]{1,30}$/), { maxLength: 6 }), (words) => {
      const { lines } = paragraph(words.join(' '), style, 120);
      for (const line of lines) expect(widthOf(line, style)).toBeLessThanOrEqual(120);
      if (!lines.includes('…')) expect(lines.join('').replaceAll(/\s/g, '')).toBe(words.join(''));
    }),
  );
});

test('bold text is wider', () => {
  expect(widthOf('receives', { ...style, bold: true })).toBeGreaterThan(widthOf('receives', style));
});

test('what no picture can hold becomes a space', () => {
  expect(paragraph('a\nb\u0000c\ud800d', style, 200).lines).toEqual(['a b c d']);
});
