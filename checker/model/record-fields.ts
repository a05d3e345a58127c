import { Record } from 'immutable';

/** What all records of one type have in common. */
export interface RecordType {
  /** Its descriptive name, which is part of what such a record is. */
  readonly name: string;
  /** The names of its fields, in the order they are declared. */
  readonly fields: readonly string[];
}

const types = new WeakMap<object, RecordType>();

/** By its name and fields, the first record of each type that was met. */
const samples = new Map<string, Record<object>>();

/** How many types of records were met so far. */
export const recordTypesMet = (): number => samples.size;

/** The type of an Immutable.js record: to ask each record anew for its fields takes longer than to read them. */
export function recordTypeOf(record: Record<object>): RecordType {
  // What all records of a type share, which was made for this one.
  const prototype: object = Object.getPrototypeOf(record);
  const known = types.get(prototype);
  if (known !== undefined) return known;
  const name = Record.getDescriptiveName(record);
  const type = { name, fields: Object.keys(record.toObject()) };
  types.set(prototype, type);
  const key = keyOf(name, type.fields);
  if (!samples.has(key)) samples.set(key, record);
  return type;
}

/** A record of the type with a name and such fields, with these values; undefined if no such type was met. */
export function recordOf(
  name: string,
  fields: readonly (readonly [string, unknown])[],
): object | undefined {
  const sample = samples.get(
    keyOf(
      name,
      fields.map(([field]) => field),
    ),
  );
  // The names are those of its own fields.
  let record = sample as Record<{ [field: string]: unknown }> | undefined;
  for (const [field, value] of fields) record = record?.set(field, value);
  return record;
}

const keyOf = (name: string, fields: readonly string[]): string =>
  JSON.stringify([name, ...fields.toSorted()]);

/** The value of a field of a record, by the name of the field. */
export const fieldOfRecord = (record: Record<object>, name: string): unknown =>
  // Its type is forgotten: the name is one of its own.
  (record as Record<{ [field: string]: unknown }>).get(name);
