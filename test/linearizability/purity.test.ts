import { expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import { calls, linearizable, register, spec, vocabulary } from '../../checker/index.ts';
import { configure } from '../../checker/spec/configuration.ts';
import { searching } from '../reference/agreement.ts';

const { role, protocol, step } = vocabulary<{ readonly kind: 'none' }, 'client'>();

/** A client that reads once, and is told 0. */
const reader = protocol({
  name: 'reader',
  roles: () => ({
    client: {
      count: 1,
      role: role<'idle' | 'reading' | 'told'>({
        initial: () => 'idle',
        actions: {
          read: (at) => at === 'idle' && step('reading'),
          hear: (at) => at === 'reading' && step('told'),
        },
      }),
    },
  }),
});

const specOf = (object: ReturnType<typeof register<number>>) => {
  const observed = calls(reader, {
    object,
    clients: {
      client: {
        invoked: (_, after) => after === 'reading' && { kind: 'read' },
        answered: (_, after) => (after === 'told' ? 0 : undefined),
      },
    },
  });
  return spec(observed, {
    about: 'one read',
    properties: [linearizable('it is linearizable', observed)],
  });
};

test('an object whose answers change from one time to the next is reported, not believed', async () => {
  const sound = register(0);
  expect((await check(configure(specOf(sound)), searching('bfs'))).outcome).toBe('holds');
  let times = 0;
  const fickle: typeof sound = {
    ...sound,
    apply: (state, call, client) => sound.apply(state + (times++ % 2), call, client),
  };
  await expect(check(configure(specOf(fickle)), searching('bfs'))).rejects.toThrow(
    /property "it is linearizable" gave different answers for the same input/,
  );
});
