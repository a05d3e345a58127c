/** The widest line of a report, in columns. */
export const WIDTH = 100;

/** Breaks text between words, so that each line fits into `width`. */
export function wrap(text: string, width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const line = lines.at(-1);
    if (line !== undefined && line.length + 1 + word.length <= width)
      lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

/** Wrapped text below a heading: the heading stands before the first line only. */
export function hanging(heading: string, text: string, width: number = WIDTH): readonly string[] {
  return wrap(text, width - heading.length).map((line, index) =>
    index === 0 ? `${heading}${line}` : `${' '.repeat(heading.length)}${line}`,
  );
}

/** The lines of a text, those too long broken, after a comma if possible, below where their words begin. */
export const folded = (text: string): readonly string[] =>
  text
    .trimEnd()
    .split('\n')
    .flatMap((line) => {
      if (line.length <= WIDTH) return [line];
      const start = line.slice(0, LEAD.exec(line)?.[0].length ?? 0);
      const words = line.slice(start.length);
      const width = WIDTH - start.length - 2;
      const indent = ' '.repeat(start.length + 2);
      const clauses = wrap(words.replaceAll(/(?<!,) /g, '\u00a0'), width);
      const parts = widest(clauses) <= width ? clauses : wrap(words, width);
      return parts.map((part, at) => (at === 0 ? start : indent) + part.replaceAll('\u00a0', ' '));
    });

/** What stands before the words of a line: blanks, or the number of a step and its process. */
const LEAD = /^(?: +\d+ {2}(?:\S+ {2,})?| *)/;

/** The text, cut with an ellipsis where it is too long. */
export const clip = (text: string, width: number): string =>
  text.length <= width ? text : `${text.slice(0, Math.max(0, width - 1))}…`;

/** The length of the longest of some texts. */
export const widest = (texts: readonly string[]): number =>
  texts.reduce((most, { length }) => Math.max(most, length), 0);
