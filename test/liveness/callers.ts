import {
  each,
  eventually,
  eventuallyAlways,
  leadsTo,
  type Spec,
  spec,
  stepsOf,
  strong,
  vocabulary,
  weak,
} from '../../checker/index.ts';

type Message = { readonly kind: 'call' | 'busy' | 'answer' };
const { role, protocol, step, send, sendAll } = vocabulary<Message, 'desk' | 'caller'>();

/** A desk that may turn callers away as often as it likes. */
const desk = role<'calm'>({
  initial: () => 'calm',
  on: {
    call: (at, { from }) => [
      step(at, send(from, { kind: 'busy' })),
      step(at, send(from, { kind: 'answer' })),
    ],
  },
});

/** Who calls and, when turned away, calls again. */
const caller = (patient: boolean) =>
  role<'idle' | 'waiting' | 'answered'>({
    initial: () => 'idle',
    actions: {
      call: (at, { all }) =>
        at === 'idle' && step('waiting', sendAll(all('desk'), { kind: 'call' })),
    },
    on: {
      busy: (at) => step(patient ? 'idle' : at),
      answer: () => step('answered'),
    },
  });

const callers = protocol({
  name: 'callers',
  parameters: { patient: true },
  roles: ({ patient }) => ({
    desk: { count: 1, role: desk },
    caller: { count: 2, role: caller(patient) },
  }),
});

/** Callers that may be turned away for ever, or give up, or crash. */
export const callersSpec: Spec = spec(callers, {
  about: 'callers at a desk',
  properties: [
    leadsTo(
      'who waits is told something',
      each('caller', (at) => at === 'waiting'),
      each('caller', (at, { self, world }) => at !== 'waiting' || !world.isUp(self)),
      { fairness: weak('deliver') },
    ),
    eventually(
      'everyone is answered',
      each('caller', (at) => at === 'answered'),
      { fairness: [weak('call'), strong('deliver')] },
    ),
    eventuallyAlways(
      'nobody calls for ever',
      ({ caller }) => caller.every((at) => at !== 'waiting'),
      { fairness: [weak(stepsOf('caller')), strong('deliver', 'restart')] },
    ),
  ],
  variants: {
    impatient: { set: { patient: false }, violates: 'who waits is told something' },
    crash: { set: { crash: 1, restart: 0 }, violates: 'everyone is answered' },
  },
});
