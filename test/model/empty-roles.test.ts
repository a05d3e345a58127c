import { expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import {
  atMost,
  each,
  eventually,
  invariant,
  observe,
  reachable,
  type Spec,
  spec,
  stepsOf,
  vocabulary,
  weak,
} from '../../checker/index.ts';
import { configure } from '../../checker/spec/configuration.ts';
import { searching } from '../reference/agreement.ts';

const { role, protocol, step } = vocabulary<{ readonly kind: 'none' }, 'worker' | 'helper'>();

const worker = role<number>({
  initial: () => 0,
  actions: { work: (done) => done < 2 && step(done + 1) },
});

const helper = role<number>({
  initial: () => 5,
  actions: { help: (done) => done < 9 && step(done + 1) },
});

/** Workers alone: the other role has no processes. */
const alone = observe(
  protocol({
    name: 'alone',
    roles: () => ({ worker: { count: 1, role: worker }, helper: { count: 0, role: helper } }),
  }),
  {
    initial: ({ helper }) => helper.size,
    note: { worker: (_, after): number => after },
    record: (before, after) => before + after,
  },
);

const aloneSpec: Spec = spec(alone, {
  about: 'a role without processes',
  crashing: ['helper'],
  bounds: { help: atMost(3, 'helper', (done) => done) },
  properties: [
    invariant('nobody helps', ({ helper }) => helper.isEmpty()),
    invariant(
      'helpers are done',
      each('helper', () => false),
    ),
    reachable(
      'a helper is seen',
      each('helper', () => true),
    ),
    eventually('the work is done', ({ worker }) => worker.every((done) => done === 2), {
      fairness: [weak('work', 'help'), weak(stepsOf('helper'))],
    }),
    invariant(
      'less than all is done',
      ({ worker, helper }) => worker.every((done) => done < 2) || helper.size > 0,
    ),
  ],
});

test('a role without processes is seen as an empty map, and may be spoken of', async () => {
  const configuration = configure(aloneSpec);
  const { states, properties } = await check(configuration, searching('bfs', { keepGoing: true }));
  expect(states).toBe(3);
  expect(properties.map(({ name, status }) => [name, status])).toEqual([
    ['nobody helps', 'holds'],
    ['helpers are done', 'holds'],
    ['a helper is seen', 'unreachable'],
    ['the work is done', 'holds'],
    // Found by the kernel, and confirmed by the replay that every path goes through.
    ['less than all is done', 'violated'],
  ]);
});
