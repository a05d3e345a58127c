import type { PropertyResult } from '../explore/result.ts';
import type { Json } from '../model/canonical.ts';
import type { Trace } from '../trace/trace.ts';
import type { Answer } from './outcome.ts';

/** Gives the trace of a property that has a path, and nothing of one that has none. */
export type TraceOf = (property: PropertyResult) => Trace | undefined;

/** The result as the one object that `--format json` prints. */
export function jsonReport({ result, violates, seed }: Answer, traceOf: TraceOf): object {
  return {
    spec: result.spec,
    variant: result.variant ?? null,
    parameters: result.parameters,
    strategy: result.strategy,
    ...(result.strategy === 'random' ? { seed } : {}),
    symmetry: result.symmetry,
    workers: result.workers,
    outcome: result.outcome,
    violates: violates ?? null,
    complete: result.complete,
    stopped: result.stopped ?? null,
    states: result.states,
    transitions: result.transitions,
    depth: result.depth,
    seconds: rounded(result.seconds, 1000),
    bytesPerState: rounded(result.bytesPerState, 10),
    modelRuns: result.modelRuns,
    properties: result.properties.map((property) => {
      const trace = traceOf(property);
      return {
        name: property.name,
        kind: property.kind,
        status: property.status,
        ...(property.reason === undefined ? {} : { reason: property.reason }),
        ...(trace === undefined ? {} : { trace }),
      };
    }),
    actions: result.actions,
    limits: result.limits,
  } satisfies Record<string, Json | object | undefined>;
}

const rounded = (value: number, parts: number): number => Math.round(value * parts) / parts;
