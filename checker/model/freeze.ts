import { isCollection, Record } from 'immutable';
import { settle } from './canonical-key.ts';
import { ProcessId } from './process-id.ts';
import { fieldOfRecord, recordTypeOf } from './record-fields.ts';
import { isRising } from './rising.ts';

/** Freezes plain data all the way down, also inside Immutable.js collections. Gives the value back. */
export function freeze<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof ProcessId || isRising(value)) return value;
  if (!settle(value)) return value;
  if (Record.isRecord(value))
    for (const name of recordTypeOf(value).fields) freeze(fieldOfRecord(value, name));
  else if (isCollection(value)) {
    value.forEach((item, key) => {
      freeze(key);
      freeze(item);
    });
  } else {
    Object.freeze(value);
    Object.values(value).forEach(freeze);
  }
  return value;
}
