import { check } from '../../checker/check.ts';
import { configure } from '../../checker/spec/configuration.ts';
import { explore } from '../reference/explorer.ts';
import type { Case } from './cases.ts';
import { dependentReadsPerSecond } from './memory-probe.ts';

/** What one case took. */
export interface Measured {
  readonly name: string;
  readonly states: number;
  /** Where symmetry is used: the states that these stand for. */
  readonly unreducedStates?: number;
  readonly transitions: number;
  readonly seconds: number;
  readonly transitionsPerSecond: number;
  readonly bytesPerState: number;
  /** Of the whole process, its threads included. */
  readonly peakMegabytes: number;
  readonly modelRuns: number;
  /** Transitions for each dependent read of memory that the machine made at the time. */
  readonly timesProbe: number;
  /** Seconds that the command takes that asks the same, from its start to its end: the median of three. */
  readonly commandSeconds?: number;
  /** How many times faster than the reference explorer, at bounds that it can do. */
  readonly timesReference?: number;
}

/**
 * Measures one case, in a process that does nothing else.
 * @param whole whether the reference explorer does the case itself, which takes minutes and gigabytes, where else it does a small one
 */
export async function measure(one: Case, whole: boolean): Promise<Measured> {
  const { name, spec, settings = {}, workers = 1, symmetry = false, compact = false } = one;
  const options = { strategy: 'bfs', seed: 0, limits: {}, workers, symmetry, compact } as const;
  const result = await check(configure(spec, undefined, settings), options);
  const peakMegabytes = Math.round(process.resourceUsage().maxRSS / 1024);
  const perSecond = result.transitions / result.seconds;
  return {
    name,
    states: result.states,
    ...(result.symmetry === false ? {} : { unreducedStates: result.symmetry.unreduced }),
    transitions: result.transitions,
    seconds: result.seconds,
    transitionsPerSecond: Math.round(perSecond),
    bytesPerState: result.bytesPerState,
    peakMegabytes,
    modelRuns: result.modelRuns,
    timesProbe: perSecond / dependentReadsPerSecond(),
    ...(await againstReference(whole && one.small ? { ...one, small: {} } : one)),
  };
}

/** Seconds that the reference explorer takes, in those that a search takes, both at the small bounds. */
async function againstReference({
  spec,
  settings,
  small,
}: Case): Promise<Pick<Measured, 'timesReference'>> {
  if (small === undefined) return {};
  const configuration = configure(spec, undefined, { ...settings, ...small });
  // The first search warms the engine up, as the large one before has done for the other parts.
  await check(configuration, { strategy: 'bfs', seed: 0, limits: {} });
  const quick = await check(configuration, { strategy: 'bfs', seed: 0, limits: {} });
  const started = performance.now();
  explore(configuration);
  return { timesReference: (performance.now() - started) / 1000 / quick.seconds };
}
