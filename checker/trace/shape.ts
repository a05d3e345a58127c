import type { Json } from '../model/canonical.ts';

/** What sort of value a canonical form stands for, with its tags read. */
export type Shape =
  | { readonly is: 'atom'; readonly text: string }
  | { readonly is: 'list'; readonly items: readonly Json[] }
  | { readonly is: 'set'; readonly items: readonly Json[] }
  | { readonly is: 'map'; readonly entries: readonly (readonly [Json, Json])[] }
  | { readonly is: 'record'; readonly fields: JsonObject };

export type JsonObject = { readonly [key: string]: Json };

export const isList = (form: Json): form is readonly Json[] => Array.isArray(form);

export const isObject = (form: Json | undefined): form is JsonObject =>
  typeof form === 'object' && form !== null && !Array.isArray(form);

/** Reads the tags of a canonical form. A form with tags that no value has is taken for a record. */
export function shapeOf(form: Json): Shape {
  if (isList(form)) return { is: 'list', items: form };
  if (!isObject(form)) return { is: 'atom', text: atomText(form) };
  const [tag, content] = Object.entries(form)[0] ?? ['', null];
  switch (tag) {
    case '#id':
    case '#bigint':
    case '#number':
      return { is: 'atom', text: String(content) };
    case '#undefined':
      return { is: 'atom', text: 'undefined' };
    case '#array':
    case '#stack':
      return isList(content) ? { is: 'list', items: content } : { is: 'record', fields: form };
    case '#set':
    case '#ordered-set':
      return isList(content) ? { is: 'set', items: content } : { is: 'record', fields: form };
    case '#map':
    case '#ordered-map':
      return mapShape(content) ?? { is: 'record', fields: form };
    default:
      return { is: 'record', fields: withoutTag(form) };
  }
}

function atomText(form: null | boolean | number | string): string {
  if (form === null) return 'none';
  if (typeof form !== 'string') return String(form);
  return /^[\w.:-]+$/.test(form) ? form : JSON.stringify(form);
}

function mapShape(content: Json): Shape | undefined {
  if (!isList(content)) return undefined;
  const entries = content.flatMap((entry) => {
    if (!isList(entry)) return [];
    const [key, value] = entry;
    return key === undefined || value === undefined ? [] : [[key, value] as const];
  });
  return entries.length === content.length ? { is: 'map', entries } : undefined;
}

function withoutTag(form: JsonObject): JsonObject {
  const { '#record': _, ...fields } = form;
  return fields;
}
