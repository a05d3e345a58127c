import { List, Map, OrderedMap, OrderedSet, Set, Stack } from 'immutable';
import type { Json } from './canonical.ts';
import { canonicalKey } from './canonical-key.ts';
import { ProcessId } from './process-id.ts';
import { recordOf } from './record-fields.ts';
import { Rising } from './rising.ts';

/** Says that there is no value: none of a model's is this one. */
export const NO_VALUE = Symbol('no value');

/**
 * The value with a canonical key, which is what threads can tell each other of values: made anew, and equal to the one that the key was of.
 * A record is made as one of its type that was met here before.
 * @returns NO_VALUE if it cannot be made here: of a type of record, or with a process id, that was never met here
 */
export function valueOfKey(key: string): unknown {
  // Only canonical keys are asked for, which are JSON.
  const value = valueOf(JSON.parse(key) as Json);
  return value !== NO_VALUE && canonicalKey(value) === key ? value : NO_VALUE;
}

function valueOf(form: Json): unknown {
  if (typeof form !== 'object' || form === null) return form;
  if (isList(form)) return listOf(form, List);
  const [first] = Object.keys(form);
  // Names that begin with # are not those of fields, and with one of them there are no others but in records.
  return first?.startsWith('#') === true ? valueOfTagged(first, form) : fieldsOf(form);
}

const isList = (form: object): form is readonly Json[] => Array.isArray(form);

function valueOfTagged(tag: string, form: { readonly [name: string]: Json }): unknown {
  const inside = form[tag];
  if (tag === '#record') return recordWith(String(inside), form);
  if (tag === '#undefined') return undefined;
  if (tag === '#number') return Number(inside);
  if (tag === '#bigint') return BigInt(String(inside));
  if (tag === '#id') return ProcessId.known(String(inside)) ?? NO_VALUE;
  if (!Array.isArray(inside)) return NO_VALUE;
  switch (tag) {
    case '#rising':
      return Rising.at(String(inside[0]), inside.length > 1 ? Number(inside[1]) : -Infinity);
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

function fieldsOf(form: { readonly [name: string]: Json }, without?: string): unknown {
  const fields = Object.entries(form).flatMap(([name, inside]): [string, unknown][] =>
    name === without ? [] : [[name, valueOf(inside)]],
  );
  // To set one field after the other would lose one that is named __proto__.
  return fields.some(([, value]) => value === NO_VALUE) ? NO_VALUE : Object.fromEntries(fields);
}

function recordWith(name: string, form: { readonly [name: string]: Json }): unknown {
  const fields = fieldsOf(form, '#record');
  if (typeof fields !== 'object' || fields === null) return NO_VALUE;
  return recordOf(name, Object.entries(fields)) ?? NO_VALUE;
}
