import type { ProcessId } from '../../checker/index.ts';
import type { Message, Outcome, Send } from '../../checker/model/effects.ts';
import { Step } from '../../checker/model/effects.ts';
import { freeze } from '../../checker/model/freeze.ts';
import type { ProtocolInstance } from '../../checker/model/instance.ts';
import {
  type ParameterDeclarations,
  type ParameterValues,
  parameterOf,
} from '../../checker/model/parameters.ts';
import { NO_TIMERS } from '../../checker/model/role.ts';

/** One thing a process may do: its next state, as plain data where it is a record, and what it sends. */
export interface Result {
  readonly next: unknown;
  readonly sends: readonly Send[];
}

/** A message of any protocol. */
type Sent = Message & Readonly<Record<string, unknown>>;

interface Instantiable {
  readonly parameters: ParameterDeclarations;
  instantiate(values: ParameterValues): ProtocolInstance;
}

/** The processes of a protocol, to try single steps on. Every input is frozen. */
export function processesOf(protocol: Instantiable, settings: ParameterValues = {}) {
  const defaults = Object.entries(protocol.parameters).map(([name, declared]) => [
    name,
    parameterOf(declared).default,
  ]);
  const { processes } = protocol.instantiate({ ...Object.fromEntries(defaults), ...settings });
  const all = (role: string) =>
    processes.filter(({ roleName }) => roleName === role).map(({ id }) => id);
  const contextOf = (self: ProcessId) =>
    freeze({ ...NO_TIMERS, self, peers: all(self.role).filter((id) => id !== self), all });
  const roleOf = (self: ProcessId) => processes.find(({ id }) => id === self)!.role;
  return {
    all,
    initial: (self: ProcessId) => roleOf(self).initial(contextOf(self)),
    durable: (self: ProcessId) => roleOf(self).durable,
    /** All that may come of an action. */
    act: (self: ProcessId, action: string, local: unknown): readonly Result[] =>
      results(roleOf(self).actions?.[action]?.(freeze(local), contextOf(self))),
    /** What comes of a message; undefined if it is ignored. */
    receive(self: ProcessId, local: unknown, from: ProcessId, message: Sent): Result | undefined {
      const handler = roleOf(self).on?.[message.kind];
      const found = results(
        handler?.(freeze(local), freeze({ ...message, from }), contextOf(self)),
      );
      if (found.length > 1) throw new Error(`${message.kind} has ${found.length} outcomes`);
      return found[0];
    },
  };
}

const results = (outcome: Outcome<unknown>): readonly Result[] =>
  [outcome]
    .flat()
    .filter((one) => one instanceof Step)
    .map(({ next, sends }) => ({ next, sends }));
