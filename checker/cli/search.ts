import type { check } from '../check.ts';
import { ModelError } from '../errors.ts';
import type { PropertyResult, SearchLimits, StrategyName } from '../explore/result.ts';
import type { Answer } from '../report/outcome.ts';
import type { Configuration } from '../spec/configuration.ts';
import type { Trace } from '../trace/trace.ts';
import { traceOf } from '../trace/trace-of.ts';
import type { Io } from './io.ts';
import { defaultMegabytes } from './memory.ts';
import { ProgressDisplay } from './progress.ts';

/** How to search, and when to stop. */
export interface Manner {
  readonly strategy: StrategyName;
  readonly seed: number;
  /** Whether to reduce by symmetry where the model declares it. */
  readonly symmetry: boolean;
  readonly limits: SearchLimits;
  readonly workers: number | undefined;
  readonly compact?: boolean;
}

/** What a command needs besides its request. */
export interface Tools {
  readonly io: Io;
  readonly check: typeof check;
  /** Aborted when the user interrupts the command. */
  readonly signal: AbortSignal;
}

/** Searches, with its progress on standard error. */
export async function search(
  configuration: Configuration,
  { strategy, seed, symmetry, limits, workers, compact = false }: Manner,
  { io, check, signal }: Tools,
  prefix = '',
): Promise<Answer> {
  const within = { megabytes: defaultMegabytes(io.megabytes), ...limits };
  const display = new ProgressDisplay(io.err, prefix);
  try {
    const result = await check(configuration, {
      strategy,
      seed,
      symmetry,
      limits: within,
      workers: workers ?? io.cores,
      compact,
      signal,
      onProgress: (progress) => display.show(progress),
    });
    const { violates, model } = configuration;
    return { result, kind: model.kind, violates, limits: within, seed };
  } catch (error) {
    throw blamed(configuration.spec, error);
  } finally {
    display.end();
  }
}

/** A model's fault, said with the name of its spec. */
const blamed = (spec: string, error: unknown): unknown =>
  error instanceof ModelError && !error.message.startsWith(spec)
    ? new ModelError(`${spec}: ${error.message}`)
    : error;

/** The trace of a property that was decided by a path, made by the model's functions alone. */
export function traceFor(
  configuration: Configuration,
  { name, kind, path, reason, rises, fairness }: PropertyResult,
): Trace | undefined {
  if (path === undefined || reason === undefined) return undefined;
  return traceOf(configuration, path, { name, kind, reason, rises, fairness });
}
