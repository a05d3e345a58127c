import { isImmutable, List, Map, OrderedMap, OrderedSet, Record, Set, Stack } from 'immutable';
import { exactForm, textOf } from './canonical.ts';
import { isPlain } from './plain.ts';
import { ProcessId } from './process-id.ts';
import { fieldOfRecord, type RecordType, recordTypeOf } from './record-fields.ts';
import { isRising } from './rising.ts';

/**
 * The keys of settled values, which cannot change any more, nor anything in them; so a value made of known parts costs no more
 * than its new parts. One map for both, since to look a value up takes longer than most of what is done with it.
 */
const keys = new WeakMap<object, string>();

/** Stands for the key of a settled value that was not asked for so far. No key is empty. */
const NO_KEY = '';

/** A value in a value in a value so many times over is left to `exactForm`, which knows what is circular. */
const DEEPEST = 200;

/** Takes note that a value cannot change any more, nor anything in it; false if that was known. */
export function settle(value: object): boolean {
  if (keys.has(value)) return false;
  keys.set(value, NO_KEY);
  return true;
}

/** Takes note that a value cannot change any more, nor anything in it, and that it is equal to another. */
export function settleAs(value: object, other: object): void {
  keys.set(value, keys.get(other) ?? NO_KEY);
}

/**
 * The canonical key of a value: equal for equal values, different for different ones. The text of its exact
 * form, put together from the texts of its parts.
 * @throws ModelError naming the place of something that is not a value.
 */
export const canonicalKey = (value: unknown): string => keyOf(value, 0) ?? textOf(exactForm(value));

/** The key of a value; undefined for what is not one, or takes a closer look. */
function keyOf(value: unknown, depth: number): string | undefined {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'boolean':
      return String(value);
    case 'number':
      return Number.isFinite(value) && !Object.is(value, -0) ? String(value) : undefined;
    case 'object':
      return value === null ? 'null' : keyOfObject(value, depth);
    default:
      return value === undefined ? '{"#undefined":true}' : undefined;
  }
}

function keyOfObject(value: object, depth: number): string | undefined {
  const known = keys.get(value);
  if (known !== undefined && known !== NO_KEY) return known;
  const key = depth > DEEPEST ? undefined : composed(value, depth + 1);
  if (key !== undefined && (known === NO_KEY || isForever(value))) keys.set(value, key);
  return key;
}

/** There is one object for each process, and for each number that rises. */
const isForever = (value: object): boolean => value instanceof ProcessId || isRising(value);

function composed(value: object, depth: number): string | undefined {
  if (isPlain(value)) return fields(value, depth);
  if (value instanceof ProcessId) return `{"#id":${JSON.stringify(String(value))}}`;
  if (isRising(value)) return textOf(exactForm(value));
  if (Array.isArray(value)) return tagged('#array', listed(value, depth));
  if (Record.isRecord(value)) return composedOfRecord(value, depth);
  if (isImmutable(value)) return composedOfCollection(value, depth);
  return Object.getPrototypeOf(value) === null ? fields(value, depth) : undefined;
}

function composedOfCollection(value: object, depth: number): string | undefined {
  if (List.isList(value)) return listed(value, depth);
  if (OrderedMap.isOrderedMap(value)) return tagged('#ordered-map', entries(value, depth));
  if (Map.isMap(value)) return tagged('#map', entries(value, depth, true));
  if (OrderedSet.isOrderedSet(value)) return tagged('#ordered-set', listed(value, depth));
  if (Set.isSet(value)) return tagged('#set', listed(value, depth, true));
  if (Stack.isStack(value)) return tagged('#stack', listed(value, depth));
  return undefined;
}

const tagged = (tag: string, text: string | undefined): string | undefined =>
  text === undefined ? undefined : `{"${tag}":${text}}`;

function listed(items: Iterable<unknown>, depth: number, sorted = false): string | undefined {
  const texts: string[] = [];
  for (const item of items) {
    const text = keyOf(item, depth);
    if (text === undefined) return undefined;
    texts.push(text);
  }
  return `[${(sorted ? texts.sort() : texts).join()}]`;
}

function entries(map: Map<unknown, unknown>, depth: number, sorted = false): string | undefined {
  const texts: string[] = [];
  for (const [key, item] of map) {
    const one = keyOf(key, depth);
    const other = keyOf(item, depth);
    if (one === undefined || other === undefined) return undefined;
    texts.push(`[${one},${other}]`);
  }
  return `[${(sorted ? texts.sort() : texts).join()}]`;
}

/** The text of a plain object. */
function fields(value: object, depth: number): string | undefined {
  const names = Object.keys(value);
  if (names.length > 1) names.sort();
  let text = '';
  for (const name of names) {
    const label = labelOf(name);
    const key = keyOf(Reflect.get(value, name), depth);
    if (label === RESERVED || key === undefined) return undefined;
    text += text === '' ? label + key : `,${label}${key}`;
  }
  return `{${text}}`;
}

function composedOfRecord(record: Record<object>, depth: number): string | undefined {
  let text = '';
  for (const { field, label } of fieldsOfType(recordTypeOf(record))) {
    const key = field === undefined ? '' : keyOf(fieldOfRecord(record, field), depth);
    if (label === RESERVED || key === undefined) return undefined;
    text += text === '' ? label + key : `,${label}${key}`;
  }
  return `{${text}}`;
}

/** What stands in a text before the value of a field; or, where there is no field, for itself. */
interface Labelled {
  readonly field: string | undefined;
  readonly label: string;
}

const labelled = new WeakMap<RecordType, readonly Labelled[]>();

/** The fields of a type in the order of their names, and its own name among them. */
function fieldsOfType(type: RecordType): readonly Labelled[] {
  const known = labelled.get(type);
  if (known !== undefined) return known;
  const name = { field: undefined, label: `"#record":${JSON.stringify(type.name)}` };
  const ordered = type.fields
    .map((field): [string, Labelled] => [field, { field, label: labelOf(field) }])
    .concat([['#record', name]])
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, one]) => one);
  labelled.set(type, ordered);
  return ordered;
}

/** Names that begin with # are left to `canonicalForm`, which says what is wrong with them. */
const RESERVED = '';

const labels = new globalThis.Map<string, string>();

/** The names of fields are few. */
function labelOf(name: string): string {
  const known = labels.get(name);
  if (known !== undefined) return known;
  const label = name.startsWith('#') ? RESERVED : `${JSON.stringify(name)}:`;
  labels.set(name, label);
  return label;
}
