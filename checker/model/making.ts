import { isImmutable, List, Map, OrderedMap, OrderedSet, Record, Set, Stack } from 'immutable';
import { exactForm, type Json } from './canonical.ts';
import { ProcessId } from './process-id.ts';
import { makerOf, recordOf } from './record-makers.ts';
import { isRising, Rising } from './rising.ts';

/** Says that there is no value: none of a model's is this one. */
export const NO_VALUE = Symbol('no value');

/**
 * A text out of which a value can be made anew, in another thread too: equal to it, and so that whatever is made of the two goes through
 * its entries in the same order. That is not so of equal values, whose maps and fields may have been filled in another order; and the order in
 * which a model goes through them is that in which what it makes is numbered.
 * @returns undefined if there is no such text
 */
export function makingOf(value: unknown): string | undefined {
  const form = formOf(value);
  return form === undefined ? undefined : JSON.stringify(form);
}

/**
 * The value that a text says how to make. A record is made as one of its type that was met here before.
 * @returns NO_VALUE if it cannot be made here: of a type of record, or with a process id, that was never met here
 */
export function madeOf(making: string): unknown {
  // Only such texts are given.
  const value = valueOf(JSON.parse(making) as Json);
  return value !== NO_VALUE && makingOf(value) === making ? value : NO_VALUE;
}

function formOf(value: unknown): Json | undefined {
  if (typeof value !== 'object' || value === null) return exactForm(value);
  if (value instanceof ProcessId || isRising(value)) return exactForm(value);
  if (Array.isArray(value)) return tagged('#array', formsOf(value));
  if (Record.isRecord(value)) return formOfRecord(value);
  if (isImmutable(value)) return formOfCollection(value);
  return formOfFields(value);
}

function formOfCollection(value: object): Json | undefined {
  if (List.isList(value)) return formsOf(value);
  if (OrderedMap.isOrderedMap(value)) return tagged('#ordered-map', formsOfEntries(value));
  if (Map.isMap(value))
    return isAsFilled(value) ? tagged('#map', formsOfEntries(value)) : undefined;
  if (OrderedSet.isOrderedSet(value)) return tagged('#ordered-set', formsOf(value));
  if (Set.isSet(value)) return isAsFilled(value) ? tagged('#set', formsOf(value)) : undefined;
  return Stack.isStack(value) ? tagged('#stack', formsOf(value)) : undefined;
}

const tagged = (tag: string, forms: readonly Json[] | undefined): Json | undefined =>
  forms && { [tag]: forms };

function formsOf(items: Iterable<unknown>): readonly Json[] | undefined {
  const forms: Json[] = [];
  for (const item of items) {
    const form = formOf(item);
    if (form === undefined) return undefined;
    forms.push(form);
  }
  return forms;
}

function formsOfEntries(map: Iterable<[unknown, unknown]>): readonly Json[] | undefined {
  const forms: Json[] = [];
  for (const entry of map) {
    const form = formsOf(entry);
    if (form === undefined) return undefined;
    forms.push(form);
  }
  return forms;
}

function formOfRecord(record: Record<object>): Json | undefined {
  const type = makerOf(record);
  const fields = formsOfEntries(Object.entries(record.toObject()));
  return type === undefined || fields === undefined ? undefined : { '#record': [type, fields] };
}

/** The fields in their order. */
function formOfFields(value: object): Json | undefined {
  const forms = Object.entries(value).map(([name, item]) => [name, formOf(item)] as const);
  if (forms.some(([name, form]) => form === undefined || name.startsWith('#'))) return undefined;
  // To set one field after the other would lose one that is named __proto__. None of the forms is undefined, as was just looked at.
  return Object.fromEntries(forms) as Json;
}

/** Up to so many entries Immutable.js keeps in the order in which they were filled in; more, and what is left when most of these are removed, by their hashes. */
const FILLED = 8;
const PROBES = [
  { hashCode: () => 1, equals: () => false },
  { hashCode: () => 0, equals: () => false },
];

/**
 * Whether a collection goes on as one does that is filled with the same entries in the same order. One that had more entries once keeps few by their hashes, too:
 * then of two more the one with the lower hash comes first.
 */
function isAsFilled(collection: Map<unknown, unknown> | Set<unknown>): boolean {
  if (collection.size > FILLED) return true;
  const [first, second] = PROBES;
  const few = [...collection.keys()].slice(FILLED - PROBES.length);
  const probed = Map.isMap(collection)
    ? collection.deleteAll(few).set(first, true).set(second, true)
    : collection.subtract(few).add(first).add(second);
  const keys: readonly unknown[] = [...probed.keys()];
  return keys.indexOf(first) < keys.indexOf(second);
}

function valueOf(form: Json): unknown {
  if (typeof form !== 'object' || form === null) return form;
  if (isList(form)) return listOf(form, List);
  const [first] = Object.keys(form);
  // Names that begin with # are not those of fields, and with one of them there are no others.
  return first?.startsWith('#') === true ? valueOfTagged(first, form) : fieldsOf(form);
}

const isList = (form: object): form is readonly Json[] => Array.isArray(form);

function valueOfTagged(tag: string, form: { readonly [name: string]: Json }): unknown {
  const inside = form[tag];
  if (tag === '#undefined') return undefined;
  if (tag === '#number') return Number(inside);
  if (tag === '#bigint') return BigInt(String(inside));
  if (tag === '#id') return ProcessId.known(String(inside)) ?? NO_VALUE;
  if (!Array.isArray(inside)) return NO_VALUE;
  switch (tag) {
    case '#rising':
      return Rising.at(String(inside[0]), inside.length > 1 ? Number(inside[1]) : -Infinity);
    case '#record':
      return recordWith(inside);
    case '#array':
      return listOf(inside, (items) => items);
    case '#stack':
      return listOf(inside, Stack);
    case '#set':
      return listOf(inside, Set);
    case '#ordered-set':
      return listOf(inside, OrderedSet);
    case '#map':
      return entriesOf(inside, Map);
    case '#ordered-map':
      return entriesOf(inside, OrderedMap);
    default:
      return NO_VALUE;
  }
}

function listOf(forms: readonly Json[], make: (items: readonly unknown[]) => unknown): unknown {
  const items = forms.map(valueOf);
  return items.includes(NO_VALUE) ? NO_VALUE : make(items);
}

function entriesOf(
  forms: readonly Json[],
  make: (entries: Iterable<[unknown, unknown]>) => unknown,
): unknown {
  const entries = forms.map((form): [unknown, unknown] => {
    const [key, item] = isEntry(form) ? form : [NO_FORM, NO_FORM];
    return [valueOf(key), valueOf(item)];
  });
  return entries.flat().includes(NO_VALUE) ? NO_VALUE : make(entries);
}

const isEntry = (form: Json): form is readonly [Json, Json] =>
  Array.isArray(form) && form.length === 2;

/** Of which there is no value. */
const NO_FORM: Json = { '#nothing': null };

function fieldsOf(form: { readonly [name: string]: Json }): unknown {
  const fields = Object.entries(form).map(([name, inside]) => [name, valueOf(inside)] as const);
  // To set one field after the other would lose one that is named __proto__.
  return fields.some(([, value]) => value === NO_VALUE) ? NO_VALUE : Object.fromEntries(fields);
}

function recordWith([type, fields]: readonly Json[]): unknown {
  if (typeof type !== 'string' || !Array.isArray(fields)) return NO_VALUE;
  return entriesOf(fields, (entries) => recordOf(type, entries) ?? NO_VALUE);
}
