import { settingText, tellingSettings } from '../faults/telling-settings.ts';
import type { Trace } from '../trace/trace.ts';
import { lengthText } from '../trace/wording.ts';

/** What was checked, and how many steps show it: `raft, variant votes-twice: 9 steps`. */
export const headline = ({ spec, variant, steps, loop }: Trace): string =>
  `${spec}${variant === null ? '' : `, variant ${variant}`}: ${lengthText(steps.length, loop)}`;

/** What the trace shows of its property: `Violated: two clients are never inside at once`. */
export const verdictLine = ({ property }: Trace): string =>
  `${property.shows === 'witness' ? 'Reached' : 'Violated'}: ${property.name}`;

/** The parameters that matter; a plain system has no network. */
export const settings = ({ parameters, processes }: Trace): readonly string[] =>
  tellingSettings(parameters)
    .filter(([name]) => name !== 'network' || processes.length > 0)
    .map(settingText);
