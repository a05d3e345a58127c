import fc from 'fast-check';
import { expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import { configure } from '../../checker/spec/configuration.ts';
import type { Spec } from '../../checker/spec/spec.ts';
import { raftSpec } from '../../specs/raft.ts';
import { expectAgreement, searching } from '../reference/agreement.ts';
import { explore, exploreOrbits } from '../reference/explorer.ts';
import { symmetricSpecOf, symmetricTables } from '../reference/symmetric-protocols.ts';
import { symmetricSystemOf, symmetricSystemTables } from '../reference/symmetric-systems.ts';

/** Larger random models are passed over: the reference explorer is slow. */
const MOST_STATES = 300;

const LONGEST = { timeout: 120_000 };
const UNTIL = { interruptAfterTimeLimit: 90_000 };

/** Explores orbits in both ways, and all states by the reference explorer, and compares. */
async function expectOrbits(
  configuration: ReturnType<typeof configure>,
  most = Infinity,
): Promise<void> {
  const all = explore(configuration, most);
  fc.pre(all !== undefined);
  const orbits = exploreOrbits(configuration);
  if (orbits === undefined) throw new Error('there are no more orbits than states');
  // Reduction changes nothing that is to be found out, and how far away it is.
  expect(orbits.distances).toEqual(all.distances);
  expect(orbits.depth).toBe(all.depth);
  await expectAgreement(configuration, orbits, { symmetry: true });
  const reduced = searching('bfs', { symmetry: true, keepGoing: true });
  const { symmetry } = await check(configuration, reduced);
  if (symmetry !== false) expect(symmetry.unreduced).toBe(all.states);
}

const expectOrbitsOn = (specs: fc.Arbitrary<Spec>, numRuns: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(specs, (spec) => expectOrbits(configure(spec), MOST_STATES)),
    { numRuns, ...UNTIL },
  );

test('random symmetric protocols have as many states as orbits', LONGEST, () =>
  expectOrbitsOn(symmetricTables.map(symmetricSpecOf), 30),
);

test('random symmetric systems have as many states as orbits', LONGEST, () =>
  expectOrbitsOn(symmetricSystemTables.map(symmetricSystemOf), 30),
);

test('Raft has as many states as orbits', LONGEST, () =>
  expectOrbits(configure(raftSpec, undefined, { maxTerm: 1, maxLog: 1, inFlight: 1, crash: 0 })),
);
