import { folded, WIDTH, wrap } from './layout.ts';
import { type Answer, expectationOf } from './outcome.ts';
import type { Paint } from './paint.ts';
import { circumstances, coverage, cuts, figures, properties } from './sections.ts';
import { meaningOf, remark, WORDS } from './verdict.ts';

/** A counterexample as a report shows it. */
export interface Shown {
  readonly text: string;
  /** Where it was written; first the JSON, which replays. */
  readonly files: readonly string[];
}

/** The report of a check for people: the verdict, what it stands on, and the counterexample. */
export function terminalReport(answer: Answer, paint: Paint, shown?: Shown): string {
  const { result } = answer;
  const cut = cuts(result);
  return [
    '',
    headline(answer, paint),
    '',
    ...meaningOf(answer).flatMap((text) => wrap(text, WIDTH - 2).map((line) => `  ${line}`)),
    '',
    ...circumstances(answer),
    ...section('Properties', properties(result, paint), paint),
    ...section('Taken, in transitions', coverage(result, paint), paint),
    ...section('Cut by bounds, in transitions', cut, paint),
    ...section('Search', figures(result), paint),
    ...(shown === undefined ? [] : section('Counterexample', counterexample(shown, paint), paint)),
    '',
    '',
  ].join('\n');
}

function headline(answer: Answer, paint: Paint): string {
  const { outcome, spec, variant } = answer.result;
  const colour = { holds: paint.green, violated: paint.red, inconclusive: paint.yellow }[outcome];
  const name = variant === undefined ? spec : `${spec}, variant ${variant}`;
  const note = remark(answer);
  const noted =
    note === undefined
      ? ''
      : `  ${expectationOf(answer) === 'as expected' ? paint.green(note) : paint.bold(paint.red(note))}`;
  return `  ${paint.bold(colour(WORDS[outcome]))}  ${paint.bold(name)}${noted}`;
}

const section = (heading: string, lines: readonly string[], paint: Paint): readonly string[] =>
  lines.length === 0 ? [] : ['', paint.bold(heading), ...lines];

const counterexample = ({ text, files }: Shown, paint: Paint): readonly string[] => [
  ...folded(text),
  '',
  ...files.map((file) => `  written  ${file}`),
  ...files.slice(0, 1).map((file) => paint.dim(`  replay   npm run replay ${file}`)),
];
