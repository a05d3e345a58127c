import { UsageError } from '../errors.ts';
import { nearest } from '../nearest.ts';

/** Reads the value of an option that takes a whole number from `least` on. */
export const wholeNumber =
  (option: string, least: number, most: number = Number.MAX_SAFE_INTEGER) =>
  (text: string): number => {
    const value = /^[+-]?\d+$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    const closest = value > most ? most : least;
    throw new UsageError(
      `${option} ${text} is not possible: it takes a whole number, at ${value > most ? 'most' : 'least'} ${closest}. Nearest: ${option} ${closest}.`,
    );
  };

/** Reads the value of an option that takes one of some words. */
export const oneOf =
  <Word extends string>(option: string, words: readonly Word[]) =>
  (text: string): Word => {
    const word = words.find((one) => one === text);
    if (word !== undefined) return word;
    const guess = nearest(text, words);
    const remedy = guess === undefined ? '' : ` Did you mean ${guess}?`;
    throw new UsageError(
      `${option} ${text} is not possible: it is ${words.join(' or ')}.${remedy}`,
    );
  };

/** Adds one `name=value` to those before it; a name given twice takes the last value. */
export function setting(
  text: string,
  before: Readonly<Record<string, string>> | undefined,
): Readonly<Record<string, string>> {
  const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  if (name !== undefined && value !== undefined)
    return Object.fromEntries([...Object.entries(before ?? {}), [name, value]]);
  throw new UsageError(`--set ${text} is not possible: write --set name=value.`);
}
