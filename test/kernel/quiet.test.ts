import { expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import { invariant, type Spec, spec, vocabulary } from '../../checker/index.ts';
import { configure } from '../../checker/spec/configuration.ts';
import { searching } from '../reference/agreement.ts';

const { role, protocol, step, sendAll } = vocabulary<{ readonly kind: 'news' }, 'teller'>();

/** Tells everyone once, and does not listen: all that follows leaves local states as they are. */
const teller = role<'silent' | 'told'>({
  initial: () => 'silent',
  actions: {
    tell: (at, { peers }) => at === 'silent' && step('told', sendAll(peers, { kind: 'news' })),
  },
});

const tellers = protocol({
  name: 'tellers',
  parameters: {},
  roles: () => ({ teller: { count: 2, role: teller } }),
});

const faults = { loss: 1, duplication: 1 };

const lossless: Spec = spec(tellers, {
  about: 'an invariant of what went wrong',
  faults,
  properties: [invariant('nothing is lost', (_, { faults }) => faults.loss === 0)],
});

const uncrowded: Spec = spec(tellers, {
  about: 'an invariant of what is under way',
  faults,
  properties: [invariant('few messages are under way', (_, { inFlight }) => inFlight.size < 3)],
});

test.each([
  ['what went wrong', lossless, 2],
  ['what is under way', uncrowded, 3],
])(
  'a transition that leaves all local states as they are may decide by %s',
  async (_, one, steps) => {
    const { properties } = await check(configure(one), searching('bfs'));
    expect(properties).toMatchObject([{ status: 'violated', path: { steps: { length: steps } } }]);
  },
);

const unpaused: Spec = spec(tellers, {
  about: 'an invariant of a condition',
  faults: { pause: 1 },
  properties: [
    invariant('nobody is paused', ({ teller }, { isPaused }) =>
      teller.every((_, id) => !isPaused(id)),
    ),
  ],
});

test('what changes the condition of a process is looked at', async () => {
  const { properties } = await check(configure(unpaused), searching('bfs'));
  expect(properties).toMatchObject([{ status: 'violated', path: { steps: { length: 1 } } }]);
});
