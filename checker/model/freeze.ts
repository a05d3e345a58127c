import { isCollection, Record } from 'immutable';
import { settle } from './canonical-key.ts';
import { isPlain } from './plain.ts';
import { ProcessId } from './process-id.ts';
import { fieldOfRecord, recordTypeOf } from './record-fields.ts';
import { isRising } from './rising.ts';

/** Freezes plain data all the way down, also inside Immutable.js collections. Gives the value back. */
export function freeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof ProcessId || isRising(value)) return value;
  if (!settle(value)) return value;
  if (isPlain(value)) freezeFields(value);
  else if (Record.isRecord(value))
    for (const name of recordTypeOf(value).fields) freeze(fieldOfRecord(value, name));
  else if (isCollection(value)) value.forEach(freezeEntry);
  else freezeFields(value);
  return value;
}

function freezeFields(value: object): void {
  Object.freeze(value);
  for (const item of Object.values(value)) freeze(item);
}

function freezeEntry(item: unknown, key: unknown): void {
  freeze(key);
  freeze(item);
}
