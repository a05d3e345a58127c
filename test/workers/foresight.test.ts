import { setEnvironmentData } from 'node:worker_threads';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import type { CheckResult } from '../../checker/explore/result.ts';
import { offerProgram } from '../../checker/loading/one-script.mjs';
import type { ParameterValue } from '../../checker/model/parameters.ts';
import { configure } from '../../checker/spec/configuration.ts';
import type { Spec } from '../../checker/spec/spec.ts';
import { shareProgram } from '../../checker/workers/threads.ts';
import { millSpec } from '../bench/models/mill.ts';
import { notaries, notes } from './slow-specs.ts';

const LONG = { timeout: 120_000 };

const offer = (program: string) => {
  const url = (path: string) => new URL(path, import.meta.url).href;
  offerProgram(url(program), url('../../checker/cli/start.mjs'));
};

beforeAll(() => {
  shareProgram();
  offer('slow-program.ts');
});

afterAll(() => setEnvironmentData('the program of the main thread', undefined));

const searched = (
  spec: Spec,
  set: Readonly<Record<string, ParameterValue>>,
  workers: number,
  crewFrom = 0,
): Promise<CheckResult> =>
  check(configure(spec, undefined, set), {
    strategy: 'bfs',
    seed: 0,
    limits: {},
    symmetry: true,
    workers,
    crewFrom,
  });

/** A result without what may differ. */
const settled = ({
  seconds: _,
  workers: __,
  bytesPerState: ___,
  modelRunsElsewhere: ____,
  ...result
}: CheckResult) => result;

test.each([
  ['a plain system', millSpec, { most: 4 }],
  ['a protocol with symmetry, and a violation', notaries, { clients: 3 }],
] as const)(
  'the model is run by all threads, and what is found is the same: %s',
  LONG,
  async (_, spec, set) => {
    const alone = await searched(spec, set, 1);
    expect(alone.modelRunsElsewhere).toBe(0);
    for (const workers of [2, 3]) {
      const together = await searched(spec, set, workers);
      expect(together.workers).toBe(workers);
      // Nearly all; fewer where the threads have to share a processor, and the main thread asks before they have found out.
      expect(together.modelRunsElsewhere).toBeGreaterThan(alone.modelRuns / 3);
      expect(settled(together)).toEqual(settled(alone));
    }
  },
);

test(
  'what a property reads of messages in flight it reads in the order of their numbers, whoever asks it',
  LONG,
  async () => {
    const alone = await searched(notes, {}, 1);
    expect(alone.properties.map(({ status }) => status)).toEqual(['violated']);
    for (const workers of [2, 3, 3, 3, 3])
      expect(settled(await searched(notes, {}, workers))).toEqual(settled(alone));
  },
);

test(
  'a program that cannot be run in another thread is run by the main thread alone',
  LONG,
  async () => {
    offer('not-twice-program.ts');
    // Threads begin when the model is found to be slow; till they are there the search goes on, and hears that they have failed.
    const result = await searched(millSpec, { most: 6 }, 2, 200_000);
    expect(result).toMatchObject({ complete: true, states: 4001, modelRunsElsewhere: 0 });
  },
);
