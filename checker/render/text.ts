/** How a piece of text is set. Sizes are in points. */
export interface TextStyle {
  readonly size: number;
  readonly colour: string;
  readonly bold?: boolean;
}

/** Lines of text set in one style. */
export interface Paragraph {
  readonly lines: readonly string[];
  readonly style: TextStyle;
}

const LINE_HEIGHT = 1.2;

/** More lines than this of one paragraph are cut off. */
const MOST_LINES = 8;

/** A text broken into lines of at most a width; lines after the first are set in a little. */
export function paragraph(text: string, style: TextStyle, width: number): Paragraph {
  const lines: string[] = [];
  let line = '';
  for (const word of clean(text)
    .split(' ')
    .flatMap((one) => pieces(one, style, width))) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line === '' || widthOf(longer, style) <= width) {
      line = longer;
    } else {
      lines.push(line);
      line = `${HANGING}${word}`;
    }
  }
  lines.push(line);
  const shown = lines.length > MOST_LINES ? [...lines.slice(0, MOST_LINES), '…'] : lines;
  return { lines: shown, style };
}

export const heightOf = (paragraphs: readonly Paragraph[]): number =>
  paragraphs.reduce((sum, { lines, style }) => sum + lines.length * style.size * LINE_HEIGHT, 0);

export const widthOfAll = (paragraphs: readonly Paragraph[]): number =>
  Math.max(
    0,
    ...paragraphs.flatMap(({ lines, style }) => lines.map((line) => widthOf(line, style))),
  );

/** An estimate that is enough for the wide ones among the common sans-serif fonts. */
export function widthOf(text: string, { size, bold = false }: TextStyle): number {
  let ems = 0;
  for (const character of text) ems += emsOf(character);
  return ems * size * (bold ? 1.12 : 1);
}

/** No-break spaces, which are not dropped at the start of a line. */
const HANGING = '\u00a0\u00a0';

function emsOf(character: string): number {
  if (/[iljI.,:;'|!\s]/.test(character)) return 0.33;
  if (/[ftr()[\]"/-]/.test(character)) return 0.42;
  if (/[mwMW@%]/.test(character)) return 0.95;
  if (/[A-Z→−+…]/.test(character)) return 0.8;
  return character < '\u2000' ? 0.63 : 1;
}

/** Parts of a word that each fit a width. */
function pieces(word: string, style: TextStyle, width: number): readonly string[] {
  if (widthOf(word, style) <= width) return [word];
  const parts: string[] = [];
  let part = '';
  for (const character of word) {
    if (part !== '' && widthOf(`${HANGING}${part}${character}`, style) > width) {
      parts.push(part);
      part = '';
    }
    part += character;
  }
  return [...parts, part];
}

/** Text without line breaks, control characters and halves of characters, which no picture can hold. */
const clean = (text: string): string => text.replaceAll(/[\p{Cc}\p{Cs}]/gu, ' ');
