import { isImmutable, List, Map, OrderedMap, OrderedSet, Record, Set, Stack } from 'immutable';
import { exactForm, textOf } from './canonical.ts';
import { ProcessId } from './process-id.ts';
import { isRising } from './rising.ts';

/** Values that cannot change any more, nor anything in them. */
const settled = new WeakSet<object>();

/** The keys of settled values, so that a value made of known parts costs no more than its new parts. */
const keys = new WeakMap<object, string>();

/** A value in a value in a value so many times over is left to `exactForm`, which knows what is circular. */
const DEEPEST = 200;

/** Takes note that a value cannot change any more, nor anything in it; false if that was known. */
export function settle(value: object): boolean {
  if (settled.has(value)) return false;
  settled.add(value);
  return true;
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
  if (known !== undefined) return known;
  const key = depth > DEEPEST ? undefined : composed(value, depth + 1);
  if (key !== undefined && (settled.has(value) || isRising(value))) keys.set(value, key);
  return key;
}

function composed(value: object, depth: number): string | undefined {
  if (value instanceof ProcessId) return `{"#id":${JSON.stringify(String(value))}}`;
  if (isRising(value)) return textOf(exactForm(value));
  if (Array.isArray(value)) return tagged('#array', listed(value, depth));
  if (Record.isRecord(value))
    return fields(value.toObject(), depth, Record.getDescriptiveName(value));
  if (isImmutable(value)) return composedOfCollection(value, depth);
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null ? fields(value, depth) : undefined;
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
    const [one, other] = [keyOf(key, depth), keyOf(item, depth)];
    if (one === undefined || other === undefined) return undefined;
    texts.push(`[${one},${other}]`);
  }
  return `[${(sorted ? texts.sort() : texts).join()}]`;
}

function fields(value: object, depth: number, record?: string): string | undefined {
  const names = Object.keys(value);
  if (names.some((name) => name.startsWith('#'))) return undefined;
  const texts = names.map((name): [string, string | undefined] => [
    name,
    keyOf(Reflect.get(value, name), depth),
  ]);
  if (record !== undefined) texts.push(['#record', JSON.stringify(record)]);
  if (texts.some(([, text]) => text === undefined)) return undefined;
  texts.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${texts.map(([name, text]) => `${JSON.stringify(name)}:${text}`).join()}}`;
}
