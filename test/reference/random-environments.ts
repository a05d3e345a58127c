import fc from 'fast-check';
import { NO_FAULTS } from '../../checker/faults/faults.ts';
import type { EnvironmentDefinition } from '../../checker/spec/environment.ts';
import type { Name } from './random-properties.ts';
import {
  cases,
  type ProtocolTable,
  protocolTables,
  type RoleTable,
  sends,
  type TimingTable,
} from './random-protocols.ts';

/** Timers for a role. */
const timings: fc.Arbitrary<TimingTable> = fc.record({
  on: fc.record({ alarm: cases(4), nap: cases(4) }),
  initial: fc.constantFrom({}, { alarm: 1 }, { alarm: 2 }, { alarm: 1, nap: 1 }, { nap: 0 }),
  durable: fc.subarray(['alarm', 'nap'] as const),
  isWatched: fc.boolean(),
});

const alphabets = fc.array(sends, { minLength: 1, maxLength: 2 });

/** What random protocols are tested under besides losses, duplications, crashes and restarts. */
export const FEATURES = [
  ...['partition', 'time', 'synchronous', 'pause', 'jump', 'late', 'byzantine', 'drift'],
  'everything',
] as const;

export type Feature = (typeof FEATURES)[number];

const maybeOnly = fc.constantFrom<{ readonly only?: readonly Name[] }>({}, { only: ['a'] });

/** An environment in which a feature matters; its budgets are small. */
const environments = (feature: Feature): fc.Arbitrary<EnvironmentDefinition<Name>> => {
  const has = (...features: readonly Feature[]) =>
    feature === 'everything' ? fc.nat(1) : fc.constant(features.includes(feature) ? 1 : 0);
  return fc
    .record({
      faults: fc.record({
        partition: has('partition'),
        pause: has('pause'),
        jump: has('jump'),
        late: has('late'),
        byzantine: has('byzantine'),
      }),
      partitions: fc.constantFrom('symmetric' as const, 'one-way' as const, 'both' as const),
      roles: fc.record({
        partitioning: maybeOnly,
        pausing: maybeOnly,
        jumping: maybeOnly,
        lying: maybeOnly,
      }),
      jumpBy: fc.integer({ min: 1, max: 2 }),
      synchronous:
        feature === 'everything'
          ? fc.boolean()
          : fc.constant(feature === 'synchronous' || feature === 'late'),
      drift: has('drift'),
    })
    .map(({ roles, ...rest }) => ({
      ...rest,
      ...Object.fromEntries(
        Object.entries(roles).flatMap(([what, { only }]) =>
          only === undefined ? [] : [[what, only]],
        ),
      ),
    }));
};

/** Random protocols in which a feature matters. They are smaller than others, as the environment makes many states of one. */
export const featureTables = (feature: Feature): fc.Arbitrary<ProtocolTable> => {
  const isTimed = !['partition', 'pause', 'byzantine'].includes(feature);
  const talks = feature === 'byzantine' || feature === 'everything';
  const extras = fc.record({
    timing: isTimed ? fc.option(timings, { nil: undefined, freq: 3 }) : fc.constant(undefined),
    alphabet: talks ? alphabets : fc.constant(undefined),
  });
  return fc
    .record({
      table: protocolTables,
      environment: environments(feature),
      inFlight: fc.integer({ min: 1, max: 2 }),
      isFaulty: fc.boolean(),
      isBoundAsAWhole: fc.boolean(),
      isAlone: isTimed ? fc.boolean() : fc.constant(false),
      a: isTimed
        ? fc.record({ timing: timings, alphabet: extras.map(({ alphabet }) => alphabet) })
        : extras,
      b: extras,
    })
    .map(({ table, environment, inFlight, isFaulty, isBoundAsAWhole, isAlone, a, b }) => ({
      ...table,
      environment,
      counts: {
        a: Math.min(table.counts.a, isAlone || table.counts.b > 0 ? 1 : 2),
        b: Math.min(1, table.counts.b),
      },
      faults: isFaulty ? table.faults : NO_FAULTS,
      bounds: { inFlight, count: 0, sum: isBoundAsAWhole ? 1 : undefined },
      roles: {
        a: { ...fewer(table.roles.a), ...a },
        b: { ...fewer(table.roles.b), ...b },
      },
    }));
};

const fewer = (role: RoleTable): RoleTable => ({ ...role, actions: role.actions.slice(0, 1) });
