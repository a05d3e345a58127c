import { List, Record } from 'immutable';
import { expect, test } from 'vitest';
import { noting } from '../../checker/kernel/fields.ts';

const State = Record<{ term: number; log: List<number> }>({ term: 0, log: List() });

/** What is noted while a function looks at a value. */
function noted(value: unknown, look: (value: never) => unknown): readonly (string | undefined)[] {
  const notes: (string | undefined)[] = [];
  look(noting(value, (field) => notes.push(field)) as never);
  return notes;
}

const WHOLE = undefined;

test('reading fields of a record notes those fields', () => {
  expect(noted(State(), ({ log }: { log: List<number> }) => log.size)).toEqual(['#shape', 'log']);
});

test('asking a record by a method notes the whole', () => {
  expect(noted(State(), (state: ReturnType<typeof State>) => state.equals(State()))).toContain(
    WHOLE,
  );
  expect(noted(State(), (state: ReturnType<typeof State>) => state.toObject())).toContain(WHOLE);
});

test('plain objects are noted by field, and as a whole when they are listed or spread', () => {
  expect(noted({ a: 1, b: 2 }, ({ a }: { a: number }) => a)).toEqual(['#shape', 'a']);
  expect(noted({ a: 1, b: 2 }, (value: object) => ({ ...value }))).toContain(WHOLE);
  expect(noted({ a: 1, b: 2 }, (value: object) => 'c' in value)).toContain(WHOLE);
  expect(noted({ a: 1, b: 2 }, (value: object) => value instanceof List)).toContain(WHOLE);
});

test('that a value has fields is noted even if nothing is read, for it may be compared with null', () => {
  expect(noted({ a: 1 }, (value: unknown) => value === null)).toEqual(['#shape']);
  expect(noted(null, (value: unknown) => value === null)).toEqual(['#shape', WHOLE]);
  expect(noted('idle', (value: unknown) => value === 'idle')).toEqual(['#shape', WHOLE]);
  expect(noted([1], (value: unknown) => Array.isArray(value))).toEqual(['#shape', WHOLE]);
});
