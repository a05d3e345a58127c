import { Set } from 'immutable';
import { expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import {
  calls,
  linearizable,
  type SequentialObject,
  spec,
  vocabulary,
} from '../../checker/index.ts';
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

type SomeObject<State> = SequentialObject<{ readonly kind: 'read' }, number, State>;

function specOf<State>(object: SomeObject<State>, keep: 'history' | 'monitor' = 'history') {
  const observed = calls(reader, {
    object,
    clients: {
      client: {
        invoked: (_, after) => after === 'reading' && { kind: 'read' },
        answered: (_, after) => (after === 'told' ? 0 : undefined),
      },
    },
    keep,
  });
  return spec(observed, {
    about: 'one read',
    properties: [linearizable('it is linearizable', observed)],
  });
}

const checked = <State>(object: SomeObject<State>, keep?: 'history' | 'monitor') =>
  check(configure(specOf(object, keep)), searching('bfs'));

const zero: SomeObject<number> = { name: 'zero', initial: 0, apply: (state) => [state, 0] };

test('an object whose answers change from one time to the next is reported, not believed', async () => {
  expect((await checked(zero)).outcome).toBe('holds');
  let times = 0;
  const fickle: SomeObject<number> = {
    ...zero,
    apply: (state) => [state, times++ % 2],
  };
  await expect(checked(fickle)).rejects.toThrow(
    /property "it is linearizable" gave different answers for the same input/,
  );
  await expect(checked(fickle, 'monitor')).rejects.toThrow(
    /history record gave different answers for the same input/,
  );
});

test('an object that changes its state in place is reported', async () => {
  const greedy: SomeObject<number[]> = {
    name: 'greedy',
    initial: [],
    apply: (state) => {
      state.push(1);
      return [state, 0];
    },
  };
  for (const keep of ['history', 'monitor'] as const)
    await expect(checked(greedy, keep)).rejects.toThrow(/changes its input in place/);
});

test('an object that depends on the order in which a set was filled is reported', async () => {
  const ordered: SomeObject<Set<number>> = {
    name: 'ordered',
    initial: Set([1, 2]),
    apply: (state) => [state, state.first(0) - 1],
  };
  await expect(checked(ordered)).rejects.toThrow(/gave different answers for the same input/);
});

test('an object that asks for chance is reported', async () => {
  const lucky: SomeObject<number> = { ...zero, apply: (state) => [state, Math.random()] };
  await expect(checked(lucky)).rejects.toThrow(/uses Math.random/);
});
