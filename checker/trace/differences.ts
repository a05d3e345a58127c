import { type Json, textOf } from '../model/canonical.ts';
import { readable } from './readable.ts';
import { type JsonObject, shapeOf } from './shape.ts';

/** Two values that are together longer than this are compared part by part. */
const SHORT = 48;

/** Two lists that are together no longer than this are written out. */
const SHORT_LISTS = 24;

/**
 * What changed from one value to another, in short lines: `term 0 → 1`, `votes + server-1`,
 * `log [1] → [1, 2]`, `nextIndex server-2: 2 → 1`. None if they are equal.
 */
export function differences(before: Json, after: Json, place = ''): readonly string[] {
  if (textOf(before) === textOf(after)) return [];
  const old = shapeOf(before);
  const now = shapeOf(after);
  if (old.is === 'record' && now.is === 'record') return ofRecords(old.fields, now.fields, place);
  if (old.is === 'map' && now.is === 'map') return ofMaps(old.entries, now.entries, place);
  if (old.is === 'set' && now.is === 'set')
    return gainsAndLosses(place, without(old.items, now.items), without(now.items, old.items));
  if (old.is === 'list' && now.is === 'list') return ofLists(old.items, now.items, place);
  return [becomes(place, before, after)];
}

function ofRecords(before: JsonObject, after: JsonObject, place: string): readonly string[] {
  const names = Object.keys({ ...before, ...after });
  return names.flatMap((name) => {
    const [old, now] = [before[name], after[name]];
    const inner = fieldPlace(place, name);
    if (old === undefined) return now === undefined ? [] : [words(inner, '+', readable(now))];
    if (now === undefined) return [words(inner, '−', readable(old))];
    return differences(old, now, inner);
  });
}

type Entries = readonly (readonly [Json, Json])[];

function ofMaps(before: Entries, after: Entries, place: string): readonly string[] {
  const old = new Map(before.map(([key, value]) => [textOf(key), value]));
  const now = new Map(after.map(([key, value]) => [textOf(key), value]));
  const lost = before.filter(([key]) => !now.has(textOf(key)));
  const gained = after.filter(([key]) => !old.has(textOf(key)));
  const changed = before.flatMap(([key, value]) => {
    const next = now.get(textOf(key));
    return next === undefined ? [] : differences(value, next, keyPlace(place, key));
  });
  return [
    ...line(
      place,
      '−',
      lost.map(([key]) => readable(key)),
    ),
    ...line(
      place,
      '+',
      gained.map(([key, value]) => `${readable(key)}: ${readable(value)}`),
    ),
    ...changed,
  ];
}

/** Short lists as they were and are; of longer ones the part in the middle that was replaced. */
function ofLists(
  before: readonly Json[],
  after: readonly Json[],
  place: string,
): readonly string[] {
  const whole = becomes('', before, after);
  if (whole.length <= SHORT_LISTS) return [words(place, whole)];
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && same(before[start], after[start])) start++;
  let end = 0;
  while (end < shorter - start && same(before.at(-1 - end), after.at(-1 - end))) end++;
  const lost = before.slice(start, before.length - end);
  const gained = after.slice(start, after.length - end);
  const [old, now] = [lost[0], gained[0]];
  if (lost.length === 1 && gained.length === 1 && old !== undefined && now !== undefined)
    return ofReplaced(old, now, `${place}[${start}]`);
  return gainsAndLosses(place, lost, gained);
}

function ofReplaced(before: Json, after: Json, place: string): readonly string[] {
  const line = becomes(place, before, after);
  return line.length <= SHORT ? [line] : differences(before, after, place);
}

const becomes = (place: string, before: Json, after: Json): string =>
  words(place, readable(before), '→', readable(after));

const gainsAndLosses = (
  place: string,
  lost: readonly Json[],
  gained: readonly Json[],
): readonly string[] => [
  ...line(place, '−', lost.map(readable)),
  ...line(place, '+', gained.map(readable)),
];

/** What was lost or gained, in one line; none where it is nothing. */
const line = (place: string, sign: string, items: readonly string[]): readonly string[] =>
  items.length === 0 ? [] : [words(place, sign, items.join(', '))];

function without(items: readonly Json[], others: readonly Json[]): readonly Json[] {
  const texts = new Set(others.map(textOf));
  return items.filter((item) => !texts.has(textOf(item)));
}

const same = (a: Json | undefined, b: Json | undefined): boolean =>
  a !== undefined && b !== undefined && textOf(a) === textOf(b);

const fieldPlace = (place: string, name: string): string =>
  place === '' ? name : place.endsWith(':') ? `${place} ${name}` : `${place}.${name}`;

const keyPlace = (place: string, key: Json): string => `${words(place, readable(key))}:`;

const words = (...parts: readonly string[]): string =>
  parts.filter((part) => part !== '').join(' ');
