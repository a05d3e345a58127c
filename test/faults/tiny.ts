import { type Spec, spec, vocabulary } from '../../checker/index.ts';

type Message = { readonly kind: 'a' };

const { role, protocol, step, sendAll } = vocabulary<Message, 'sender' | 'receiver', 'alarm'>();

const receiver = role<boolean>({ initial: () => false, on: { a: () => step(true) } });

/** A sender that sends once, and a receiver that notes it. With an alarm, the sender has a timer of one tick as well. */
const delivery = protocol({
  name: 'delivery',
  parameters: { alarm: false },
  roles: ({ alarm }) => ({
    sender: {
      count: 1,
      role: role<boolean>({
        initial: () => false,
        actions: {
          go: (sent, { all }) => !sent && step(true, sendAll(all('receiver'), { kind: 'a' })),
        },
        ...(alarm ? { timers: { alarm: () => undefined }, initialTimers: { alarm: 1 } } : {}),
      }),
    },
    receiver: { count: 1, role: receiver },
  }),
});

export const symmetricSpec: Spec = spec(delivery, {
  about: 'a message that a partition holds back',
  properties: [],
  faults: { partition: 1 },
});

export const oneWaySpec: Spec = spec(delivery, {
  about: 'the same, with links cut in one direction',
  properties: [],
  faults: { partition: 1 },
  partitions: 'one-way',
});

export const pauseSpec: Spec = spec(delivery, {
  about: 'a receiver that is paused',
  properties: [],
  faults: { pause: 1 },
  pausing: ['receiver'],
});

export const lateSpec: Spec = spec(delivery, {
  about: 'a message that should arrive before the next tick',
  properties: [],
  faults: { late: 0, partition: 0, pause: 0 },
  pausing: ['receiver'],
  synchronous: true,
});

const clocks = vocabulary<never, 'clock', 'alarm'>();

/** One process with an alarm. */
const clock = (ticks: number) =>
  clocks.protocol({
    name: 'clock',
    roles: () => ({
      clock: {
        count: 1,
        role: clocks.role<'set' | 'rung'>({
          initial: () => 'set',
          timers: { alarm: () => clocks.step('rung') },
          initialTimers: { alarm: ticks },
        }),
      },
    }),
  });

export const alarmSpec: Spec = spec(clock(2), {
  about: 'an alarm after two ticks, and a clock that may jump',
  properties: [],
  faults: { jump: 0 },
  jumpBy: 2,
});

export const driftSpec: Spec = spec(clock(1), {
  about: 'an alarm after a tick, and a clock that may be a tick off',
  properties: [],
  drift: 1,
});

const lying = vocabulary<Message, 'liar' | 'receiver'>();

export const liarSpec: Spec = spec(
  lying.protocol({
    name: 'liar',
    roles: () => ({
      liar: {
        count: 1,
        role: lying.role({ initial: () => null, alphabet: () => [{ kind: 'a' }] }),
      },
      receiver: {
        count: 1,
        role: lying.role<boolean>({ initial: () => false, on: { a: () => step(true) } }),
      },
    }),
  }),
  { about: 'one process that may lie to another', properties: [], faults: { byzantine: 1 } },
);
