import fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import type { Fairness } from '../../checker/property/fairness.ts';
import type { LivenessKind } from '../../checker/property/property.ts';
import { type Configuration, configure } from '../../checker/spec/configuration.ts';
import { replayTrace } from '../../checker/trace/replay.ts';
import { traceOf } from '../../checker/trace/trace-of.ts';
import { expectAgreement, searching } from '../reference/agreement.ts';
import { exploreShifted } from '../reference/explorer.ts';
import { expectedOf } from '../reference/liveness.ts';
import { type RisingTable, risingSpecOf, risingTables } from '../reference/rising-protocols.ts';

const LONGEST = { timeout: 120_000 };
const UNTIL = { interruptAfterTimeLimit: 60_000 };
const MOST_STATES = 300;

test('random protocols have as many states as there are but for shifts', LONGEST, () =>
  fc.assert(
    fc.asyncProperty(risingTables, async (table) => {
      const configuration = configure(risingSpecOf(table));
      const findings = exploreShifted(configuration, MOST_STATES);
      fc.pre(findings !== undefined);
      await expectAgreement(configuration, findings);
      if (table.symmetric) {
        const orbits = exploreShifted(configuration, MOST_STATES, true);
        await expectAgreement(configuration, orbits ?? findings, { symmetry: true });
      }
    }),
    { numRuns: 60, ...UNTIL },
  ),
);

test('what is violated or reached with numbers as they are is so with rising ones', LONGEST, () =>
  fc.assert(
    fc.asyncProperty(risingTables, async (table) => {
      const modulo = configure(risingSpecOf(table));
      fc.pre(exploreShifted(modulo, MOST_STATES) !== undefined);
      const all = searching('bfs', { keepGoing: true });
      const [shifted, absolute] = await Promise.all([
        check(modulo, all),
        check(configure(risingSpecOf(table), undefined, { rising: false }), all),
      ]);
      for (const [index, { status, path }] of absolute.properties.entries()) {
        if (path === undefined) continue;
        expect(shifted.properties[index]?.status).toBe(status);
        expect(shifted.properties[index]?.path?.steps.length).toBeLessThanOrEqual(
          path.steps.length,
        );
      }
    }),
    { numRuns: 40, ...UNTIL },
  ),
);

/** How a predicate of a random spec is made a property of liveness. */
interface Draw {
  readonly kind: LivenessKind;
  readonly fairness: readonly Fairness[];
}

const terms = (strength: Fairness['strength'], ...names: readonly string[]) =>
  fc
    .uniqueArray(fc.constantFrom(...names), { minLength: 1, maxLength: 3 })
    .map((some): Fairness => ({ strength, terms: some }));

/** Strong fairness of messages is left to tests by hand: what the oracle does with numbers is no oracle of that. */
const draws: fc.Arbitrary<Draw> = fc.record({
  kind: fc.constantFrom('eventually', 'always-eventually', 'eventually-always'),
  fairness: fc
    .tuple(terms('weak', 'deliver', 'receive m', 'loss', 'act0'), terms('strong', 'act0', 'act1'))
    .map((both) => both),
});

function withLiveness(table: RisingTable, drawn: readonly Draw[]): Configuration {
  const configuration = configure(risingSpecOf(table));
  const predicates = configuration.properties
    .filter(({ kind }) => kind === 'invariant' || kind === 'reachable')
    .map(({ predicate }) => predicate);
  return {
    ...configuration,
    properties: predicates.map((predicate, index) => {
      // There is at least one.
      const { kind, fairness } = drawn[index % drawn.length]!;
      return { kind, name: `${kind} ${index}`, predicate, fairness };
    }),
  };
}

test('random protocols are live just where they are if numbers go round', LONGEST, async () => {
  const seen = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      risingTables,
      fc.array(draws, { minLength: 2, maxLength: 4 }),
      async (table, drawn) => {
        const configuration = withLiveness(table, drawn);
        const expected = configuration.properties.map((one) =>
          expectedOf(configuration, one, 160, table.spread + 3),
        );
        fc.pre(!expected.includes(undefined));
        const result = await check(configuration, searching('bfs'));
        expect(result.properties.map(({ status }) => status)).toEqual(expected);
        for (const { name, kind, path, reason, fairness, rises } of result.properties) {
          if (path === undefined || reason === undefined) continue;
          const trace = traceOf(configuration, path, { name, kind, reason, fairness, rises });
          expect(replayTrace(trace, configuration)).toEqual({ verdict: 'confirmed' });
          if (rises !== undefined) seen.add('rises');
        }
        for (const status of expected) seen.add(String(status));
      },
    ),
    { numRuns: 150, ...UNTIL },
  );
  expect([...seen].sort()).toEqual(['holds', 'rises', 'undecided', 'violated']);
});
