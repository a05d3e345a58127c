import { Record } from 'immutable';
import { Interner } from './interner.ts';

/** More fields than this are not told apart: reading one of them is reading the whole value. */
export const MOST_FIELDS = 63;

/** The fields of local states by number, from 1; and for each local state the id of each field's value. */
export class Fields {
  readonly #names: string[] = [];
  readonly #values: Interner[] = [];
  /** For each field, by the id of a local state: the id of the field's value. */
  readonly #known: Map<number, number>[] = [];
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
    this.#known.push(new Map());
    return this.#names.push(name);
  }

  /** The id of a field's value in the local state with this id. */
  idOf(local: number, field: number): number {
    const known = this.#known[field - 1]!;
    let id = known.get(local);
    if (id === undefined) {
      const state = this.#locals.valueOf(local);
      // Only fields that some local state has get a number; where this one has not, its value is undefined.
      const value: unknown =
        Object(state) === state ? Reflect.get(state as object, this.#names[field - 1]!) : undefined;
      id = this.#values[field - 1]!.idOf(value);
      known.set(local, id);
    }
    return id;
  }
}

/**
 * A value that has it noted which of its fields are read. Anything but reading a field, such as a method
 * or a comparison, counts as reading the whole: `note` is then called without a name.
 */
export function noting(value: unknown, note: (field?: string) => void): unknown {
  if (typeof value !== 'object' || value === null) {
    note();
    return value;
  }
  const isField = (name: string) =>
    Record.isRecord(value) ? value.has(name) : Object.hasOwn(value, name);
  return new Proxy(value, {
    get(target, name) {
      if (typeof name === 'string' && isField(name)) {
        note(name);
        return Reflect.get(target, name);
      }
      note();
      const member: unknown = Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
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
