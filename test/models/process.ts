import { freeze } from '../../checker/kernel/freeze.ts';
import { type Message, type Outcome, Step } from '../../checker/model/effects.ts';
import type { ModelInstance } from '../../checker/model/instance.ts';
import {
  type ParameterDeclarations,
  type ParameterValues,
  parameterOf,
} from '../../checker/model/parameters.ts';

interface Instantiable {
  readonly parameters: ParameterDeclarations;
  instantiate(values: ParameterValues): ModelInstance;
}

/** One process of a protocol, to try single steps on: every input is frozen, every outcome a list. */
export function processOf(model: Instantiable, name: string, settings: ParameterValues = {}) {
  const defaults = Object.entries(model.parameters).map(([key, declared]) => [
    key,
    parameterOf(declared).default,
  ]);
  const instance = model.instantiate({ ...Object.fromEntries(defaults), ...settings });
  if (instance.kind !== 'protocol') throw new Error('a plain system has no processes');
  const id = (wanted: string) => {
    const found = instance.processes.find((one) => String(one.id) === wanted);
    if (found === undefined) throw new Error(`there is no process ${wanted}`);
    return found;
  };
  const { id: self, roleName, role } = id(name);
  const all = (wanted: string) =>
    instance.processes.filter((one) => one.roleName === wanted).map((one) => one.id);
  const context = freeze({
    self,
    peers: all(roleName).filter((one) => one !== self),
    all,
    remaining: () => undefined,
    isRunning: () => false,
  });
  return {
    durable: role.durable,
    initial: role.initial(context),
    id: (wanted: string) => id(wanted).id,
    act: (action: string, local: unknown) =>
      steps(role.actions?.[action]?.(freeze(local), context)),
    receive: (local: unknown, message: Message, from: string) =>
      steps(
        role.on?.[message.kind]?.(
          freeze(local),
          freeze({ ...message, from: id(from).id }),
          context,
        ),
      ),
    ring: (timer: string, local: unknown) => steps(role.timers?.[timer]?.(freeze(local), context)),
    recover: (local: unknown) => steps(role.recover?.(freeze(local), context)),
  };
}

/** Each step as what becomes of the process, and its messages as `kind → receiver`. */
const steps = (outcome: Outcome<unknown>) =>
  [outcome]
    .flat()
    .filter((one) => one instanceof Step)
    .map(({ next, sends }) => ({
      next,
      sends: sends.map(({ to, message }) => `${message.kind} → ${to}`),
    }));
