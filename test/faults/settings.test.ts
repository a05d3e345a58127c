import { describe, expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import { ModelError, UsageError } from '../../checker/errors.ts';
import { type Spec, spec, system, vocabulary } from '../../checker/index.ts';
import { configure } from '../../checker/spec/configuration.ts';
import { searching } from '../reference/agreement.ts';
import { leasesSpec } from './leases.ts';
import { alarmSpec, driftSpec, symmetricSpec } from './tiny.ts';

describe('a rare fault is a parameter', () => {
  const names = ({ parameters }: Spec) => Object.keys(parameters);

  test('only where the spec speaks of it', () => {
    expect(names(symmetricSpec)).toEqual([
      ...['alarm', 'loss', 'duplication', 'crash', 'restart', 'partition', 'network'],
    ]);
    expect(names(alarmSpec)).toEqual([
      ...['loss', 'duplication', 'crash', 'restart', 'jump', 'jumpBy', 'network'],
    ]);
    expect(names(driftSpec)).toContain('drift');
    expect(() => configure(driftSpec, undefined, { pause: 1 })).toThrow(UsageError);
  });

  test('or where one of its variants does', () => {
    const { protocol, role } = vocabulary<never, 'idler'>();
    const idle = protocol({
      name: 'idle',
      roles: () => ({ idler: { count: 1, role: role({ initial: () => null }) } }),
    });
    const property = leasesSpec.properties[1]!;
    const idleSpec = spec<never, unknown, never>(idle as never, {
      about: 'nothing happens',
      properties: [property as never],
      variants: {
        paused: { set: { pause: 2, synchronous: true, drift: 1 }, violates: property.name },
      },
    });
    expect(configure(idleSpec).environment).toMatchObject({ synchronous: false, drift: 0 });
    expect(configure(idleSpec).environment.budget.pause).toBe(0);
    expect(configure(idleSpec, 'paused').environment).toMatchObject({
      synchronous: true,
      drift: 1,
      budget: { pause: 2 },
    });
  });
});

test('a plain system has no clocks and nothing to be paused', () => {
  const plain = system({ name: 'plain', define: () => ({ initial: [{}], actions: [] }) as never });
  const refused = (definition: object) => () =>
    spec(plain, { about: '', properties: [], ...definition });
  for (const definition of [{ drift: 1 }, { pausing: [] }, { synchronous: true }])
    expect(refused(definition)).toThrow(ModelError);
});

describe('a model is refused', () => {
  type Message = { readonly kind: 'a' };
  const words = vocabulary<Message, 'clock', string>();
  const tested = (
    role: Parameters<typeof words.role<number>>[0],
    faults: Parameters<typeof spec>[1]['faults'] = {},
  ) =>
    check(
      configure(
        spec(words.protocol({ name: 'odd', roles: () => ({ clock: { count: 1, role } }) }), {
          about: '',
          properties: [],
          faults,
        }),
      ),
      searching('bfs'),
    );
  const initial = () => 0;

  test('if it starts a timer that its role has not', async () => {
    const { start, step } = words;
    const role = { initial, actions: { go: () => step(1, start('nap', 1)) } };
    await expect(tested(role)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[ModelError: odd: action "go" of role clock starts or stops timer "nap", which its role does not declare in "timers"; there are: none.]`,
    );
  });

  test('if it starts a timer with what is no number of ticks', async () => {
    const role = { initial, timers: { nap: () => undefined }, initialTimers: { nap: 0.5 } };
    await expect(tested(role)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[ModelError: odd: initialTimers of role clock starts timer "nap" with 0.5 ticks; give a whole number from 0 to 1000.]`,
    );
  });

  test('if it may become Byzantine, but has no alphabet', async () => {
    await expect(tested({ initial }, { byzantine: 1 })).rejects.toThrowErrorMatchingInlineSnapshot(
      `[ModelError: odd: byzantine=1, but no role that may become so declares an "alphabet" of what it may send.]`,
    );
  });

  test('if what it does depends on more than its state, its timers and the message', async () => {
    let times = 0;
    const { start, step } = words;
    const role = {
      initial,
      timers: { nap: () => step(0, start('nap', ++times % 2)) },
      initialTimers: { nap: 0 },
    };
    await expect(tested(role)).rejects.toThrow('gave different answers for the same input');
  });
});

test('what is ignored is not kept where ticks wait for messages', () => {
  const choices = { ...leasesSpec.choices, ignored: 'kept' as const };
  const keeping = { ...leasesSpec, choices };
  expect(() => configure(keeping)).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: leases: synchronous=true with ignored: 'kept': no tick passes while a message is on its way, and what is ignored is on its way for ever. Leave ignored out, or set synchronous=false.]`,
  );
  expect(configure(keeping, undefined, { synchronous: false }).environment.ignored).toBe('kept');
});

test('roles that are named must be there', async () => {
  const choices = { ...leasesSpec.choices, pausing: ['cleint'] };
  const configuration = configure({ ...leasesSpec, choices });
  await expect(check(configuration, searching('bfs'))).rejects.toThrowErrorMatchingInlineSnapshot(
    `[ModelError: leases: pausing speaks of role cleint; there is only server, client.]`,
  );
});
