import { List, Map, OrderedMap, OrderedSet, Record, Set, Stack } from 'immutable';
import { ProcessId } from './process-id.ts';
import { fieldOfRecord, recordTypeOf } from './record-fields.ts';
import { isRising } from './rising.ts';

/**
 * An equal value made another way: every map, set and object in it was filled in the opposite order. A
 * pure function cannot tell it from the original; one that depends on the order of a set can.
 */
export function twinOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof ProcessId || isRising(value)) return value;
  if (Array.isArray(value)) return value.map(twinOf);
  if (Record.isRecord(value)) return twinOfRecord(value);
  if (List.isList(value)) return value.map(twinOf);
  if (OrderedMap.isOrderedMap(value)) return OrderedMap(value.toArray().map(twinOfEntry));
  if (Map.isMap(value)) return Map(value.toArray().reverse().map(twinOfEntry));
  if (OrderedSet.isOrderedSet(value)) return OrderedSet(value.toArray().map(twinOf));
  if (Set.isSet(value)) return Set(value.toArray().reverse().map(twinOf));
  if (Stack.isStack(value)) return Stack(value.toArray().map(twinOf));
  return Object.fromEntries(Object.entries(value).reverse().map(twinOfEntry));
}

function twinOfRecord(record: Record<object>): unknown {
  // Its type is forgotten: the names are those of its own fields, and each is given a twin of its own value.
  let twin = record as Record<{ [field: string]: unknown }>;
  for (const name of recordTypeOf(record).fields) {
    const item = fieldOfRecord(record, name);
    const other = twinOf(item);
    if (other !== item) twin = twin.set(name, other);
  }
  return twin;
}

const twinOfEntry = ([key, item]: readonly [unknown, unknown]): [string, unknown] =>
  // The keys of maps are of any type; Map and fromEntries take what they were given.
  [twinOf(key) as string, twinOf(item)];
