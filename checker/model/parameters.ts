import { UsageError } from '../errors.ts';
import { nearest } from '../nearest.ts';

export type ParameterValue = number | boolean | string;

/** A whole number between two limits, both included. */
export interface IntegerParameter {
  readonly type: 'integer';
  readonly default: number;
  readonly from: number;
  readonly to: number;
}

/** One of a fixed list of words. */
export interface ChoiceParameter<Word extends string> {
  readonly type: 'choice';
  readonly default: Word;
  readonly words: readonly Word[];
}

/** A switch, off or on. */
export interface FlagParameter {
  readonly type: 'flag';
  readonly default: boolean;
}

export type Parameter = IntegerParameter | ChoiceParameter<string> | FlagParameter;

/** What an author may write for a parameter; a bare boolean is a switch. */
export type ParameterDeclaration = Parameter | boolean;

export type ParameterDeclarations = Readonly<Record<string, ParameterDeclaration>>;

/** The type of a parameter's value, from its declaration. */
export type ValueOf<D extends ParameterDeclaration> =
  D extends ChoiceParameter<infer Word> ? Word : D extends IntegerParameter ? number : boolean;

export type ValuesOf<D extends ParameterDeclarations> = {
  readonly [Name in keyof D]: ValueOf<D[Name]>;
};

export type ParameterValues = Readonly<Record<string, ParameterValue>>;

/** Declares a whole number with its default and its least and greatest value. */
export const integer = (
  byDefault: number,
  range: { readonly from: number; readonly to: number },
): IntegerParameter => ({
  type: 'integer',
  default: byDefault,
  ...range,
});

/** Declares one of several words; the first is the default. */
export const choice = <const Words extends readonly [string, ...string[]]>(
  ...words: Words
): ChoiceParameter<Words[number]> => ({
  type: 'choice',
  default: words[0],
  words,
});

/** The full form of what an author wrote. */
export const parameterOf = (declaration: ParameterDeclaration): Parameter =>
  typeof declaration === 'boolean' ? { type: 'flag', default: declaration } : declaration;

/** What values a parameter takes, in words. */
export function rangeOf(parameter: Parameter): string {
  switch (parameter.type) {
    case 'integer':
      return `a whole number from ${parameter.from} to ${parameter.to}`;
    case 'choice':
      return `one of ${parameter.words.join(', ')}`;
    case 'flag':
      return 'true or false';
  }
}

/**
 * The value that a text or a variant's setting stands for.
 * @throws UsageError naming the parameter, the value, its range and the nearest valid value.
 */
export function readValue(
  name: string,
  parameter: Parameter,
  given: ParameterValue,
): ParameterValue {
  const text = String(given);
  switch (parameter.type) {
    case 'flag':
      if (text === 'true' || text === 'false') return text === 'true';
      throw refused(name, parameter, text, nearest(text, ['true', 'false']));
    case 'choice':
      if (parameter.words.includes(text)) return text;
      throw refused(name, parameter, text, nearest(text, parameter.words));
    case 'integer':
      return readInteger(name, parameter, text);
  }
}

function readInteger(name: string, parameter: IntegerParameter, text: string): number {
  const value = /^-?\d+$/.test(text) ? Number(text) : Number.NaN;
  if (value >= parameter.from && value <= parameter.to) return value;
  const limit = value < parameter.from ? parameter.from : parameter.to;
  throw refused(name, parameter, text, String(Number.isNaN(value) ? parameter.default : limit));
}

const refused = (
  name: string,
  parameter: Parameter,
  given: string,
  closest: string | undefined,
): UsageError =>
  new UsageError(
    `${name}=${given} is not possible: ${name} is ${rangeOf(parameter)}.${closest === undefined ? '' : ` Nearest: ${name}=${closest}.`}`,
  );
