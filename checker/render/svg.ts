import { renderGraphFromSource } from 'graphviz-cli';

/** Draws Graphviz text whose nodes are pinned. The same text gives the same drawing, byte for byte. */
export async function dotToSvg(dot: string): Promise<string> {
  const strangers = [...new Set(dot.match(STRANGE))];
  const input = measurable(dot, strangers);
  return restored(
    await renderGraphFromSource({ input }, { engine: 'neato', format: 'svg' }),
    strangers,
  );
}

/** What Graphviz has no width for, and the bar that stands in front of what stands for it. */
const STRANGE = /[|\u0080-\u{10ffff}]/gu;

/** Narrow characters, so that a text does not become much wider. */
const DIGITS = 'ijl.,:;!';

/**
 * Graphviz complains on standard error of each font and character whose width it does not know,
 * though none of its widths matters here. So it is given a font and characters that it knows, and what
 * it draws is put right.
 */
const measurable = (dot: string, strangers: readonly string[]): string =>
  dot
    .replaceAll('fontname="Helvetica-Bold"', 'fontname="Arial"')
    .replaceAll(STRANGE, (one) => `|${code(strangers.indexOf(one), digitsFor(strangers))}`);

function restored(svg: string, strangers: readonly string[]): string {
  const codes = new Map(strangers.map((one, index) => [code(index, digitsFor(strangers)), one]));
  const coded = new RegExp(`\\|([${DIGITS}]{${digitsFor(strangers)}})`, 'g');
  return svg
    .replaceAll('font-family="Arial"', 'font-family="Helvetica,sans-Serif" font-weight="bold"')
    .replaceAll(coded, (text, digits: string) => codes.get(digits) ?? text);
}

const digitsFor = ({ length }: readonly string[]): number =>
  Math.max(1, Math.ceil(Math.log(Math.max(1, length)) / Math.log(DIGITS.length)));

const code = (index: number, length: number): string =>
  index
    .toString(DIGITS.length)
    .padStart(length, '0')
    .replaceAll(/\d/g, (digit) => DIGITS.charAt(Number(digit)));
