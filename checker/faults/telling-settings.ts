import { FAULTS } from './faults.ts';

/** What a parameter may be set to. */
type Value = number | boolean | string;

const NEEDS_A_BUDGET: ReadonlySet<string> = new Set([...FAULTS, 'drift']);

/**
 * The parameters that say something of a run, for a heading: numbers, but not those of faults that cannot happen; words; and
 * switches that are on.
 */
export const tellingSettings = (
  parameters: Readonly<Record<string, Value>>,
): readonly (readonly [string, Value])[] =>
  Object.entries(parameters).filter(
    ([name, value]) =>
      value !== false &&
      !(value === 0 && NEEDS_A_BUDGET.has(name)) &&
      !(name === 'jumpBy' && parameters['jump'] === 0),
  );

/** A setting in a heading: `crash 1`, or just the name of a switch. */
export const settingText = ([name, value]: readonly [string, Value]): string =>
  value === true ? name : `${name} ${value}`;
