import { type Spec, spec, vocabulary } from '../../checker/index.ts';

export const ping = { kind: 'ping' } as const;
export const pong = { kind: 'pong' } as const;
const { role, protocol, step, send } = vocabulary<
  typeof ping | typeof pong,
  'sender' | 'receiver'
>();

/** A sender of two kinds of messages, which the receiver counts. */
export const pingsSpec: Spec = spec(
  protocol({
    name: 'pings',
    roles: () => ({
      sender: {
        count: 1,
        role: role({
          initial: () => 0,
          actions: {
            ping: (sent, { all }) => step(sent + 1, ...all('receiver').map((to) => send(to, ping))),
            pong: (sent, { all }) => step(sent + 1, ...all('receiver').map((to) => send(to, pong))),
          },
        }),
      },
      receiver: {
        count: 1,
        role: role({ initial: () => 0, on: { ping: (got) => step(got + 1), pong: () => step(9) } }),
      },
    }),
  }),
  { about: 'pings', properties: [], network: 'fifo', faults: { loss: 1, duplication: 1 } },
);
