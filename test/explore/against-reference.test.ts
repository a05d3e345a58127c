import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import { behaviour, type Spec, spec, stepInvariant, system } from '../../checker/index.ts';
import { configure } from '../../checker/spec/configuration.ts';
import { bankTransferSpec } from '../../specs/bank-transfer.ts';
import { raftSpec } from '../../specs/raft.ts';
import { twoPhaseCommitSpec as conflictingSpec } from '../../specs/two-phase-commit.ts';
import {
  expectAgreement,
  expectAgreementOf,
  expectGenuinePaths,
  expectShortestPaths,
  searching,
  withoutCosts,
} from '../reference/agreement.ts';
import { explore } from '../reference/explorer.ts';
import {
  incrementingSpec,
  jugsSpec,
  terminationOnRingSpec,
  twoPhaseCommitSpec,
} from '../reference/known-systems.ts';
import { FEATURES, featureTables } from '../reference/random-environments.ts';
import { propertiesOfProcesses } from '../reference/random-properties.ts';
import {
  type ProtocolTable,
  protocolSpecOf,
  protocolTables,
} from '../reference/random-protocols.ts';
import { systemSpecOf, systemTables } from '../reference/random-systems.ts';

/** Larger random models are passed over: the reference explorer is slow. */
const MOST_STATES = 400;

/** Larger ones with a feature of the environment are passed over. */
const FEW_STATES = 150;

const CALM = { loss: 0, duplication: 0, crash: 0, restart: 0 };

/** Ends what takes too long, so that a counterexample found by then is still shown. */
const LONGEST = { timeout: 120_000 };
const UNTIL = { interruptAfterTimeLimit: 90_000 };

const specs: fc.Arbitrary<Spec> = fc.oneof(
  protocolTables.map(protocolSpecOf),
  systemTables.map(systemSpecOf),
);

/** Protocols whose properties read local states alone. */
const ofProcesses = (tables: fc.Arbitrary<ProtocolTable>): fc.Arbitrary<Spec> =>
  fc
    .tuple(tables, propertiesOfProcesses)
    .map(([table, properties]) => protocolSpecOf({ ...table, properties }));

/** Explores random models in both ways, and compares what is found. */
const expectAgreementOn = (
  models: fc.Arbitrary<Spec>,
  numRuns: number,
  most = MOST_STATES,
): Promise<void> =>
  fc.assert(
    fc.asyncProperty(models, async (spec) => {
      const configuration = configure(spec);
      const findings = explore(configuration, most);
      fc.pre(findings !== undefined);
      await expectAgreement(configuration, findings);
    }),
    { numRuns, ...UNTIL },
  );

describe('a search of everything agrees with the reference explorer', () => {
  test('on random protocols', LONGEST, () =>
    expectAgreementOn(protocolTables.map(protocolSpecOf), 100),
  );

  test.each(FEATURES)('on random protocols: %s', LONGEST, (feature) =>
    expectAgreementOn(featureTables(feature).map(protocolSpecOf), 60, FEW_STATES),
  );

  // Then transitions that leave all local states as they are need no look; where anything else is read, they are looked at.
  test('on random protocols whose properties read local states alone', LONGEST, () =>
    expectAgreementOn(ofProcesses(protocolTables), 100),
  );

  test.each(['pause', 'jump', 'byzantine', 'drift'] as const)(
    'on random protocols whose properties read local states alone: %s',
    LONGEST,
    (feature) => expectAgreementOn(ofProcesses(featureTables(feature)), 60, FEW_STATES),
  );

  test('on random plain systems', LONGEST, () =>
    expectAgreementOn(systemTables.map(systemSpecOf), 150),
  );

  test.each([jugsSpec, incrementingSpec, twoPhaseCommitSpec, terminationOnRingSpec])(
    'on $name',
    (spec) => expectAgreementOf(configure(spec)),
  );

  test.each([
    ['three servers', undefined, { maxTerm: 1, maxLog: 1, loss: 0, duplication: 0, crash: 0 }],
    ['two servers with every fault', undefined, { servers: 2, maxTerm: 1, maxLog: 1 }],
    ['two servers in order', undefined, { servers: 2, maxTerm: 1, maxLog: 1, network: 'fifo' }],
    ['half for a majority', 'wrong-majority', { servers: 2, inFlight: 2 }],
  ])('on Raft: %s', { timeout: 60_000 }, (_, variant, settings) =>
    expectAgreementOf({ ...configure(raftSpec, variant, settings), violates: undefined }),
  );

  test.each([
    ['nothing goes wrong', undefined, { ...CALM, inFlight: 1 }],
    ['one participant with every fault', undefined, { participants: 1, inFlight: 1 }],
    ['a lock is lost in a crash', 'forgets-its-lock', { participants: 1, inFlight: 1 }],
  ])('on transactions in conflict: %s', { timeout: 120_000 }, (_, variant, settings) =>
    expectAgreementOf({
      ...configure(conflictingSpec, variant, settings),
      violates: undefined,
    }),
  );

  test.each([
    ['ignores-locks', { inFlight: 1 }],
    ['bare', { loss: 1, duplication: 1 }],
  ])('on bank transfers: %s', { timeout: 60_000 }, (variant, settings) =>
    expectAgreementOf({ ...configure(bankTransferSpec, variant, settings), violates: undefined }),
  );
});

