import { FAULTS } from '../faults/faults.ts';
import type { Trace } from '../trace/trace.ts';
import { lengthText } from '../trace/wording.ts';

/** What was checked, and how many steps show it: `raft, variant votes-twice: 9 steps`. */
export const headline = ({ spec, variant, steps, loop }: Trace): string =>
  `${spec}${variant === null ? '' : `, variant ${variant}`}: ${lengthText(steps.length, loop)}`;

/** What the trace shows of its property: `Violated: two clients are never inside at once`. */
export const verdictLine = ({ property }: Trace): string =>
  `${property.shows === 'witness' ? 'Reached' : 'Violated'}: ${property.name}`;

/**
 * The parameters that matter: numbers but faults that cannot happen, words, and switches that are on.
 */
export const settings = ({ parameters, processes }: Trace): readonly string[] =>
  Object.entries(parameters).flatMap(([name, value]) => {
    if (value === false || (value === 0 && FAULT_NAMES.has(name))) return [];
    if (name === 'network' && processes.length === 0) return [];
    return [value === true ? name : `${name} ${value}`];
  });

const FAULT_NAMES: ReadonlySet<string> = new Set([...FAULTS, 'drift']);
