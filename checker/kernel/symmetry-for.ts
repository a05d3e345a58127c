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
 * Whether a search reduces states by the symmetry that the model declares. Random walks do not: they take no
 * notice of where they have been.
 */
export const symmetryFor = (
  { properties }: Configuration,
  { symmetry = false, strategy }: SearchOptions,
): boolean =>
  symmetry &&
  strategy !== 'random' &&
  properties.every(({ kind }) => OF_STATES_AND_STEPS.includes(kind));
