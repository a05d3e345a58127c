import { Map } from 'immutable';
import type { ProcessId } from '../model/process-id.ts';
import type { Reader } from './facts.ts';
import type { Field, Slots } from './slots.ts';

/** What a recorded family was made from, so that a change of one key writes only that slot. */
interface Family {
  readonly field: Field;
  readonly changes: ReadonlyMap<ProcessId, unknown>;
}

const families = new WeakMap<object, Family>();

/** The family that a Map returned by an action came from, if it is one handed out by `recordedState`. */
export const familyOf = (value: unknown): Family | undefined =>
  typeof value === 'object' && value !== null ? families.get(value) : undefined;

/** The state of a plain system as an object whose fields note when they are read. */
export function recordedState(slots: Slots, reader: Reader, again: boolean): object {
  const state = {};
  for (const field of slots.fields) {
    const valueAt = (slot: number) =>
      again ? field.values.twinOf(reader.whole(slot)) : field.values.valueOf(reader.whole(slot));
    const get = () =>
      field.keys === undefined
        ? valueAt(field.slot)
        : recordedFamily(field, field.keys, valueAt, new globalThis.Map());
    Object.defineProperty(state, field.name, { enumerable: true, get });
  }
  return Object.freeze(state);
}

/**
 * A Map from process ids whose `get`, `has`, `set` and `update` touch only the slot of their key; anything
 * else that is asked of it reads all keys and asks the real Map.
 */
function recordedFamily(
  field: Field,
  keys: readonly ProcessId[],
  valueAt: (slot: number) => unknown,
  changes: ReadonlyMap<ProcessId, unknown>,
): Map<ProcessId, unknown> {
  const get = (key: ProcessId, otherwise?: unknown): unknown => {
    if (changes.has(key)) return changes.get(key);
    const index = keys.indexOf(key);
    return index < 0 ? otherwise : valueAt(field.slot + index);
  };
  const set = (key: ProcessId, value: unknown) =>
    recordedFamily(field, keys, valueAt, new globalThis.Map([...changes, [key, value]]));
  const own: Readonly<Record<string, unknown>> = {
    get,
    set,
    has: (key: ProcessId) => keys.includes(key),
    update: (key: ProcessId, ...rest: readonly [unknown, ((value: unknown) => unknown)?]) => {
      const [otherwise, change] = rest.length === 2 ? rest : [undefined, rest[0]];
      // `update(key, change)` or `update(key, otherwise, change)`, as in Immutable.js.
      return set(key, (change as (value: unknown) => unknown)(get(key, otherwise)));
    },
  };
  const real = () => Map(keys.map((key): [ProcessId, unknown] => [key, get(key)]));
  const family = new Proxy(Map<ProcessId, unknown>(), {
    get: (_, name) => {
      if (typeof name === 'string' && Object.hasOwn(own, name)) return own[name];
      const map = real();
      const member: unknown = Reflect.get(map, name);
      return typeof member === 'function' ? member.bind(map) : member;
    },
  });
  families.set(family, { field, changes });
  return family;
}
