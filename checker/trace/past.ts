import type { Past } from '../property/property.ts';
import type { Run } from './follow.ts';

/** A run as far as it changed local states. */
export const pastOf = ({ start, outcomes }: Run): Past => ({
  start: (role) => start.seen.locals(role),
  steps: outcomes.flatMap(({ step }, index) =>
    step === undefined ? [] : [{ ...step, number: index + 1 }],
  ),
});
