import { List, Map, OrderedMap, OrderedSet, Record, Set, Stack } from 'immutable';
import { ProcessId } from './process-id.ts';
import { isRising, type Rising } from './rising.ts';

/** A value with every process id and every number that rises in it replaced: also keys of maps, members of sets, and whatever is nested in them. */
export function replace(value: unknown, leaf: (one: ProcessId | Rising) => unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof ProcessId || isRising(value)) return leaf(value);
  const item = (one: unknown) => replace(one, leaf);
  // The keys of maps are of any type; Map and fromEntries take what they were given.
  const entry = ([key, one]: readonly [unknown, unknown]): [string, unknown] => [
    item(key) as string,
    item(one),
  ];
  if (Array.isArray(value)) return value.map(item);
  if (Record.isRecord(value)) {
    return Object.entries(value.toObject()).reduce(
      (renamed, [name, one]) => renamed.set(name, item(one)),
      value,
    );
  }
  if (List.isList(value)) return value.map(item);
  if (OrderedMap.isOrderedMap(value)) return OrderedMap(value.toArray().map(entry));
  if (Map.isMap(value)) return Map(value.toArray().map(entry));
  if (OrderedSet.isOrderedSet(value)) return OrderedSet(value.toArray().map(item));
  if (Set.isSet(value)) return Set(value.toArray().map(item));
  if (Stack.isStack(value)) return Stack(value.toArray().map(item));
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, item(one)]));
}
