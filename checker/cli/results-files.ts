import type { SpecResults } from '../report/results.ts';
import { withSpecTable } from '../report/spec-table.ts';
import { COUNTEREXAMPLES, type TextFile } from './counterexample-files.ts';
import type { Files } from './io.ts';

const RESULTS = `${COUNTEREXAMPLES}/results.json`;
const README = 'README.md';

/**
 * The files that tell of all specs: their results, and the document with the table of them. Of a spec without
 * fresh results, those on file are kept.
 * @param names the specs, in the order in which they are told of
 */
export function resultsFiles(
  names: readonly string[],
  fresh: readonly SpecResults[],
  files: Files,
): readonly TextFile[] {
  if (fresh.length === 0) return [];
  const known = [...fresh, ...resultsOnFile(files)];
  const results = names.flatMap((name) => known.find(({ spec }) => spec === name) ?? []);
  const readme = withSpecTable(files.read(README) ?? '', results);
  return [
    { path: RESULTS, text: `${JSON.stringify(results, null, 2)}\n` },
    ...(readme === undefined ? [] : [{ path: README, text: readme }]),
  ];
}

/** The results on file; none where it is no list, which the comparison with fresh ones will tell. */
export function resultsOnFile(files: Files): readonly SpecResults[] {
  try {
    const results: unknown = JSON.parse(files.read(RESULTS) ?? '[]');
    // A list there was written by this program, or is told as a difference.
    return Array.isArray(results) ? (results as readonly SpecResults[]) : [];
  } catch {
    return [];
  }
}
