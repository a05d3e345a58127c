import type { Record } from 'immutable';
import { fieldOfRecord, forgetRecordTypes, recordTypeOf } from './record-fields.ts';

/** What records of a type are made from: any one of them. */
interface Maker {
  readonly sample: Record<object>;
  readonly prototype: object;
  /** Whether there is another type that looks the same: then nobody knows which is meant. */
  isTwo: boolean;
}

/** The types of records that were met since the last search began, by how they look; and how each looks. */
const makers = new Map<string, Maker>();
let looks = new WeakMap<object, string>();

/** Forgets which types of records were met: those of another search may look the same. */
export function forgetMakers(): void {
  makers.clear();
  looks = new WeakMap();
  forgetRecordTypes();
}

/** How the types look of the records that were met. */
export const makersMet = (): readonly string[] => [...makers.keys()];

/** How the type of a record looks: its name, its fields and what they are at first, its methods. Undefined if another one looks the same. */
export function makerOf(record: Record<object>): string | undefined {
  const prototype: object = Object.getPrototypeOf(record);
  const look = looks.get(prototype) ?? lookFor(record);
  if (!looks.has(prototype)) {
    looks.set(prototype, look);
    const other = makers.get(look);
    if (other === undefined) makers.set(look, { sample: record, prototype, isTwo: look === '' });
    else if (other.prototype !== prototype) other.isTwo = true;
  }
  return makers.get(look)?.isTwo === false ? look : undefined;
}

/** How a type looks; nothing if that cannot be told, for what an author has written is run to tell it. */
function lookFor(record: Record<object>): string {
  try {
    return lookOf(record);
  } catch {
    return '';
  }
}

function lookOf(record: Record<object>): string {
  const { name, fields } = recordTypeOf(record);
  const methods: string[] = [];
  for (
    let prototype: object = Object.getPrototypeOf(record);
    !Object.hasOwn(prototype, 'toSeq') && prototype !== Object.prototype;
    prototype = Object.getPrototypeOf(prototype)
  )
    for (const member of Object.getOwnPropertyNames(prototype)) {
      const { value, get } = Object.getOwnPropertyDescriptor(prototype, member) ?? {};
      if (member === 'constructor' || fields.includes(member)) continue;
      if (typeof value === 'function' || get !== undefined)
        methods.push(`${member} ${value} ${get}`);
    }
  const first = fields.map((field) => String(fieldOfRecord(record.clear(), field)));
  return JSON.stringify([name, fields, first, methods]);
}

/** A record of a type with these values for its fields; undefined if no type was met, or two, that look like that. */
export function recordOf(
  look: string,
  fields: Iterable<readonly [unknown, unknown]>,
): object | undefined {
  const maker = makers.get(look);
  if (maker === undefined || maker.isTwo) return undefined;
  // The names are those of its own fields.
  let record = maker.sample as Record<{ [field: string]: unknown }>;
  for (const [field, value] of fields) record = record.set(String(field), value);
  return record;
}
