import { describe, expect, test } from 'vitest';
import { check } from '../checker/check.ts';
import { isLiveness } from '../checker/property/property.ts';
import { configure } from '../checker/spec/configuration.ts';
import type { Spec } from '../checker/spec/spec.ts';
import { fencingSpec } from '../specs/fencing.ts';
import { lostUpdateSpec } from '../specs/lost-update.ts';
import { redisLockSpec } from '../specs/redis-lock.ts';
import { redisLockExclusionSpec } from '../specs/redis-lock-exclusion.ts';
import { expectAgreementOf } from './reference/agreement.ts';
import { calm, expectLength, expectSpace, type Settings, type Space } from './spaces.ts';

const SEARCH = { strategy: 'bfs', seed: 0, limits: {} } as const;

/** Bounds beside the default ones, with the exact size of the space; what is out of reach there is named. */
const SPACES: readonly Space[] = [
  {
    spec: lostUpdateSpec,
    set: { by: 'lock', duplication: 0, servers: 2 },
    states: 1_885,
    transitions: 4_764,
    unreachable: [],
  },
  {
    spec: lostUpdateSpec,
    set: { by: 'lock', crash: 0 },
    states: 16_591,
    transitions: 51_582,
    unreachable: [],
  },
  {
    // Three clients.
    spec: redisLockSpec,
    set: { ...calm, clients: 3, requests: 1 },
    states: 18_511,
    transitions: 71_592,
    unreachable: [
      'the lock goes on from a client that crashed to another',
      'redis has the lock after a restart',
    ],
  },
  {
    // Leases in which two messages may be late.
    spec: redisLockExclusionSpec,
    set: { duplication: 0, restart: 0, late: 2, expiry: 4 },
    states: 47_084,
    transitions: 192_598,
    unreachable: [],
  },
  {
    // Clients that ask twice.
    spec: fencingSpec,
    set: { ...calm, jump: 0, requests: 2 },
    states: 83_228,
    transitions: 297_815,
    unreachable: [],
  },
];

test.each(SPACES)('$spec.name holds with $set', { timeout: 60_000 }, (space) => expectSpace(space));

/** Spaces small enough for the reference explorer, which is asked of safety alone. */
const SMALL: readonly { readonly spec: Spec; readonly set: Settings }[] = [
  { spec: lostUpdateSpec, set: { servers: 2, loss: 0, duplication: 0 } },
  { spec: redisLockSpec, set: { loss: 0, duplication: 0, jump: 0, requests: 1, inFlight: 1 } },
  { spec: redisLockExclusionSpec, set: { loss: 0, duplication: 0, requests: 1 } },
  {
    spec: redisLockExclusionSpec,
    set: { ...calm, requests: 1, expiry: 2, pause: 1, jump: 1 },
  },
  { spec: fencingSpec, set: { ...calm, jump: 0, synchronous: true, pause: 1 } },
];

test.each(SMALL)('$spec.name: search and reference explorer agree, with $set', ({ spec, set }) => {
  const configuration = configure(spec, undefined, set);
  const properties = configuration.properties.filter(({ kind }) => !isLiveness(kind));
  return expectAgreementOf({ ...configuration, properties });
});

/** The length of the shortest counterexample of each variant, in transitions. */
const LENGTHS: readonly { readonly spec: Spec; readonly lengths: Record<string, number> }[] = [
  {
    spec: lostUpdateSpec,
    lengths: { bare: 10, 'bare-and-slow': 12, 'lock-and-an-old-copy': 14 },
  },
  {
    spec: redisLockSpec,
    lengths: {
      'deletes-without-comparing': 7,
      'one-id-per-client': 12,
      'redis-loses-its-data': 6,
    },
  },
  {
    spec: redisLockExclusionSpec,
    lengths: {
      'pause-in-the-critical-section': 11,
      'clock-jump': 8,
      'drift-beyond-the-margin': 10,
      asynchronous: 10,
      'lease-from-the-answer': 10,
      'no-margin': 10,
      'no-expiry': 3,
    },
  },
  { spec: fencingSpec, lengths: { 'storage-ignores-tokens': 17, 'counter-in-memory': 19 } },
];

describe.each(LENGTHS)('$spec.name', ({ spec, lengths }) => {
  test.each(Object.keys(spec.variants))('%s is caught', (variant) =>
    expectLength(spec, variant, lengths[variant]),
  );
});

/** Whether critical sections exclude each other, with one request each and nothing wrong but what is set. */
async function excludes(set: Settings): Promise<string | undefined> {
  const configuration = configure(redisLockExclusionSpec, 'drift-beyond-the-margin', set);
  const { properties } = await check(configuration, SEARCH);
  return properties.find(({ name }) => name === 'critical sections exclude each other')?.status;
}

test('a margin of four times the drift and one tick is enough, and no less', async () => {
  expect(await excludes({ drift: 0, expiry: 2, margin: 1 })).toBe('holds');
  expect(await excludes({ drift: 0, expiry: 2, margin: 0 })).toBe('violated');
  expect(await excludes({ drift: 1, expiry: 6, margin: 5 })).toBe('holds');
  expect(await excludes({ drift: 1, expiry: 6, margin: 4 })).toBe('violated');
});

test('where a lock is deleted by another, two hold it', async () => {
  const name = 'at most one holder is valid by the clock of the server';
  const configuration = configure(redisLockSpec, 'deletes-without-comparing', { requests: 2 });
  const result = await check({ ...configuration, violates: name }, SEARCH);
  const target = result.properties.find((property) => property.name === name);
  expect([target?.status, target?.path?.steps.length]).toEqual(['violated', 9]);
});
