import { List, Map, OrderedMap, OrderedSet, Record, Set, Stack } from 'immutable';
import { ProcessId } from './process-id.ts';
import { isRising } from './rising.ts';

/**
 * An equal value made another way: every map, set and object in it was filled in the opposite order. A
 * pure function cannot tell it from the original; one that depends on the order of a set can.
 */
export function twinOf(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof ProcessId || isRising(value)) return value;
  if (Array.isArray(value)) return value.map(twinOf);
  if (Record.isRecord(value)) {
    return Object.entries(value.toObject()).reduce(
      (twin, [name, item]) => twin.set(name, twinOf(item)),
      value,
    );
  }
  if (List.isList(value)) return value.map(twinOf);
  if (OrderedMap.isOrderedMap(value)) return OrderedMap(value.toArray().map(twinOfEntry));
  if (Map.isMap(value)) return Map(value.toArray().reverse().map(twinOfEntry));
  if (OrderedSet.isOrderedSet(value)) return OrderedSet(value.toArray().map(twinOf));
  if (Set.isSet(value)) return Set(value.toArray().reverse().map(twinOf));
  if (Stack.isStack(value)) return Stack(value.toArray().map(twinOf));
  return Object.fromEntries(Object.entries(value).reverse().map(twinOfEntry));
}

const twinOfEntry = ([key, item]: readonly [unknown, unknown]): [string, unknown] =>
  // The keys of maps are of any type; Map and fromEntries take what they were given.
  [twinOf(key) as string, twinOf(item)];
