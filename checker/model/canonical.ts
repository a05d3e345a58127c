import { isImmutable, List, Map, OrderedMap, OrderedSet, Record, Set, Stack } from 'immutable';
import stringify from 'json-stable-stringify';
import { ModelError } from '../errors.ts';
import { ProcessId } from './process-id.ts';
import { isRising, Rising } from './rising.ts';

/** Plain JSON data: what values look like in keys, traces and files. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json };

/** A value whose place takes a longer text than this to say is taken to be circular. */
const DEEPEST = 2000;

/**
 * The canonical form of a value: plain data that is equal for equal values and different for
 * different ones. Maps and sets are written in the order of their entries' texts, so it does not
 * matter in which order they were filled. Lists become arrays, records become objects; everything
 * else carries a tag that starts with `#`; but numbers that rise are written as plain ones (see `exactForm`).
 * @throws ModelError naming the place of something that is not a value (a function, a native Map, a Date, …).
 */
export const canonicalForm = (value: unknown, place = ''): Json => formOf(value, place, false);

/** The canonical form in which a number that rises is told from a plain one, and the one below all from the first. */
export const exactForm = (value: unknown): Json => formOf(value, '', true);

function formOf(value: unknown, place: string, isExact: boolean): Json {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0)
        ? value
        : { '#number': Object.is(value, -0) ? '-0' : String(value) };
    case 'undefined':
      return { '#undefined': true };
    case 'bigint':
      return { '#bigint': String(value) };
    case 'object':
      return value === null ? null : formOfObject(value, place, isExact);
    default:
      throw notData(place, `a ${typeof value}`);
  }
}

/** The text of a canonical form, with the keys of objects in order. */
export function textOf(form: Json): string {
  const text = stringify(form);
  // stringify gives undefined only for undefined and functions, which Json has not.
  if (text === undefined) throw new TypeError('a canonical form is always JSON');
  return text;
}

/** The one below all numbers has no number. */
const exactFormOf = (one: Rising): Json => ({
  '#rising': Number.isFinite(Rising.numberOf(one))
    ? [one.family, Rising.numberOf(one)]
    : [one.family],
});

function formOfObject(value: object, place: string, isExact: boolean): Json {
  if (place.length > DEEPEST) throw notData(place.slice(0, 40), 'circular or nested too deeply');
  if (value instanceof ProcessId) return { '#id': String(value) };
  if (isRising(value)) return isExact ? exactFormOf(value) : value.toJSON();
  if (Array.isArray(value))
    return { '#array': value.map((item, index) => formOf(item, `${place}[${index}]`, isExact)) };
  if (Record.isRecord(value)) {
    return {
      '#record': Record.getDescriptiveName(value),
      ...formOfFields(value.toObject(), place, isExact),
    };
  }
  if (isImmutable(value)) return formOfCollection(value, place, isExact);
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype === Object.prototype || prototype === null)
    return formOfFields(value, place, isExact);
  throw notData(place, `an instance of ${value.constructor.name}`);
}

function formOfFields(
  fields: object,
  place: string,
  isExact: boolean,
): { readonly [field: string]: Json } {
  const forms = Object.entries(fields).map(([name, value]): [string, Json] => {
    if (name.startsWith('#'))
      throw notData(`${place}.${name}`, 'a field whose name starts with #, which is reserved');
    return [name, formOf(value, `${place}.${name}`, isExact)];
  });
  // To set one field after the other would lose one that is named __proto__.
  return Object.fromEntries(forms);
}

function formOfCollection(value: object, place: string, isExact: boolean): Json {
  if (List.isList(value))
    return value.toArray().map((item, index) => formOf(item, `${place}[${index}]`, isExact));
  if (OrderedMap.isOrderedMap(value)) return { '#ordered-map': entriesOf(value, place, isExact) };
  if (Map.isMap(value)) return { '#map': sorted(entriesOf(value, place, isExact)) };
  if (OrderedSet.isOrderedSet(value))
    return { '#ordered-set': value.toArray().map((item) => formOf(item, `${place}{}`, isExact)) };
  if (Set.isSet(value))
    return { '#set': sorted(value.toArray().map((item) => formOf(item, `${place}{}`, isExact))) };
  if (Stack.isStack(value))
    return { '#stack': value.toArray().map((item) => formOf(item, `${place}[]`, isExact)) };
  throw notData(place, 'a lazy sequence');
}

const entriesOf = (map: Map<unknown, unknown>, place: string, isExact: boolean): Json[] =>
  map
    .toArray()
    .map(([key, item]) => [
      formOf(key, `${place} key`, isExact),
      formOf(item, `${place}{${String(key)}}`, isExact),
    ]);

const sorted = (forms: readonly Json[]): Json[] =>
  forms
    .map((form) => ({ form, text: textOf(form) }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ form }) => form);

const notData = (place: string, what: string): ModelError =>
  new ModelError(
    `${place === '' ? 'A state or message' : `State or message at ${place}`} is ${what}. Use Immutable.js collections, plain data and process ids.`,
  );
