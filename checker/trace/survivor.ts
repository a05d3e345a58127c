import { isImmutable, Record } from 'immutable';
import { ModelError } from '../errors.ts';
import type { Durable } from '../model/role.ts';

/** What is left of a local state after a crash: the initial one with the durable fields kept. */
export function survivor(local: unknown, fresh: unknown, durable: Durable<unknown>): unknown {
  if (durable === 'everything') return local;
  const kept = Object.fromEntries(durable.map((field) => [field, fieldOf(local, field)]));
  if (Record.isRecord(fresh)) return fresh.merge(kept);
  if (isImmutable(fresh) || typeof fresh !== 'object' || fresh === null) {
    if (durable.length === 0) return fresh;
    throw new ModelError(`durable fields ${durable.join(', ')}: the local state has no fields.`);
  }
  return Object.freeze({ ...fresh, ...kept });
}

const fieldOf = (local: unknown, field: string): unknown =>
  Record.isRecord(local)
    ? local.toObject()[field]
    : Object.entries(Object(local)).find(([name]) => name === field)?.[1];
