import { ModelError } from '../errors.ts';
import type { Environment } from '../faults/faults.ts';
import type { ProtocolInstance } from '../model/instance.ts';
import type { Configuration } from '../spec/configuration.ts';
import { rolesNamed } from '../spec/environment.ts';
import { lyingOf } from './environments.ts';

/** @throws ModelError where a property or a bound speaks of a role that the protocol has not. */
export function refuseUnknownRoles(
  { name, roles }: ProtocolInstance,
  { properties, bounds, environment }: Configuration,
): void {
  const spoken = [
    ...properties.flatMap(({ name, predicate, trigger = predicate }) =>
      [predicate, trigger].map((one) => ({
        what: `property "${name}"`,
        role: 'role' in one ? one.role : undefined,
      })),
    ),
    ...bounds.map((bound) => ({
      what: `bound "${bound.name}"`,
      role: bound.measure.over === 'each' ? bound.measure.role : undefined,
    })),
    ...rolesNamed(environment),
  ];
  const stray = spoken.find(({ role }) => role !== undefined && !Object.hasOwn(roles, role));
  if (stray !== undefined) {
    throw new ModelError(
      `${name}: ${stray.what} speaks of role ${stray.role}; there is only ${Object.keys(roles).join(', ')}.`,
    );
  }
}

/** @throws ModelError where processes may become Byzantine, but it is not said what they may send then. */
export function refuseSpeechless(instance: ProtocolInstance, environment: Environment): void {
  if (environment.budget.byzantine === 0 || lyingOf(instance, environment).length > 0) return;
  throw new ModelError(
    `${instance.name}: byzantine=${environment.budget.byzantine}, but no role that may become so declares an "alphabet" of what it may send.`,
  );
}
