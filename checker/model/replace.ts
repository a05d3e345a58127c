import { List, Map, OrderedMap, OrderedSet, Record, Set, Stack } from 'immutable';
import { ProcessId } from './process-id.ts';
import { isRising, type Rising } from './rising.ts';

/** What takes the place of a process id, or of a number that rises. */
type Leaf = (one: ProcessId | Rising) => unknown;

/** A value with every process id and every number that rises in it replaced: also keys of maps, members of sets, and whatever is nested in them. */
export function replace(value: unknown, leaf: Leaf): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof ProcessId || isRising(value)) return leaf(value);
  if (Array.isArray(value)) return items(value, leaf);
  if (Record.isRecord(value)) {
    return Object.entries(value.toObject()).reduce(
      (renamed, [name, one]) => renamed.set(name, replace(one, leaf)),
      value,
    );
  }
  if (List.isList(value)) return value.map((one) => replace(one, leaf));
  if (OrderedMap.isOrderedMap(value)) return OrderedMap(entries(value.toArray(), leaf));
  if (Map.isMap(value)) return Map(entries(value.toArray(), leaf));
  if (OrderedSet.isOrderedSet(value)) return OrderedSet(items(value.toArray(), leaf));
  if (Set.isSet(value)) return Set(items(value.toArray(), leaf));
  if (Stack.isStack(value)) return Stack(items(value.toArray(), leaf));
  return Object.fromEntries(entries(Object.entries(value), leaf));
}

const items = (all: readonly unknown[], leaf: Leaf): unknown[] =>
  all.map((one) => replace(one, leaf));

const entries = (all: readonly (readonly [unknown, unknown])[], leaf: Leaf): [string, unknown][] =>
  // Keys are of any type; Map and fromEntries take what they were given.
  all.map(([key, one]) => [replace(key, leaf) as string, replace(one, leaf)]);
