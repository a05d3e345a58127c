import type { ReplayResult } from '../trace/replay.ts';
import { folded, hanging } from './layout.ts';
import type { Paint } from './paint.ts';

/** The report of a replay: the trace as it is written, then whether the model gives the same. */
export const replayReport = (trace: string, replayed: ReplayResult, paint: Paint): string =>
  [...folded(trace), '', ...verdict(replayed, paint), ''].join('\n');

function verdict(replayed: ReplayResult, paint: Paint): readonly string[] {
  if (replayed.verdict === 'confirmed')
    return [
      `${paint.bold(paint.green('confirmed'))}  The model functions alone give the same trace.`,
    ];
  const { at, differences } = replayed;
  const place = typeof at === 'number' ? `in step ${at}` : `in the ${at}`;
  return [
    `${paint.bold(paint.red('differs'))}  ${place}`,
    ...differences.flatMap((line) => hanging('  ', line)),
  ];
}
