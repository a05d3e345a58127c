import { Record } from 'immutable';
import { isRising } from '../model/rising.ts';
import { sharedInts, widen } from '../store/shared-ints.ts';
import { type FieldTables, fieldIn, MOST_FIELDS } from './field-tables.ts';
import { Interner } from './interner.ts';

/** The fields of local states by number, from 1; and for each local state the id of each field's value. */
export class Fields {
  readonly tables: FieldTables = [];
  readonly #names: string[] = [];
  readonly #values: Interner[] = [];
  readonly #locals: Interner;

  constructor(locals: Interner) {
    this.#locals = locals;
  }

  /** The number of a field; undefined where there are too many. */
  numberOf(name: string): number | undefined {
    const index = this.#names.indexOf(name);
    if (index >= 0) return index + 1;
    if (this.#names.length === MOST_FIELDS) return undefined;
    this.#values.push(new Interner());
    this.tables.push(sharedInts(1 << 5));
    return this.#names.push(name);
  }

  /** The name of a field. */
  nameOf(field: number): string | undefined {
    return this.#names[field - 1];
  }

  /** Learns the id of a field's value in the local state with this id. */
  learn(local: number, field: number): void {
    if (fieldIn(this.tables, local, field) >= 0) return;
    const state = this.#locals.valueOf(local);
    const name = this.#names[field - 1]!;
    const values = this.#values[field - 1]!;
    const table = this.tables[field - 1]!;
    widen(table, local + 1);
    table.data[local] =
      1 + (name === SHAPE ? values.idOf(shapeOf(state)) : fieldOf(state, name, values));
  }
}

const fieldOf = (state: unknown, name: string, values: Interner): number =>
  hasField(state, name) ? values.idOf(Reflect.get(state, name)) : NO_FIELD;

/** A field that every value has: whether it has others. */
const SHAPE = '#shape';

const shapeOf = (value: unknown): string =>
  typeof value !== 'object' || value === null
    ? 'no fields'
    : Array.isArray(value)
      ? 'array'
      : 'fields';

/** The id of a field in a value that has it not; a field gets its number from a value that has it. */
const NO_FIELD = 2 ** 30;

const hasField = (value: unknown, name: string): value is object =>
  typeof value === 'object' &&
  value !== null &&
  (Record.isRecord(value) ? value.has(name) : Object.hasOwn(value, name));

/**
 * A value that has it noted which of its fields are read. Anything but reading a field, such as a method
 * or a comparison, counts as reading the whole: `note` is then called without a name. That it has fields at
 * all is noted in any case, since `value === null` cannot be seen.
 */
export function noting(value: unknown, note: (field?: string) => void): unknown {
  note(SHAPE);
  if (typeof value !== 'object' || value === null || Array.isArray(value) || isRising(value)) {
    note();
    return value;
  }
  return new Proxy(value, {
    get(target, name) {
      if (typeof name === 'string' && hasField(target, name)) {
        note(name);
        return Reflect.get(target, name);
      }
      note();
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
    getPrototypeOf(target) {
      note();
      return Reflect.getPrototypeOf(target);
    },
    has(target, name) {
      note();
      return Reflect.has(target, name);
    },
    ownKeys(target) {
      note();
      return Reflect.ownKeys(target);
    },
    getOwnPropertyDescriptor(target, name) {
      note();
      return Reflect.getOwnPropertyDescriptor(target, name);
    },
  });
}
