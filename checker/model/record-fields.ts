import { Record } from 'immutable';

/** What all records of one type have in common. */
export interface RecordType {
  /** Its descriptive name, which is part of what such a record is. */
  readonly name: string;
  /** The names of its fields, in the order they are declared. */
  readonly fields: readonly string[];
}

let types = new WeakMap<object, RecordType>();
let typesMet = 0;

/** How many types of records were met since they were last forgotten. */
export const recordTypesMet = (): number => typesMet;

/** Forgets which types of records were met. */
export function forgetRecordTypes(): void {
  types = new WeakMap();
  typesMet = 0;
}

/** The type of an Immutable.js record: to ask each record anew for its fields takes longer than to read them. */
export function recordTypeOf(record: Record<object>): RecordType {
  // What all records of a type share, which was made for this one.
  const prototype: object = Object.getPrototypeOf(record);
  const known = types.get(prototype);
  if (known !== undefined) return known;
  const name = Record.getDescriptiveName(record);
  const type = { name, fields: Object.keys(record.toObject()) };
  types.set(prototype, type);
  typesMet++;
  return type;
}

/** The value of a field of a record, by the name of the field. */
export const fieldOfRecord = (record: Record<object>, name: string): unknown =>
  // Its type is forgotten: the name is one of its own.
  (record as Record<{ [field: string]: unknown }>).get(name);
