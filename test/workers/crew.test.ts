import fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import type { CheckResult } from '../../checker/explore/result.ts';
import { type Configuration, configure } from '../../checker/spec/configuration.ts';
import type { Spec } from '../../checker/spec/spec.ts';
import { raftSpec } from '../../specs/raft.ts';
import { twoPhaseCommitSpec } from '../bench/models/two-phase-commit.ts';
import { leasesSpec } from '../faults/leases.ts';
import { protocolSpecOf, protocolTables } from '../reference/random-protocols.ts';
import { systemSpecOf, systemTables } from '../reference/random-systems.ts';

const LONG = { timeout: 240_000 };

const specs: fc.Arbitrary<Spec> = fc.oneof(
  protocolTables.map(protocolSpecOf),
  systemTables.map(systemSpecOf),
);

/** Everything that a search found out but what depends on the machine. */
async function foundBy(workers: number, configuration: Configuration, keepGoing: boolean) {
  const result: CheckResult = await check(configuration, {
    strategy: 'bfs',
    seed: 0,
    limits: { states: 3000 },
    workers,
    crewFrom: 0,
    keepGoing,
  });
  const { seconds, bytesPerState, workers: _, ...rest } = result;
  expect(seconds + bytesPerState).toBeGreaterThan(0);
  return rest;
}

test('any number of threads finds the same on random models', LONG, async () => {
  await fc.assert(
    fc.asyncProperty(specs, fc.boolean(), async (spec, keepGoing) => {
      const configuration = configure(spec);
      const alone = await foundBy(1, configuration, keepGoing);
      expect(await foundBy(2, configuration, keepGoing)).toEqual(alone);
      expect(await foundBy(3, configuration, keepGoing)).toEqual(alone);
    }),
    { numRuns: 12, interruptAfterTimeLimit: 200_000 },
  );
});

test.each([
  ['Raft', raftSpec, undefined, { maxTerm: 1, maxLog: 1, loss: 0, duplication: 0 }],
  ['Raft that forgets votes', raftSpec, 'vote-not-durable', {}],
  ['two-phase commit', twoPhaseCommitSpec, undefined, { managers: 5 }],
  ['leases', leasesSpec, undefined, { partition: 1, pause: 1, late: 1, jump: 1, drift: 1 }],
  ['leases of liars', leasesSpec, undefined, { byzantine: 1, synchronous: false }],
] as const)(
  'any number of threads finds the same on %s',
  LONG,
  async (_, spec, variant, settings) => {
    const configuration = configure(spec, variant, settings);
    const run = (workers: number) => foundBy(workers, configuration, false);
    const alone = await run(1);
    expect(await run(2)).toEqual(alone);
    expect(await run(3)).toEqual(alone);
  },
);
