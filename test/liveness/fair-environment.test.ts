import { describe, expect, test } from 'vitest';
import { check } from '../../checker/check.ts';
import { eventually, type Spec, spec, vocabulary, weak } from '../../checker/index.ts';
import type { FairTerm } from '../../checker/property/fairness.ts';
import { configure } from '../../checker/spec/configuration.ts';
import { searching } from '../reference/agreement.ts';

/** What becomes of the one property of a spec. */
async function statusOf(one: Spec): Promise<string | undefined> {
  const { properties } = await check(configure(one), searching('bfs'));
  return properties[0]?.status;
}

/** Expects a property to hold if all that is fair, and to be violated if any one of it is not. */
function needs(terms: readonly FairTerm[], specOf: (terms: readonly FairTerm[]) => Spec): void {
  test('holds if it is fair', async () => {
    expect(await statusOf(specOf(terms))).toBe('holds');
  });
  test.each(terms)('is violated if %s is not', async (term) => {
    expect(await statusOf(specOf(terms.filter((other) => other !== term)))).toBe('violated');
  });
}

describe('that an alarm goes off', () => {
  const { role, protocol, step } = vocabulary<never, 'clock', 'alarm'>();
  const clock = protocol({
    name: 'clock',
    roles: () => ({
      clock: {
        count: 2,
        role: role<'silent' | 'ringing'>({
          initial: () => 'silent',
          initialTimers: { alarm: 2 },
          timers: { alarm: () => step('ringing') },
        }),
      },
    }),
  });
  // Time passes for both at once; each has its own timer.
  needs(['tick', 'timer alarm'], (terms) =>
    spec(clock, {
      about: 'two alarms',
      properties: [
        eventually('all ring', ({ clock }) => clock.every((at) => at === 'ringing'), {
          fairness: weak(...terms),
        }),
      ],
    }),
  );
});

type Message = { readonly kind: 'hello' };
const { role, protocol, step, sendAll } = vocabulary<Message, 'caller' | 'callee'>();

const caller = role<boolean>({
  initial: () => false,
  actions: {
    call: (called, { all }) => !called && step(true, sendAll(all('callee'), { kind: 'hello' })),
  },
});

const callee = role<boolean>({ initial: () => false, on: { hello: () => step(true) } });

const call = protocol({
  name: 'call',
  roles: () => ({ caller: { count: 1, role: caller }, callee: { count: 2, role: callee } }),
});

const calling = (terms: readonly FairTerm[], fault: 'partition' | 'pause'): Spec =>
  spec(call, {
    about: 'a call that comes through in the end',
    properties: [
      eventually('all hear it', ({ callee }) => callee.every((hears) => hears), {
        fairness: weak(...terms),
      }),
    ],
    faults: { [fault]: 2 },
  });

describe('that a message arrives in spite of partitions', () => {
  needs(['call', 'deliver', 'heal'], (terms) => calling(terms, 'partition'));
});

describe('that a message arrives in spite of pauses', () => {
  needs(['call', 'deliver', 'resume'], (terms) => calling(terms, 'pause'));
});
