import { List, Map, Record, type RecordOf, Set } from 'immutable';
import type { ProcessId } from '../../checker/model/process-id.ts';

/** What a local state of a random protocol says, whatever it is written in. */
export interface Inner {
  readonly low: number;
  readonly high: number;
  readonly count: number;
}

const Fields = Record<Inner>({ low: 0, high: 0, count: 0 }, 'Fields');

export type Local =
  | null
  | number
  | Inner
  | RecordOf<Inner>
  | Map<string, number>
  | Set<string | number | ProcessId>
  | List<number>;

/** The kinds of values that local states are written in. */
export const SHAPES = ['number', 'plain', 'nullable', 'record', 'map', 'set', 'list'] as const;

export type Shape = (typeof SHAPES)[number];

/** Whether a local state of this shape has named fields that can be durable. */
export const hasFields = (shape: Shape): boolean => shape === 'plain' || shape === 'record';

/**
 * Writes a local state in a shape. A map or a set is changed step by step from the one before, so
 * that equal ones are filled in different orders on different ways.
 */
export function write(shape: Shape, inner: Inner, self: ProcessId, before?: Local): Local {
  const { low, high, count } = inner;
  switch (shape) {
    case 'number':
      return low + 2 * high + 4 * count;
    case 'plain':
      return { low, high, count };
    case 'nullable':
      return low + high + count === 0 ? null : { low, high, count };
    case 'record':
      return Fields(inner);
    case 'list':
      return List([low, ...Array.from({ length: count }, () => high), high]);
    case 'map': {
      const map = Map.isMap(before) ? before : Map<string, number>();
      return Object.entries(inner).reduce(
        (all, [name, value]) => (value === 0 ? all.delete(name) : all.set(name, value)),
        map,
      );
    }
    case 'set': {
      const kept = Set.isSet(before) ? before : Set<string | number | ProcessId>();
      const marked = low === 1 ? kept.add(self) : kept.delete(self);
      const raised = high === 1 ? marked.add('high') : marked.delete('high');
      return raised.union(Array.from({ length: count }, (_, at) => at));
    }
  }
}

/** What a local state says; of one with fields, only those that are asked for are read. */
export function read(local: Local): Inner {
  if (local === null) return { low: 0, high: 0, count: 0 };
  if (typeof local === 'number') {
    return { low: local % 2, high: Math.floor(local / 2) % 2, count: Math.floor(local / 4) };
  }
  if (List.isList(local))
    return { low: local.get(0, 0), high: local.last(0), count: local.size - 2 };
  if (Map.isMap(local))
    return { low: local.get('low', 0), high: local.get('high', 0), count: local.get('count', 0) };
  if (Set.isSet(local))
    return {
      low: local.some((item) => typeof item === 'object') ? 1 : 0,
      high: local.has('high') ? 1 : 0,
      count: local.count((item) => typeof item === 'number'),
    };
  return local;
}
