import type { Json } from '../model/canonical.ts';
import { type JsonObject, shapeOf } from './shape.ts';

/** A value on one line, as people write it: `{term 1, leader server-2, log [a, b]}`. */
export function readable(form: Json): string {
  const shape = shapeOf(form);
  switch (shape.is) {
    case 'atom':
      return shape.text;
    case 'list':
      return `[${shape.items.map(readable).join(', ')}]`;
    case 'set':
      return `{${shape.items.map(readable).join(', ')}}`;
    case 'map':
      return `{${shape.entries.map(([key, value]) => `${readable(key)}: ${readable(value)}`).join(', ')}}`;
    case 'record':
      return `{${readableFields(shape.fields)}}`;
  }
}

/** The fields of a record, without the braces: `term 1, leader server-2`. */
export const readableFields = (fields: JsonObject): string =>
  Object.entries(fields)
    .map(([name, value]) => `${name} ${readable(value)}`)
    .join(', ');
