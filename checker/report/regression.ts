import { counted, duration } from './figures.ts';
import { hanging } from './layout.ts';
import { type Answer, expectationOf, foremost } from './outcome.ts';
import type { Paint } from './paint.ts';
import { meaningOf } from './verdict.ts';

/** A counterexample file, compared with what a check gives. */
export interface ComparedFile {
  readonly path: string;
  readonly state: 'identical' | 'missing' | 'different' | 'written';
}

/** One check of a regression, and the files of its counterexample. */
export interface Regression {
  readonly answer: Answer;
  readonly files: readonly ComparedFile[];
}

/** Whether a check came out as it is declared, did not, or did not come to an end. */
export type RegressionState = 'passed' | 'failed' | 'undecided';

export function stateOf({ answer, files }: Regression): RegressionState {
  switch (expectationOf(answer)) {
    case 'undecided':
      return 'undecided';
    case 'as it should':
      return 'passed';
    case 'as expected':
      return files.every(isRight) ? 'passed' : 'failed';
    default:
      return 'failed';
  }
}

/** Whether a file is as it should be by now. */
export const isRight = ({ state }: ComparedFile): boolean =>
  state === 'identical' || state === 'written';

/** What a check is of: the spec, and the variant behind it. */
export const subjectOf = (spec: string, variant: string | undefined): string =>
  variant === undefined ? spec : `${spec} ${variant}`;

/** One line for a check, and what is wrong with it on lines below; names take `width` columns. */
export function regressionLines(regression: Regression, width: number, paint: Paint): string {
  const { result } = regression.answer;
  const [mark, colour] = {
    passed: ['✓', paint.green] as const,
    failed: ['✗', paint.red] as const,
    undecided: ['?', paint.yellow] as const,
  }[stateOf(regression)];
  const cells = [
    `${colour(mark)} ${subjectOf(result.spec, result.variant).padEnd(width)}`,
    colour(result.outcome.padEnd(12)),
    counted(result.states, 'state').padStart(18),
    duration(result.seconds).padStart(8),
    ...shown(regression),
  ];
  const problems = problemsOf(regression).flatMap((problem) => hanging('    ', problem));
  return [cells.join('  '), ...problems, ''].join('\n');
}

/** How long the counterexample is, and what became of its files. */
function shown({ answer, files }: Regression): readonly string[] {
  const path = foremost(answer)?.path;
  if (path === undefined) return [];
  const written = files.some(({ state }) => state === 'written') ? ['written'] : [];
  return [counted(path.steps.length, 'step').padStart(8), ...written];
}

/** What is wrong with a check, in a sentence each. */
function problemsOf(regression: Regression): readonly string[] {
  const { answer, files } = regression;
  if (stateOf(regression) === 'passed') return [];
  if (expectationOf(answer) !== 'as expected') return meaningOf(answer);
  return wrongFiles(files, 'what this check gives');
}

const wrongFiles = (files: readonly ComparedFile[], right: string): readonly string[] =>
  files
    .filter((file) => !isRight(file))
    .map(({ path, state }) => `${path} is ${state === 'missing' ? 'missing' : `not ${right}`}.`);

/**
 * The last lines: how many checks came out as declared, and what to do about files.
 * @param shared the files that tell of all specs together
 */
export function regressionSummary(
  regressions: readonly Regression[],
  planned: number,
  shared: readonly ComparedFile[],
  paint: Paint,
): string {
  const wrong = wrongFiles(shared, 'what these checks give');
  const passed = regressions.filter((one) => stateOf(one) === 'passed').length;
  const stale =
    wrong.length > 0 ||
    regressions.some(
      (one) =>
        expectationOf(one.answer) === 'as expected' && one.files.some((file) => !isRight(file)),
    );
  const line = `${passed} of ${counted(planned, 'check')} as expected`;
  return [
    '',
    paint.bold(passed === planned ? paint.green(line) : paint.red(line)),
    ...wrong.map((problem) => paint.red(problem)),
    ...(stale ? ['If the files are meant to change: npm run check -- --all --update'] : []),
    '',
  ].join('\n');
}

/** The whole regression for `--format json`. */
export const jsonRegression = (
  regressions: readonly Regression[],
  planned: number,
  shared: readonly ComparedFile[],
): object => ({
  passed:
    regressions.length === planned &&
    regressions.every((one) => stateOf(one) === 'passed') &&
    shared.every(isRight),
  planned,
  files: shared,
  checks: regressions.map((one) => {
    const { result, violates } = one.answer;
    return {
      spec: result.spec,
      variant: result.variant ?? null,
      state: stateOf(one),
      outcome: result.outcome,
      violates: violates ?? null,
      complete: result.complete,
      states: result.states,
      transitions: result.transitions,
      seconds: Math.round(result.seconds * 1000) / 1000,
      files: one.files,
      problems: problemsOf(one),
    };
  }),
});
