import { traceToText } from '../render/trace-text.ts';
import { jsonReport } from '../report/json.ts';
import { type Answer, foremost } from '../report/outcome.ts';
import { paintFor } from '../report/paint.ts';
import { type Shown, terminalReport } from '../report/terminal.ts';
import { type Configuration, configure } from '../spec/configuration.ts';
import type { Spec } from '../spec/spec.ts';
import { filesOf } from './counterexample-files.ts';
import { type ExitCode, exitCodeOf } from './exit-code.ts';
import type { Files } from './io.ts';
import type { CheckRequest } from './request.ts';
import { search, type Tools, traceFor } from './search.ts';
import { specNamed } from './spec-named.ts';

/** Checks one spec, or one variant of it, and writes what is found wrong. */
export async function runCheck(
  request: CheckRequest,
  specs: readonly Spec[],
  tools: Tools,
): Promise<ExitCode> {
  const { io } = tools;
  const { variant, settings, format } = request;
  const configuration = configure(specNamed(specs, request.spec), variant, settings);
  const answer = await search(configuration, request, tools);
  const shown = await writeCounterexample(configuration, answer, io.files);
  if (format === 'json') {
    const report = jsonReport(answer, (property) => traceFor(configuration, property));
    io.out.write(`${JSON.stringify(report, null, 2)}\n`);
    for (const path of shown?.files ?? []) io.err.write(`written ${path}\n`);
  } else {
    io.out.write(terminalReport(answer, paintFor(io.out.isTerminal), shown));
  }
  return exitCodeOf(answer);
}

/** Writes the counterexample of the foremost violation, if there is one. */
async function writeCounterexample(
  configuration: Configuration,
  answer: Answer,
  files: Files,
): Promise<Shown | undefined> {
  const property = foremost(answer);
  const trace = property === undefined ? undefined : traceFor(configuration, property);
  if (trace === undefined) return undefined;
  const written = await filesOf(trace);
  for (const { path, text } of written) files.write(path, text);
  return { text: traceToText(trace), files: written.map(({ path }) => path) };
}
