import { describe, expect, test } from 'vitest';
import { ModelError, UsageError } from '../../checker/errors.ts';
import {
  atMost,
  choice,
  integer,
  invariant,
  messagesInFlight,
  reachable,
  type Spec,
  spec,
  vocabulary,
} from '../../checker/index.ts';
import { configure } from '../../checker/spec/configuration.ts';

const { protocol, role, step } = vocabulary<{ readonly kind: 'never' }, 'clock' | 'idler'>();

const clocks = protocol({
  name: 'clocks',
  parameters: {
    clocks: integer(2, { from: 1, to: 4 }),
    stuck: false,
    mode: choice('slow', 'fast'),
  },
  roles: ({ clocks, stuck, mode }) => ({
    clock: {
      count: clocks,
      role: role({
        initial: () => 0,
        actions: { tick: (time) => !stuck && step(time + (mode === 'fast' ? 2 : 1)) },
      }),
    },
    idler: { count: 1, role: role({ initial: () => null }) },
  }),
});

const clocksSpec = spec(clocks, {
  about: 'clocks that tick',
  properties: [
    invariant('clocks do not go back', ({ clock }) => clock.every((time) => time >= 0)),
    reachable('a clock ticks', ({ clock }) => clock.some((time) => time > 0)),
  ],
  network: 'fifo',
  faults: { crash: 2 },
  crashing: ['clock'],
  bounds: { latest: atMost(3, 'clock', (time) => time), inFlight: messagesInFlight(1) },
  variants: {
    stuck: { set: { stuck: true, clocks: 1, latest: 5, loss: 1 }, violates: 'a clock ticks' },
  },
});

test('a spec has every parameter, bound, fault and the network to set, with its default', () => {
  const defaults = Object.entries(clocksSpec.parameters).map(([name, one]) => [name, one.default]);
  expect(Object.fromEntries(defaults)).toEqual({
    clocks: 2,
    stuck: false,
    mode: 'slow',
    latest: 3,
    inFlight: 1,
    loss: 0,
    duplication: 0,
    crash: 2,
    restart: 0,
    network: 'fifo',
  });
});

test('a second spec of a model has a name of its own', () => {
  const named = (name: string) => spec(clocks, { name, about: '', properties: [] });
  expect(named('slow-clocks').name).toBe('slow-clocks');
  expect(configure(named('slow-clocks')).spec).toBe('slow-clocks');
  expect(configure(clocksSpec).spec).toBe('clocks');
});

describe('a configuration takes', () => {
  test('defaults', () => {
    const { model, ...rest } = configure(clocksSpec);
    expect(rest).toMatchObject({
      spec: 'clocks',
      variant: undefined,
      violates: undefined,
      environment: {
        network: 'fifo',
        budget: { loss: 0, duplication: 0, crash: 2, restart: 0 },
        crashing: ['clock'],
      },
      bounds: [
        { name: 'latest', limit: 3 },
        { name: 'inFlight', limit: 1 },
      ],
    });
    expect(model.kind === 'protocol' && model.processes.map(({ id }) => String(id))).toEqual([
      'clock-1',
      'clock-2',
      'idler',
    ]);
  });

  test('then what a variant sets, then the settings', () => {
    const { parameters, bounds, environment, violates } = configure(clocksSpec, 'stuck', {
      clocks: '3',
      crash: 0,
      network: 'unordered',
    });
    expect(parameters).toMatchObject({ clocks: 3, stuck: true, latest: 5, crash: 0, loss: 1 });
    expect(bounds).toMatchObject([{ limit: 5 }, { limit: 1 }]);
    expect(environment).toMatchObject({ network: 'unordered', budget: { loss: 1, crash: 0 } });
    expect(violates).toBe('a clock ticks');
  });
});

describe('what does not exist is refused with the nearest that does', () => {
  const refusal = (variant: string | undefined, settings = {}) => {
    try {
      configure(clocksSpec, variant, settings);
      return 'accepted';
    } catch (error) {
      return error instanceof UsageError ? error.message : error;
    }
  };

  test('a variant', () => {
    expect(refusal('stuk')).toMatchInlineSnapshot(
      `"There is no variant of clocks "stuk". Did you mean stuck?"`,
    );
    expect(refusal('zzzzzz')).toMatchInlineSnapshot(
      `"There is no variant of clocks "zzzzzz". There are: stuck."`,
    );
  });

  test('a parameter', () => {
    expect(refusal(undefined, { clock: 3 })).toMatchInlineSnapshot(
      `"There is no parameter of clocks "clock". Did you mean clocks?"`,
    );
    expect(refusal(undefined, { QQQQQQ: 3 })).toMatchInlineSnapshot(
      `"There is no parameter of clocks "QQQQQQ". There are: clocks, stuck, mode, latest, inFlight, loss, duplication, crash, restart, network."`,
    );
    for (const name of ['constructor', 'toString', '__proto__', 'hasOwnProperty'])
      expect(refusal(undefined, Object.fromEntries([[name, 1]]))).toContain('There is no');
  });

  test('a value', () => {
    expect(refusal(undefined, { clocks: 99 })).toMatchInlineSnapshot(
      `"clocks=99 is not possible: clocks is a whole number from 1 to 4. Nearest: clocks=4."`,
    );
    expect(refusal(undefined, { latest: 'no' })).toMatchInlineSnapshot(
      `"latest=no is not possible: latest is a whole number from 0 to 1000. Nearest: latest=3."`,
    );
    expect(refusal(undefined, { loss: -1 })).toMatchInlineSnapshot(
      `"loss=-1 is not possible: loss is a whole number from 0 to 30. Nearest: loss=0."`,
    );
    expect(refusal(undefined, { network: 'lifo' })).toMatchInlineSnapshot(
      `"network=lifo is not possible: network is one of fifo, unordered. Nearest: network=fifo."`,
    );
  });

  test('a variant named like a member of every object', () => {
    for (const name of ['constructor', 'toString', '__proto__'])
      expect(refusal(name)).toContain('There is no variant');
  });
});

describe('a spec is refused', () => {
  const bound = (definition: Partial<Parameters<typeof spec<never, never, string>>[1]>): Spec =>
    spec<never, never, string>(clocks as never, { about: '', properties: [], ...definition });

  test('if two properties have one name', () => {
    const one = invariant<never>('twice', () => true);
    expect(() => bound({ properties: [one, one] })).toThrow(ModelError);
    expect(() => bound({ properties: [one, one] })).toThrowErrorMatchingInlineSnapshot(
      `[ModelError: clocks: there are two of the property "twice"; rename one.]`,
    );
  });

  test('if a bound has the name of a parameter or of a fault', () => {
    const bounds = (name: string) => () => bound({ bounds: { [name]: messagesInFlight(1) } });
    expect(bounds('clocks')).toThrowErrorMatchingInlineSnapshot(
      `[ModelError: clocks: there are two of the parameter, bound or fault "clocks"; rename one.]`,
    );
    expect(bounds('loss')).toThrowErrorMatchingInlineSnapshot(
      `[ModelError: clocks: there are two of the parameter, bound or fault "loss"; rename one.]`,
    );
  });

  test('if a variant is to violate what is no property', () => {
    const variants = { odd: { set: {}, violates: 'no such thing' } };
    expect(() => bound({ variants: variants as never })).toThrowErrorMatchingInlineSnapshot(
      `[ModelError: clocks: variant odd is to violate "no such thing", which is none of its properties.]`,
    );
  });
});
