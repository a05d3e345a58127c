import { describe, expect, test } from 'vitest';
import { check } from '../checker/check.ts';
import { configure } from '../checker/spec/configuration.ts';
import type { Spec } from '../checker/spec/spec.ts';
import { sagaChoreographySpec } from '../specs/saga-choreography.ts';
import { sagaChoreographyProgressSpec } from '../specs/saga-choreography-progress.ts';
import { sagaOrchestrationSpec } from '../specs/saga-orchestration.ts';
import { expectAgreementOf, searching } from './reference/agreement.ts';
import { calm, expectLength, expectSpace, type Settings, type Space } from './spaces.ts';

/** Spaces small enough for the reference explorer. */
const SMALL: readonly { readonly spec: Spec; readonly set: Settings }[] = [
  { spec: sagaOrchestrationSpec, set: { ...calm, inFlight: 1 } },
  { spec: sagaOrchestrationSpec, set: { ...calm, loss: 1, crash: 1, restart: 1, orders: 1 } },
  { spec: sagaOrchestrationSpec, set: { ...calm, inFlight: 1, oversells: true } },
  { spec: sagaChoreographySpec, set: { ...calm, inFlight: 1 } },
  { spec: sagaChoreographySpec, set: { ...calm, duplication: 1, orders: 1 } },
  { spec: sagaChoreographySpec, set: { ...calm, inFlight: 1, oversells: true } },
];

test.each(SMALL)(
  '$spec.name: search and reference explorer agree, with $set',
  { timeout: 60_000 },
  ({ spec, set }) => expectAgreementOf(configure(spec, undefined, set)),
);

/** What is only reached by orders in conflict, and what only after a restart. */
const CONFLICT = [
  'an order is complete, and another is undone as there is no item left',
  'an order is refused the item, and in the end nobody has it',
  'an order is complete with the item that another gave back',
];
const RESTART = [
  'all of an order is undone when shipping refuses, after a restart',
  'the orchestrator is down on the way back',
  'a service is down on the way back, with its event unacknowledged',
];

/** Bounds beside the default ones, with the exact size of the space; what cannot be reached there is named. */
const SPACES: readonly Space[] = [
  {
    spec: sagaOrchestrationSpec,
    set: { orders: 1, inFlight: 3, crash: 2, restart: 2 },
    states: 310_735,
    unreachable: CONFLICT,
  },
  {
    spec: sagaOrchestrationSpec,
    set: { ...calm, inFlight: 3 },
    states: 157_815,
    unreachable: RESTART,
  },
  {
    spec: sagaChoreographySpec,
    set: { orders: 1, inFlight: 3, crash: 2, restart: 2 },
    states: 735_464,
    unreachable: CONFLICT,
  },
  {
    spec: sagaChoreographySpec,
    set: { ...calm, inFlight: 3 },
    states: 162_964,
    unreachable: RESTART,
  },
];

test.each(SPACES)('$spec.name holds with $set', { timeout: 60_000 }, (space) => expectSpace(space));

test.each([
  { spec: sagaOrchestrationSpec, orbits: 8_701, states: 17_369 },
  { spec: sagaChoreographySpec, orbits: 8_264, states: 16_499 },
])('$spec.name: orders are interchangeable', async ({ spec, orbits, states }) => {
  const configuration = configure(spec, undefined, calm);
  const reduced = await check(configuration, searching('bfs', { symmetry: true }));
  expect(reduced).toMatchObject({ states: orbits, symmetry: { unreduced: states } });
  const all = await check(configuration, searching('bfs'));
  expect(all).toMatchObject({ states, symmetry: false });
});

/** The length of the shortest counterexample of each variant, in transitions. */
const LENGTHS: readonly {
  readonly spec: Spec;
  readonly lengths: Readonly<Record<string, number>>;
}[] = [
  {
    spec: sagaOrchestrationSpec,
    lengths: {
      'refunds-again': 15,
      'charges-again': 9,
      'no-durable-log': 7,
      'undoes-in-forward-order': 13,
      oversells: 20,
    },
  },
  {
    spec: sagaChoreographySpec,
    lengths: { 'no-outbox': 4, 'charges-again': 6, 'refunds-again': 12, oversells: 14 },
  },
];

/** What else a mistake breaks, so that these properties are known to be able to fail. */
test.each([
  {
    spec: sagaOrchestrationSpec,
    variant: 'undoes-in-forward-order',
    property: 'the log says which steps stand, but for the one that it waits for',
  },
  {
    spec: sagaChoreographySpec,
    variant: 'no-outbox',
    property: 'an event is kept until its receiver has acted on it',
  },
  {
    spec: sagaChoreographySpec,
    variant: 'charges-again',
    property: 'payment writes an event with the change that it tells of, and never else',
  },
  {
    spec: sagaChoreographyProgressSpec,
    variant: 'publishes-once',
    property: 'every event is acknowledged',
  },
])('$spec.name, $variant: not so that $property', async ({ spec, variant, property }) => {
  const search = searching('bfs', { keepGoing: true });
  const { properties } = await check(configure(spec, variant), search);
  const broken = properties.filter(({ status }) => status === 'violated');
  expect(broken.map(({ name }) => name)).toContain(property);
});

describe.each(LENGTHS)('$spec.name', ({ spec, lengths }) => {
  test.each(Object.keys(spec.variants))('%s is caught', (variant) =>
    expectLength(spec, variant, lengths[variant]),
  );
});
