import type { Json } from '../model/canonical.ts';
import { isList, isObject } from '../trace/shape.ts';

const WIDTH = 100;

/**
 * JSON text that people can read: what fits on a line is on one line. The order of keys is kept.
 * It starts behind `used` characters of its first line.
 */
export function prettyJson(json: Json, indent = '', used = 0): string {
  const line = oneLine(json);
  // A comma may follow.
  if (used + line.length + 1 <= WIDTH) return line;
  const inner = `${indent}  `;
  if (isList(json)) {
    const items = json.map((item) => inner + prettyJson(item, inner, inner.length));
    return `[\n${items.join(',\n')}\n${indent}]`;
  }
  if (isObject(json)) {
    const members = Object.entries(json).map(([key, value]) => {
      const name = `${inner}${JSON.stringify(key)}: `;
      return name + prettyJson(value, inner, name.length);
    });
    return `{\n${members.join(',\n')}\n${indent}}`;
  }
  return line;
}

function oneLine(json: Json): string {
  if (isList(json)) return json.length === 0 ? '[]' : `[${json.map(oneLine).join(', ')}]`;
  if (!isObject(json)) return JSON.stringify(json);
  const members = Object.entries(json).map(
    ([key, value]) => `${JSON.stringify(key)}: ${oneLine(value)}`,
  );
  return members.length === 0 ? '{}' : `{ ${members.join(', ')} }`;
}
