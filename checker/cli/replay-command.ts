import { UsageError } from '../errors.ts';
import { nearest } from '../nearest.ts';
import { traceFromJson } from '../render/trace-json.ts';
import { traceToText } from '../render/trace-text.ts';
import { paintFor } from '../report/paint.ts';
import { replayReport } from '../report/replay.ts';
import { configure } from '../spec/configuration.ts';
import type { Spec } from '../spec/spec.ts';
import { replayTrace } from '../trace/replay.ts';
import { COUNTEREXAMPLES } from './counterexample-files.ts';
import { EXIT, type ExitCode } from './exit-code.ts';
import type { Files, Io } from './io.ts';
import { specNamed } from './spec-named.ts';

/** Replays a written trace through the model's functions alone. */
export function runReplay(file: string, specs: readonly Spec[], io: Io): ExitCode {
  const trace = traceFromJson(textOf(file, io.files));
  const spec = specNamed(specs, trace.spec);
  const configuration = configure(spec, trace.variant ?? undefined, trace.parameters);
  const replayed = replayTrace(trace, configuration);
  io.out.write(replayReport(traceToText(trace), replayed, paintFor(io.out.isTerminal)));
  return replayed.verdict === 'confirmed' ? EXIT.ok : EXIT.violated;
}

function textOf(file: string, files: Files): string {
  const text = files.read(file);
  if (text !== undefined) return text;
  const known = files
    .list(COUNTEREXAMPLES)
    .flatMap((folder) =>
      files
        .list(`${COUNTEREXAMPLES}/${folder}`)
        .map((name) => `${COUNTEREXAMPLES}/${folder}/${name}`),
    )
    .filter((path) => path.endsWith('.json'));
  const guess = nearest(file, known);
  throw new UsageError(
    `There is no file ${file}.${guess === undefined ? '' : ` Did you mean ${guess}?`}`,
  );
}
