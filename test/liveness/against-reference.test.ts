import fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import { stepsOf } from '../../checker/index.ts';
import type { Subject } from '../../checker/model/subject.ts';
import type { Fairness } from '../../checker/property/fairness.ts';
import type { LivenessKind, Predicate, Property } from '../../checker/property/property.ts';
import { type Configuration, configure } from '../../checker/spec/configuration.ts';
import type { Spec } from '../../checker/spec/spec.ts';
import { replayTrace } from '../../checker/trace/replay.ts';
import { traceOf } from '../../checker/trace/trace-of.ts';
import { searching } from '../reference/agreement.ts';
import { expectedOf } from '../reference/liveness.ts';
import { protocolSpecOf, protocolTables } from '../reference/random-protocols.ts';
import { systemSpecOf, systemTables } from '../reference/random-systems.ts';

const MOST_STATES = 40;
const LONGEST = { timeout: 120_000 };

/** How a property of a random model is made one of liveness. */
interface Draw {
  readonly kind: LivenessKind;
  readonly trigger: number;
  readonly fairness: readonly Fairness[];
}

const terms = (names: readonly string[], roles: readonly string[]) =>
  fc.array(
    fc.record({
      strength: fc.constantFrom('weak', 'strong'),
      terms: fc.uniqueArray(fc.constantFrom(...names, ...roles.map(stepsOf)), {
        minLength: 1,
        maxLength: 3,
        selector: (term) => JSON.stringify(term),
      }),
    }),
    { maxLength: 2 },
  );

const draws = (names: readonly string[], roles: readonly string[]): fc.Arbitrary<Draw> =>
  fc.record({
    kind: fc.constantFrom('eventually', 'always-eventually', 'eventually-always', 'leads-to'),
    trigger: fc.nat(5),
    fairness: terms(names, roles),
  });

/** Of whom a predicate speaks. */
const subjectsOf = (predicate: Predicate): string =>
  `${predicate.over} ${'role' in predicate ? predicate.role : ''}`;

/** The state predicates of a random spec, turned into properties of liveness. */
function withLiveness(spec: Spec, drawn: readonly Draw[]): Configuration {
  const configuration = configure(spec);
  const predicates = configuration.properties
    .filter(({ kind }) => kind === 'invariant' || kind === 'reachable')
    .map(({ predicate }) => predicate);
  const properties = predicates.flatMap((predicate, index): readonly Property<Subject>[] => {
    const { kind, trigger, fairness } = drawn[index % drawn.length]!;
    const other = predicates[trigger % predicates.length]!;
    const matches = other.over === 'state' || subjectsOf(other) === subjectsOf(predicate);
    return [
      {
        ...{ kind, name: `${kind} ${index}`, predicate, fairness },
        ...(kind === 'leads-to' ? { trigger: matches ? other : predicate } : {}),
      },
    ];
  });
  return { ...configuration, properties };
}

async function expectAgreement(configuration: Configuration, seen: Set<string>): Promise<void> {
  const expected = configuration.properties.map((property) =>
    expectedOf(configuration, property, MOST_STATES),
  );
  fc.pre(!expected.includes(undefined) && expected.length > 0);
  const result = await check(configuration, searching('bfs'));
  expect(result.properties.map(({ status }) => status)).toEqual(expected);
  for (const { name, kind, path, reason, fairness } of result.properties) {
    if (path === undefined || reason === undefined) continue;
    const trace = traceOf(configuration, path, { name, kind, reason, fairness });
    expect(replayTrace(trace, configuration)).toEqual({ verdict: 'confirmed' });
  }
  for (const status of expected) seen.add(String(status));
}

/** Each way in which a property can come out. */
const ALL = ['holds', 'undecided', 'violated'];

test('random protocols are live just where the reference says so', LONGEST, async () => {
  const seen = new Set<string>();
  const names = ['act0', 'act1', 'deliver', 'receive ping', 'restart', 'loss'];
  const drawn = fc.array(draws(names, ['a']), { minLength: 2, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(protocolTables, drawn, async (table, some) => {
      const known = Object.keys(table.roles.a.actions).length;
      fc.pre(known > 1 && table.roles.a.on.ping !== undefined);
      await expectAgreement(withLiveness(protocolSpecOf(table), some), seen);
    }),
    { numRuns: 250, interruptAfterTimeLimit: 60_000 },
  );
  expect([...seen].sort()).toEqual(ALL);
});

test('random plain systems are live just where the reference says so', LONGEST, async () => {
  const seen = new Set<string>();
  const drawn = fc.array(draws(['act0', 'act1', 'act2'], []), { minLength: 2, maxLength: 4 });
  await fc.assert(
    fc.asyncProperty(systemTables, drawn, async (table, some) => {
      await expectAgreement(withLiveness(systemSpecOf(table), some), seen);
    }),
    { numRuns: 600, interruptAfterTimeLimit: 60_000 },
  );
  expect([...seen].sort()).toEqual(ALL);
});

test(
  'a search cut short finds only genuine violations, and says of nothing that it holds',
  LONGEST,
  async () => {
    const drawn = fc.array(draws(['deliver', 'loss'], ['a']), { minLength: 1, maxLength: 3 });
    const seen = new Set<string>();
    await fc.assert(
      fc.asyncProperty(protocolTables, drawn, fc.nat(20), async (table, some, states) => {
        const configuration = withLiveness(protocolSpecOf(table), some);
        const expected = configuration.properties.map((one) =>
          expectedOf(configuration, one, MOST_STATES),
        );
        fc.pre(!expected.includes(undefined));
        const result = await check(configuration, searching('bfs', { limits: { states } }));
        fc.pre(!result.complete);
        for (const [index, { status }] of result.properties.entries()) {
          expect(status).not.toBe('holds');
          if (status === 'violated') expect(expected[index]).toBe('violated');
          seen.add(status);
        }
      }),
      { numRuns: 400, interruptAfterTimeLimit: 60_000 },
    );
    expect([...seen].sort()).toEqual(['undecided', 'violated']);
  },
);
