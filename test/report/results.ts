import type { CheckResult } from '../../checker/explore/result.ts';
import type { Answer } from '../../checker/report/outcome.ts';

const path = (length: number) => ({
  initial: {},
  steps: Array.from({ length }, () => ({
    transition: { kind: 'action', action: 'tick' } as const,
    state: {},
  })),
});

/** A search of everything, in which all is well. */
const sound: CheckResult = {
  spec: 'register',
  variant: undefined,
  parameters: {
    servers: 3,
    quorum: 'majority',
    stale: false,
    maxBallot: 4,
    inFlight: 5,
    loss: 1,
    duplication: 0,
    crash: 2,
    restart: 2,
    network: 'fifo',
  },
  strategy: 'bfs',
  symmetry: false,
  workers: 1,
  outcome: 'holds',
  complete: true,
  stopped: undefined,
  states: 1_234_567,
  transitions: 7_654_321,
  depth: 41,
  seconds: 12.345678,
  bytesPerState: 21.04,
  properties: [
    { name: 'reads see the last write', kind: 'invariant', status: 'holds' },
    { name: 'ballots never fall', kind: 'step-invariant', status: 'holds' },
    {
      name: 'a write is chosen',
      kind: 'reachable',
      status: 'reached',
      path: path(9),
      reason: 'so',
    },
  ],
  actions: [
    { name: 'propose', taken: 1_200 },
    { name: 'receive accept', taken: 3_400_000 },
    { name: 'receive promise', taken: 77 },
    { name: 'loss', taken: 12_345 },
    { name: 'crash', taken: 0 },
    { name: 'restart', taken: 0 },
  ],
  limits: [
    { name: 'maxBallot', limit: 4, cut: 98_765 },
    { name: 'inFlight', limit: 5, cut: 0 },
  ],
  modelRuns: 4_321,
};

const answer = (result: CheckResult, violates?: string): Answer => ({
  result,
  kind: 'protocol',
  violates,
  limits: { megabytes: 3072 },
  seed: 1,
});

export const holding: Answer = answer(sound);

const broken: CheckResult = {
  ...sound,
  variant: 'stale-reads',
  parameters: { ...sound.parameters, stale: true },
  outcome: 'violated',
  complete: false,
  states: 999,
  transitions: 1_998,
  depth: 7,
  seconds: 0.0123,
  properties: [
    {
      name: 'reads see the last write',
      kind: 'invariant',
      status: 'violated',
      path: path(7),
      reason: 'client-1 and client-2: read a after b was written',
    },
    { name: 'ballots never fall', kind: 'step-invariant', status: 'undecided' },
    { name: 'a write is chosen', kind: 'reachable', status: 'undecided' },
  ],
};

export const violated: Answer = answer(broken, 'reads see the last write');

/** The violation of another property than the variant is to show. */
export const surprising: Answer = answer(broken, 'ballots never fall');

/** Everything searched, and the variant broke nothing. */
export const harmless: Answer = answer({ ...sound, variant: 'stale-reads' }, 'ballots never fall');

/** Stopped by a limit. */
export const stopped = (stop: NonNullable<CheckResult['stopped']>): Answer => ({
  ...answer({
    ...sound,
    outcome: 'inconclusive',
    complete: false,
    stopped: stop,
    properties: sound.properties.map(({ name, kind }) => ({ name, kind, status: 'undecided' })),
  }),
  limits: { states: 1_234_567, depth: 41, seconds: 12, megabytes: 3072 },
});
