import { List, Map, OrderedMap, OrderedSet, Record, Set, Stack } from 'immutable';
import { settleAs } from './canonical-key.ts';
import { isPlain } from './plain.ts';
import { ProcessId } from './process-id.ts';
import { fieldOfRecord, recordTypeOf } from './record-fields.ts';
import { isRising } from './rising.ts';

/**
 * An equal value made another way: every map, set and object in it was filled in the opposite order. A
 * pure function cannot tell it from the original; one that depends on the order of a set can, and one that
 * asks whether two equal things are one object: what is one object twice in the original has two twins. It is frozen, all the way down.
 */
export function twinOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const twin = isPlain(value) ? twinOfPlain(value) : twinOfOther(value);
  // Its parts are frozen by now; to freeze it from outside would go through all of it once more.
  if (twin !== value) settleAs(twin, value);
  return twin;
}

function twinOfPlain(value: Readonly<globalThis.Record<string, unknown>>): object {
  const names = Object.keys(value);
  if (names.includes('__proto__')) return twinOfEntries(value);
  const twin: { [name: string]: unknown } = {};
  for (let index = names.length - 1; index >= 0; index--) {
    const name = names[index]!;
    twin[name] = twinOf(value[name]);
  }
  return Object.freeze(twin);
}

function twinOfOther(value: object): object {
  if (value instanceof ProcessId || isRising(value)) return value;
  if (Array.isArray(value)) return Object.freeze(value.map(twinOf));
  if (Record.isRecord(value)) return twinOfRecord(value);
  if (List.isList(value)) return value.map(twinOf);
  if (OrderedMap.isOrderedMap(value)) return OrderedMap(value.toArray().map(twinOfEntry));
  if (Map.isMap(value)) return Map(value.toArray().reverse().map(twinOfEntry));
  if (OrderedSet.isOrderedSet(value)) return OrderedSet(value.toArray().map(twinOf));
  if (Set.isSet(value)) return Set(value.toArray().reverse().map(twinOf));
  if (Stack.isStack(value)) return Stack(value.toArray().map(twinOf));
  return twinOfEntries(value);
}

function twinOfRecord(record: Record<object>): object {
  // Its type is forgotten: the names are those of its own fields, and each is given a twin of its own value.
  let twin = record as Record<{ [field: string]: unknown }>;
  for (const name of recordTypeOf(record).fields) {
    const item = fieldOfRecord(record, name);
    const other = twinOf(item);
    if (other !== item) twin = twin.set(name, other);
  }
  return twin;
}

/** Slower than to set one field after the other, but of fields with any name. */
const twinOfEntries = (value: object): object =>
  Object.freeze(Object.fromEntries(Object.entries(value).reverse().map(twinOfEntry)));

const twinOfEntry = ([key, item]: readonly [unknown, unknown]): [string, unknown] =>
  // The keys of maps are of any type; Map and fromEntries take what they were given.
  [twinOf(key) as string, twinOf(item)];
