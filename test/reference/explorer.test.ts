import { describe, expect, test } from 'vitest';
import {
  deadlockFree,
  each,
  eachStep,
  invariant,
  messagesInFlight,
  observe,
  reachable,
  reachableStep,
  type Spec,
  spec,
  vocabulary,
} from '../../checker/index.ts';
import { configure } from '../../checker/spec/configuration.ts';
import { explore } from './explorer.ts';
import {
  incrementingSpec,
  jugsSpec,
  terminationOnRingSpec,
  twoPhaseCommitSpec,
} from './known-systems.ts';

const found = (spec: Spec, settings = {}) => {
  const findings = explore(configure(spec, undefined, settings));
  if (findings === undefined) throw new Error('there is no limit');
  return findings;
};

const counts = (spec: Spec, settings = {}) => {
  const { states, transitions } = found(spec, settings);
  return { states, transitions };
};

describe('plain systems have their published counts', () => {
  test('Die Hard', () => {
    expect(counts(jugsSpec)).toEqual({ states: 16, transitions: 16 * 6 });
    expect(found(jugsSpec).distances).toEqual({ 'there are four gallons': 6 });
  });

  test('two processes that increment', () => {
    expect(found(incrementingSpec)).toMatchObject({ states: 13, depth: 4 });
    expect(found(incrementingSpec).distances).toEqual({ 'no increment is lost': 4 });
  });

  test('two-phase commit', () => {
    expect(found(twoPhaseCommitSpec)).toMatchObject({ states: 288, transitions: 1145, depth: 10 });
  });

  test('termination detection on a ring', () => {
    const initialStates = 3 * 2 ** 6;
    expect(found(terminationOnRingSpec)).toMatchObject({
      states: 302,
      transitions: 1817 - initialStates,
      depth: 8,
    });
  });
});

type Message = { readonly kind: 'a' } | { readonly kind: 'b' };
type Receiver = { readonly last: 'none' | 'a' | 'b'; readonly received: number };

const { protocol, role, sendAll, step } = vocabulary<Message, 'sender' | 'receiver'>();

/** A sender that once sends a, then at once b if it is to; a receiver that counts, and knows the last. */
const delivery = protocol({
  name: 'delivery',
  parameters: { two: false, durable: false },
  roles: ({ two, durable }) => ({
    sender: {
      count: 1,
      role: role({
        initial: () => false,
        actions: {
          go: (sent, { all }) =>
            !sent &&
            step(
              true,
              sendAll(all('receiver'), { kind: 'a' }),
              sendAll(two ? all('receiver') : [], { kind: 'b' }),
            ),
        },
      }),
    },
    receiver: {
      count: 1,
      role: role<Receiver>({
        initial: () => ({ last: 'none', received: 0 }),
        durable: durable ? ['received'] : [],
        on: {
          a: ({ received }) => step({ last: 'a', received: received + 1 }),
          b: ({ received }) => step({ last: 'b', received: received + 1 }),
        },
      }),
    },
  }),
});

const observed = observe(delivery, {
  initial: 0,
  note: { receiver: (before, after) => (after.received > before.received ? 'more' : undefined) },
  record: (sum: number, _: 'more') => sum + 1,
});

const deliverySpec = spec(observed, {
  about: 'small enough to count by hand',
  properties: [
    invariant(
      'the receiver is up',
      each('receiver', (_, { self, world }) => world.isUp(self)),
    ),
    invariant('nothing is received twice', (_, { history }) => history < 2),
    reachableStep(
      'what was received is forgotten',
      eachStep('receiver', (before, after) => after.received < before.received),
    ),
    reachable('two are on their way', (_, { inFlight }) => inFlight.size === 2),
    deadlockFree('something is received', {
      final: each('receiver', ({ received }) => received > 0),
    }),
  ],
  crashing: ['receiver'],
  bounds: { inFlight: messagesInFlight(2) },
});

const unobservedSpec = spec(delivery, {
  about: 'the same without a history',
  properties: [],
  crashing: ['receiver'],
});

describe('a protocol has the counts that were derived by hand', () => {
  test('without faults: idle, sent, received', () => {
    expect(counts(deliverySpec)).toEqual({ states: 3, transitions: 2 });
    expect(found(deliverySpec)).toMatchObject({ depth: 2, distances: {} });
  });

  test('with a loss: the message may be gone, which is a deadlock', () => {
    expect(counts(deliverySpec, { loss: 1 })).toEqual({ states: 4, transitions: 3 });
    expect(found(deliverySpec, { loss: 1 }).distances).toEqual({ 'something is received': 2 });
  });

  test('with a duplication: received twice, in one way only as the copies are equal', () => {
    const findings = found(deliverySpec, { duplication: 1 });
    expect(findings).toMatchObject({ states: 6, transitions: 5, depth: 4, cut: { inFlight: 0 } });
    expect(findings.taken).toEqual({ go: 1, duplication: 1, 'receive a': 3 });
    expect(findings.distances).toEqual({
      'two are on their way': 2,
      'nothing is received twice': 4,
    });
  });

  test('a transition beyond a bound is cut', () => {
    const findings = found(deliverySpec, { duplication: 1, inFlight: 1 });
    expect(findings).toMatchObject({ states: 3, transitions: 2, cut: { inFlight: 1 } });
  });

  test('with a crash: what was received is as good as discarded, but for the history', () => {
    expect(counts(unobservedSpec, { crash: 1 })).toEqual({ states: 6, transitions: 7 });
    const findings = found(deliverySpec, { crash: 1 });
    expect(findings).toMatchObject({ states: 7, transitions: 7 });
    expect(findings.taken).toEqual({ go: 2, 'receive a': 1, crash: 3, discard: 1 });
    expect(findings.distances).toEqual({
      'the receiver is up': 1,
      'what was received is forgotten': 3,
      'something is received': 3,
    });
  });

  test('with a crash, but a durable count', () => {
    const findings = found(deliverySpec, { crash: 1, durable: true });
    expect(findings).toMatchObject({ states: 7, transitions: 7 });
    expect(findings.distances).toEqual({ 'the receiver is up': 1, 'something is received': 3 });
  });

  test('with two messages: in either order, or first in, first out', () => {
    expect(counts(deliverySpec, { two: true })).toEqual({ states: 6, transitions: 5 });
    expect(counts(deliverySpec, { two: true, network: 'fifo' })).toEqual({
      states: 4,
      transitions: 3,
    });
    expect(counts(deliverySpec, { two: true, network: 'fifo', loss: 1 })).toEqual({
      states: 8,
      transitions: 8,
    });
  });
});
