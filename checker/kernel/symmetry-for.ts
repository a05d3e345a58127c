import { ModelError } from '../errors.ts';
import type { SearchOptions } from '../explore/result.ts';
import type { Subject } from '../model/subject.ts';
import type { Property } from '../property/property.ts';
import type { Configuration } from '../spec/configuration.ts';

/** The kinds of properties that are decided by a state or a step, which its representative decides as well. */
const OF_STATES_AND_STEPS: readonly Property<Subject>['kind'][] = [
  'invariant',
  'step-invariant',
  'reachable',
  'reachable-step',
  'deadlock-free',
];

/**
 * Whether nothing in the environment of a model tells its processes apart but by what they do. Who is cut off,
 * paused or Byzantine, and what its clock shows, is not renamed; where that matters, states are not reduced.
 */
const isAlikeForAll = ({ model, environment: { budget, drift } }: Configuration): boolean =>
  drift === 0 &&
  budget.partition + budget.pause + budget.jump + budget.byzantine === 0 &&
  (model.kind === 'system' || model.processes.every(({ role }) => role.timers === undefined));

/**
 * Whether a search reduces states by the symmetry that the model declares. Random walks do not: they take no
 * notice of where they have been.
 */
export const symmetryFor = (
  configuration: Configuration,
  { symmetry = false, strategy }: SearchOptions,
): boolean =>
  symmetry &&
  strategy !== 'random' &&
  isAlikeForAll(configuration) &&
  configuration.properties.every(({ kind }) => OF_STATES_AND_STEPS.includes(kind));

/**
 * Whether a search takes states for one that differ in how far numbers have risen. Random walks do not.
 * @throws ModelError where a configuration asks for it and it is not possible.
 */
export function shiftsFor(
  { spec, rising, environment, properties }: Configuration,
  { strategy }: SearchOptions,
): boolean {
  const obstacle =
    environment.budget.byzantine > 0
      ? 'a Byzantine process may send certain numbers'
      : properties.some(({ kind }) => kind === 'refinement')
        ? 'the state that a refinement maps to may have certain numbers'
        : undefined;
  if (rising && obstacle !== undefined)
    throw new ModelError(
      `${spec}: numbers cannot be rising here, as ${obstacle}. Take them as they are: --set rising=false.`,
    );
  return rising && strategy !== 'random';
}
