import { List, Map } from 'immutable';
import type { ProcessId } from '../model/process-id.ts';
import { isSame } from './same.ts';
import type { SequentialObject } from './sequential-object.ts';

/** What is answered to a call that has no other answer. */
export const OK = 'ok';

type Ok = typeof OK;
type Read = { readonly kind: 'read' };
type Write<Value> = { readonly kind: 'write'; readonly value: Value };
type CompareAndSet<Value> = {
  readonly kind: 'compareAndSet';
  readonly expected: Value;
  readonly value: Value;
};
type Add = { readonly kind: 'add' | 'fetchAndAdd'; readonly amount: number };
type Enqueue<Value> = { readonly kind: 'enqueue'; readonly value: Value };
type Dequeue = { readonly kind: 'dequeue' };
type Put<Key, Value> = { readonly kind: 'put'; readonly key: Key; readonly value: Value };
type ByKey<Key> = { readonly kind: 'get' | 'remove'; readonly key: Key };
type LockCall = { readonly kind: 'acquire' | 'tryAcquire' | 'release' };

/** Holds one value: a read answers what was written last. */
export const register = <Value>(
  initial: Value,
): SequentialObject<Read | Write<Value>, Value | Ok, Value> => ({
  name: 'register',
  initial,
  apply: (value, call) => (call.kind === 'read' ? [value, value] : [call.value, OK]),
});

/** A register that can also be set only if it holds what is expected; that answers whether it was set. */
export const casRegister = <Value>(
  initial: Value,
): SequentialObject<Read | Write<Value> | CompareAndSet<Value>, Value | Ok | boolean, Value> => ({
  name: 'compare-and-set register',
  initial,
  apply: (value, call) => {
    if (call.kind === 'read') return [value, value];
    if (call.kind === 'write') return [call.value, OK];
    return isSame(call.expected, value) ? [call.value, true] : [value, false];
  },
});

/** Starts at 0. `add` answers nothing but that it is done; `fetchAndAdd` answers the value before. */
export const counter = (): SequentialObject<Read | Add, number | Ok, number> => ({
  name: 'counter',
  initial: 0,
  apply: (value, call) => {
    if (call.kind === 'read') return [value, value];
    return [value + call.amount, call.kind === 'add' ? OK : value];
  },
});

/** First in, first out. An empty queue answers null. */
export const queue = <Value>(): SequentialObject<
  Enqueue<Value> | Dequeue,
  Value | Ok | null,
  List<Value>
> => ({
  name: 'queue',
  initial: List(),
  apply: (items, call) =>
    call.kind === 'enqueue' ? [items.push(call.value), OK] : [items.shift(), items.first(null)],
});

/** Holds a value for each key. A key without one answers null. */
export const keyValueMap = <Key, Value>(): SequentialObject<
  Put<Key, Value> | ByKey<Key>,
  Value | Ok | null,
  Map<Key, Value>
> => ({
  name: 'map',
  initial: Map(),
  apply: (entries, call) => {
    if (call.kind === 'put') return [entries.set(call.key, call.value), OK];
    if (call.kind === 'remove') return [entries.remove(call.key), OK];
    return [entries, entries.get(call.key) ?? null];
  },
});

/** Held by one client at a time. `acquire` waits until it is free; `tryAcquire` answers whether it was. */
export const lock = (): SequentialObject<LockCall, Ok | boolean, ProcessId | null> => ({
  name: 'lock',
  initial: null,
  apply: (holder, { kind }, client) => {
    if (kind === 'release') return holder === client ? [null, OK] : undefined;
    if (kind === 'tryAcquire') return holder === null ? [client, true] : [holder, false];
    return holder === null ? [client, OK] : undefined;
  },
});
