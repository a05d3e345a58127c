import { canonicalForm, type Json } from '../model/canonical.ts';
import { canonicalKey } from '../model/canonical-key.ts';
import { freeze } from '../model/freeze.ts';
import { twinOf } from '../model/twin.ts';
import { NO_VALUE, valueOfKey } from '../model/value-of-key.ts';
import type { Words } from './words.ts';

/** Numbers values from 0 up, by value: equal values have one number, whatever way they were made. */
export class Interner implements Words {
  readonly #values: unknown[] = [];
  readonly #keys: string[] = [];
  readonly #twins: unknown[] = [];
  readonly #ids = new Map<string, number>();
  /** Values met before, by identity: a state that a step leaves alone needs no key. */
  readonly #met = new WeakMap<object, number>();

  get size(): number {
    return this.#values.length;
  }

  /**
   * The number of a value. The first of all equal ones is kept, and frozen from here on.
   * @throws ModelError if it is not data.
   */
  idOf(value: unknown): number {
    if (typeof value !== 'object' || value === null) return this.#idOfKey(value);
    const met = this.#met.get(value);
    if (met !== undefined) return met;
    const { size } = this;
    const id = this.#idOfKey(value);
    // What is equal to a value that is kept is itself not kept.
    if (id === size) this.#met.set(freeze(value), id);
    return id;
  }

  valueOf(id: number): unknown {
    return this.#values[id];
  }

  /** An equal value that was made another way: a pure function cannot tell the two apart. */
  twinOf(id: number): unknown {
    const known = this.#twins[id];
    if (known !== undefined) return known;
    const twin = twinOf(this.#values[id]);
    this.#twins[id] = twin;
    if (typeof twin === 'object' && twin !== null) this.#met.set(twin, id);
    return twin;
  }

  formOf(id: number): Json {
    return canonicalForm(this.#values[id]);
  }

  /** The canonical key of a value. */
  textOf(id: number): string {
    // Only ids are asked for, which are made below.
    return this.#keys[id]!;
  }

  /** The number of the value with a canonical key; -1 if it is new, and cannot be made of it here. */
  idOfText(key: string): number {
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const value = valueOfKey(key);
    return value === NO_VALUE ? -1 : this.idOf(value);
  }

  #idOfKey(value: unknown): number {
    const key = canonicalKey(value);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#ids.set(key, this.#values.length);
    this.#keys.push(key);
    return this.#values.push(value) - 1;
  }
}
