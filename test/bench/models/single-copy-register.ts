import {
  calls,
  integer,
  linearizable,
  reachable,
  register,
  type Spec,
  spec,
  vocabulary,
} from '../../../checker/index.ts';
import { client, NOTHING, type RegisterMessage, registerCalls } from './register-client.ts';

const { role, protocol, step, send } = vocabulary<RegisterMessage, 'server' | 'client'>();

/** Holds a value, of which no other server knows. */
const server = role<string>({
  initial: () => NOTHING,
  on: {
    put: (_, { from, request, value }) => step(value, send(from, { kind: 'putOk', request })),
    get: (held, { from, request }) =>
      step(held, send(from, { kind: 'getOk', request, value: held })),
  },
});

/** A register of which each server has a copy of its own: right with one server, wrong with more. */
const singleCopyRegister = protocol({
  name: 'single-copy register',
  parameters: {
    clients: integer(2, { from: 1, to: 6 }),
    servers: integer(1, { from: 1, to: 6 }),
  },
  roles: ({ clients, servers }) => ({
    server: { count: servers, role: server },
    client: { count: clients, role: client },
  }),
});

const specThat = (keep: 'history' | 'monitor'): Spec => {
  const observed = calls(singleCopyRegister, {
    object: register(NOTHING),
    clients: { client: registerCalls },
    keep,
  });
  return spec(observed, {
    about: 'a register with one copy a server, for comparison with other checkers',
    ignored: 'kept',
    properties: [
      linearizable('the register is linearizable', observed),
      reachable('a client is told what was put', (_, { inFlight }) =>
        inFlight.some(
          ({ message }) =>
            message.kind === 'getOk' && 'value' in message && message.value !== NOTHING,
        ),
      ),
    ],
  });
};

export const singleCopyRegisterSpec: Spec = specThat('history');
export const monitoredRegisterSpec: Spec = specThat('monitor');
