import { widest } from '../report/layout.ts';
import { expectationOf, foremost } from '../report/outcome.ts';
import { paintFor } from '../report/paint.ts';
import {
  type ComparedFile,
  isRight,
  jsonRegression,
  type Regression,
  regressionLines,
  regressionSummary,
  stateOf,
  subjectOf,
} from '../report/regression.ts';
import { resultsOf, type SpecResults } from '../report/results.ts';
import { type Configuration, configure } from '../spec/configuration.ts';
import type { Spec } from '../spec/spec.ts';
import { filesOf, type TextFile } from './counterexample-files.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Files } from './io.ts';
import type { RegressionRequest } from './request.ts';
import { resultsFiles } from './results-files.ts';
import { search, type Tools, traceFor } from './search.ts';
import { specNamed } from './spec-named.ts';

/** Checks every spec and every variant as it is declared, and compares the counterexamples with those on file. */
export async function runRegression(
  request: RegressionRequest,
  specs: readonly Spec[],
  tools: Tools,
): Promise<ExitCode> {
  const { io, signal } = tools;
  const paint = paintFor(io.out.isTerminal);
  const chosen = request.spec === undefined ? specs : [specNamed(specs, request.spec)];
  const plan = planOf(chosen);
  const width = widest(plan.map(({ spec, variant }) => subjectOf(spec, variant)));
  const done: Regression[] = [];
  for (const configuration of plan) {
    if (signal.aborted) break;
    const regression = await regress(configuration, request, tools);
    done.push(regression);
    if (request.format === 'text') io.out.write(regressionLines(regression, width, paint));
  }
  const fresh = chosen.flatMap((spec) => freshResults(spec, done));
  const names = specs.map(({ name }) => name);
  const shared = resultsFiles(names, fresh, io.files).map((file) =>
    compared(file, request.update, io.files),
  );
  io.out.write(
    request.format === 'json'
      ? `${JSON.stringify(jsonRegression(done, plan.length, shared), null, 2)}\n`
      : regressionSummary(done, plan.length, shared, paint),
  );
  return signal.aborted ? EXIT.interrupted : exitCode(done, shared);
}

/** What is to be kept of a spec, if it and all its variants came out as declared. */
function freshResults(spec: Spec, done: readonly Regression[]): readonly SpecResults[] {
  const [whole, ...variants] = done.filter(({ answer }) => answer.result.spec === spec.name);
  if (whole === undefined || variants.length < Object.keys(spec.variants).length) return [];
  const answers = variants.map(({ answer }) => answer);
  const isPassed = [whole.answer, ...answers].every((answer) =>
    ['as it should', 'as expected'].includes(expectationOf(answer)),
  );
  return isPassed ? [resultsOf(spec.about, whole.answer, answers)] : [];
}

/** Each spec, then each of its variants. */
const planOf = (specs: readonly Spec[]): readonly Configuration[] =>
  specs.flatMap((spec) => [
    configure(spec),
    ...Object.keys(spec.variants).map((variant) => configure(spec, variant)),
  ]);

async function regress(
  configuration: Configuration,
  { limits, workers, update }: RegressionRequest,
  tools: Tools,
): Promise<Regression> {
  const prefix = `${subjectOf(configuration.spec, configuration.variant)}  `;
  const manner = { strategy: 'bfs', seed: 1, symmetry: true, limits, workers } as const;
  const answer = await search(configuration, manner, tools, prefix);
  const property = expectationOf(answer) === 'as expected' ? foremost(answer) : undefined;
  const trace = property === undefined ? undefined : traceFor(configuration, property);
  const files = trace === undefined ? [] : await filesOf(trace);
  return { answer, files: files.map((file) => compared(file, update, tools.io.files)) };
}

function compared({ path, text }: TextFile, update: boolean, files: Files): ComparedFile {
  const committed = files.read(path);
  if (committed === text) return { path, state: 'identical' };
  if (!update) return { path, state: committed === undefined ? 'missing' : 'different' };
  files.write(path, text);
  return { path, state: 'written' };
}

function exitCode(done: readonly Regression[], shared: readonly ComparedFile[]): ExitCode {
  const states = done.map(stateOf);
  if (states.includes('failed') || !shared.every(isRight)) return EXIT.violated;
  return states.includes('undecided') ? EXIT.inconclusive : EXIT.ok;
}