test('the depth is that of the states, also where a step back decides something', async () => {
  const countdown = system({
    name: 'countdown',
    define: () => behaviour([{ at: 0 }, { at: 1 }], { down: ({ at }) => at > 0 && { at: at - 1 } }),
  });
  const falling = spec(countdown, {
    about: 'both states are initial ones',
    properties: [stepInvariant('it never falls', (before, after) => after.at >= before.at)],
  });
  const result = await check(configure(falling), searching('bfs', { keepGoing: true }));
  expect(result.properties[0]?.path?.steps).toHaveLength(1);
  expect(result.depth).toBe(0);
});

test('a search that ends at the first violation ends by a shortest path', LONGEST, async () => {
  await fc.assert(
    fc.asyncProperty(specs, async (spec) => {
      const configuration = configure(spec);
      const findings = explore(configuration, MOST_STATES);
      fc.pre(findings !== undefined);
      const result = await check(configuration, searching('bfs'));
      const isViolated = result.properties.some(({ status }) => status === 'violated');
      expect(result.complete).toBe(!isViolated);
      expectGenuinePaths(configuration, result);
      expectShortestPaths(result, findings);
    }),
    { numRuns: 60, ...UNTIL },
  );
});

test('two runs give the same result, path by path', LONGEST, async () => {
  await fc.assert(
    fc.asyncProperty(specs, fc.constantFrom('bfs', 'dfs'), async (spec, strategy) => {
      const run = () =>
        check(configure(spec), searching(strategy, { limits: { states: MOST_STATES } }));
      expect(withoutCosts(await run())).toEqual(withoutCosts(await run()));
    }),
    { numRuns: 60, ...UNTIL },
  );
});

describe('random walks', () => {
  test(
    'only go where the reference explorer can go, and never say that they have seen all',
    LONGEST,
    async () => {
      await fc.assert(
        fc.asyncProperty(specs, fc.integer(), async (spec, seed) => {
          const configuration = configure(spec);
          const limits = { states: 20, seconds: 0.1, depth: 30 };
          const result = await check(configuration, searching('random', { seed, limits }));
          expect(result.complete).toBe(false);
          expect(result.outcome).not.toBe('holds');
          for (const { status } of result.properties)
            expect(['violated', 'reached', 'undecided']).toContain(status);
          expectGenuinePaths(configuration, result);
        }),
        { numRuns: 60, ...UNTIL },
      );
    },
  );

  test('are the same for the same seed', async () => {
    const walk = (seed: number) =>
      check(
        configure(twoPhaseCommitSpec),
        searching('random', { seed, limits: { states: 40 } }),
      ).then(withoutCosts);
    expect(await walk(7)).toEqual(await walk(7));
    expect(await walk(7)).not.toEqual(await walk(8));
  });

  test('find a lost update', async () => {
    const configuration = configure(incrementingSpec);
    const result = await check(configuration, searching('random'));
    expect(result).toMatchObject({ outcome: 'violated', complete: false, stopped: undefined });
    expectGenuinePaths(configuration, result);
  });
});
