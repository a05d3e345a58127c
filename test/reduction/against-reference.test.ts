import fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import { configure } from '../../checker/spec/configuration.ts';
import type { Spec } from '../../checker/spec/spec.ts';
import { expectAgreement, searching } from '../reference/agreement.ts';
import { explore, exploreOrbits } from '../reference/explorer.ts';
import { symmetricSpecOf, symmetricTables } from '../reference/symmetric-protocols.ts';

/** Larger random models are passed over: the reference explorer is slow. */
const MOST_STATES = 300;

const LONGEST = { timeout: 120_000 };
const UNTIL = { interruptAfterTimeLimit: 90_000 };

/** Explores orbits in both ways, and all states by the reference explorer, and compares. */
async function expectOrbits(spec: Spec): Promise<void> {
  const configuration = configure(spec);
  const all = explore(configuration, MOST_STATES);
  fc.pre(all !== undefined);
  const orbits = exploreOrbits(configuration);
  if (orbits === undefined) throw new Error('there are no more orbits than states');
  // Reduction changes nothing that is to be found out, and how far away it is.
  expect(orbits.distances).toEqual(all.distances);
  expect(orbits.depth).toBe(all.depth);
  await expectAgreement(configuration, orbits, { symmetry: true });
  const { symmetry } = await check(
    configuration,
    searching('bfs', { symmetry: true, keepGoing: true }),
  );
  expect(symmetry).toMatchObject({ unreduced: all.states });
}

test(
  'random symmetric protocols have as many states as orbits, and these as many members as states',
  LONGEST,
  () =>
    fc.assert(fc.asyncProperty(symmetricTables.map(symmetricSpecOf), expectOrbits), {
      numRuns: 40,
      ...UNTIL,
    }),
);
