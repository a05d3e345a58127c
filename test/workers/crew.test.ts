import fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import type { CheckResult } from '../../checker/explore/result.ts';
import { type Configuration, configure } from '../../checker/spec/configuration.ts';
import type { Spec } from '../../checker/spec/spec.ts';
import { paxosSpec } from '../../specs/paxos.ts';
import { raftSpec } from '../../specs/raft.ts';
import { twoPhaseCommitSpec } from '../bench/models/two-phase-commit.ts';
import { leasesSpec } from '../faults/leases.ts';
import { protocolSpecOf, protocolTables } from '../reference/random-protocols.ts';
import { systemSpecOf, systemTables } from '../reference/random-systems.ts';
import { symmetricSpecOf, symmetricTables } from '../reference/symmetric-protocols.ts';
import { symmetricSystemOf, symmetricSystemTables } from '../reference/symmetric-systems.ts';

const LONG = { timeout: 240_000 };

const specs: fc.Arbitrary<Spec> = fc.oneof(
  protocolTables.map(protocolSpecOf),
  systemTables.map(systemSpecOf),
);

const symmetricSpecs: fc.Arbitrary<Spec> = fc.oneof(
  symmetricTables.map(symmetricSpecOf),
  symmetricSystemTables.map(symmetricSystemOf),
);

/** Everything that a search found out but what depends on the machine. */
async function foundBy(
  workers: number,
  configuration: Configuration,
  { keepGoing = false, symmetry = false },
) {
  const result: CheckResult = await check(configuration, {
    strategy: 'bfs',
    seed: 0,
    limits: { states: 12_000 },
    workers,
    crewFrom: 0,
    keepGoing,
    symmetry,
  });
  const { seconds, bytesPerState, workers: _, ...rest } = result;
  expect(seconds + bytesPerState).toBeGreaterThan(0);
  return rest;
}

async function expectSame(
  configuration: Configuration,
  manner: { readonly keepGoing?: boolean; readonly symmetry?: boolean },
) {
  const alone = await foundBy(1, configuration, manner);
  expect(await foundBy(2, configuration, manner)).toEqual(alone);
  expect(await foundBy(3, configuration, manner)).toEqual(alone);
}

const UNTIL = { numRuns: 12, interruptAfterTimeLimit: 200_000 };

test('any number of threads finds the same on random models', LONG, () =>
  fc.assert(
    fc.asyncProperty(specs, fc.boolean(), (spec, keepGoing) =>
      expectSame(configure(spec), { keepGoing }),
    ),
    UNTIL,
  ),
);

test('any number of threads finds the same orbits of random models', LONG, () =>
  fc.assert(
    fc.asyncProperty(symmetricSpecs, fc.boolean(), (spec, keepGoing) =>
      expectSame(configure(spec), { keepGoing, symmetry: true }),
    ),
    UNTIL,
  ),
);

/** So many processes that their ids do not fit a key side by side. */
const MANY = { proposers: 5, acceptors: 5, learners: 3, inFlight: 8, maxBallot: 5 };

test.each([
  ['Raft', raftSpec, undefined, { maxTerm: 1, maxLog: 1, loss: 0, duplication: 0 }, false],
  ['Raft, orbits', raftSpec, undefined, { maxTerm: 1, maxLog: 1 }, true],
  ['Raft that forgets votes', raftSpec, 'vote-not-durable', {}, false],
  ['Raft that forgets votes, orbits', raftSpec, 'vote-not-durable', {}, true],
  ['two-phase commit', twoPhaseCommitSpec, undefined, { managers: 5 }, false],
  ['two-phase commit, orbits', twoPhaseCommitSpec, undefined, { managers: 5 }, true],
  ['Paxos of many, whose keys are folded', paxosSpec, undefined, MANY, false],
  ['leases', leasesSpec, undefined, { partition: 1, pause: 1, late: 1, jump: 1, drift: 1 }, false],
  ['leases of liars', leasesSpec, undefined, { byzantine: 1, synchronous: false }, false],
] as const)(
  'any number of threads finds the same on %s',
  LONG,
  (_, spec, variant, settings, symmetry) =>
    expectSame(configure(spec, variant, settings), { symmetry }),
);

test('any number of threads finds the same in rounds of many portions', LONG, async () => {
  const configuration = configure(twoPhaseCommitSpec, undefined, { managers: 7 });
  for (const workers of [1, 2, 3]) {
    const manner = { strategy: 'bfs', seed: 0, limits: {}, workers, crewFrom: 0 } as const;
    const { states, transitions, depth } = await check(configuration, manner);
    expect({ states, transitions, depth }).toEqual({
      states: 296_448,
      transitions: 2_744_705,
      depth: 22,
    });
  }
});

test.each([
  ['of 2 allowed, both', 0, 2],
  ['one, where it is over soon', undefined, 1],
])('how many threads have searched is told: %s', LONG, async (_, crewFrom, threads) => {
  const { workers } = await check(configure(twoPhaseCommitSpec, undefined, { managers: 3 }), {
    strategy: 'bfs',
    seed: 0,
    limits: {},
    workers: 2,
    ...(crewFrom === undefined ? {} : { crewFrom }),
  });
  expect(workers).toBe(threads);
});
