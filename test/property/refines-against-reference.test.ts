import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Spec } from '../../checker/index.ts';
import { configure } from '../../checker/spec/configuration.ts';
import { expectAgreement, expectAgreementOf } from '../reference/agreement.ts';
import { explore } from '../reference/explorer.ts';
import { refiningProtocols, refiningSystems } from '../reference/random-refinements.ts';
import { clockSpec, countingSpec, tokenSpec } from './refinements.ts';

/** Larger random models are passed over: the reference explorer is slow. */
const MOST_STATES = 400;

const LONGEST = { timeout: 120_000 };
const UNTIL = { interruptAfterTimeLimit: 90_000 };

/** Explores random pairs of a model and an abstract system in both ways; counts what became of the refinements. */
async function statusesOf(models: fc.Arbitrary<Spec>, numRuns: number) {
  const counts = { holds: 0, violated: 0, 'violated at the start': 0 };
  await fc.assert(
    fc.asyncProperty(models, async (spec) => {
      const configuration = configure(spec);
      const findings = explore(configuration, MOST_STATES);
      fc.pre(findings !== undefined);
      await expectAgreement(configuration, findings);
      for (const { name } of configuration.properties) {
        const distance = findings.distances[name];
        if (distance === undefined) counts.holds++;
        else counts[distance === 0 ? 'violated at the start' : 'violated']++;
      }
    }),
    { numRuns, ...UNTIL },
  );
  return counts;
}

test.each([
  ['plain systems', refiningSystems, 100],
  ['protocols', refiningProtocols, 100],
] as const)(
  'refinements of random %s are as in the naive check',
  LONGEST,
  async (_, models, runs) => {
    const counts = await statusesOf(models, runs);
    // Else the models drawn would say nothing.
    for (const count of Object.values(counts)) expect(count).toBeGreaterThan(0);
  },
);

test.each([
  ['clock', undefined, clockSpec],
  ['clock', 'skips an hour', clockSpec],
  ['clock', 'starts late', clockSpec],
  ['token passing', undefined, tokenSpec],
  ['token passing', 'loss', tokenSpec],
  ['token passing', 'duplication', tokenSpec],
  ['counting', undefined, countingSpec],
  ['counting', 'leaps', countingSpec],
])('so is that of %s, variant %s', (_, variant, spec) =>
  expectAgreementOf({ ...configure(spec, variant), violates: undefined }),
);
