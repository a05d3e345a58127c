import { canonicalForm, type Json } from '../model/canonical.ts';
import { canonicalKey } from '../model/canonical-key.ts';
import { freeze } from '../model/freeze.ts';
import { madeOf, makingOf, NO_VALUE } from '../model/making.ts';
import { twinOf } from '../model/twin.ts';
import { UNTOLD, type Words } from './words.ts';

/** Numbers values from 0 up, by value: equal values have one number, whatever way they were made. */
export class Interner implements Words {
  readonly #values: unknown[] = [];
  /** How values are made, where that was asked; and what was taken over. */
  readonly #makings: string[] = [];
  readonly #made = new Map<string, number>();
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

  /** How a value is made, see `model/making.ts`. */
  textOf(id: number): string {
    const known = this.#makings[id];
    if (known !== undefined) return known;
    const making = makingOf(this.#values[id]) ?? UNTOLD;
    this.#makings[id] = making;
    return making;
  }

  valueOfText(making: string): unknown {
    const known = this.#made.get(making);
    if (known !== undefined) return this.#values[known];
    return making === UNTOLD ? NO_VALUE : madeOf(making);
  }

  takeOver(making: string): number {
    const known = this.#made.get(making);
    if (known !== undefined && this.#makings[known] === making) return known;
    const value = making === UNTOLD ? NO_VALUE : madeOf(making);
    if (value === NO_VALUE) return -1;
    const id = this.idOf(value);
    this.#made.set(making, id);
    if (this.textOf(id) === making) return id;
    this.#values[id] = value;
    this.#makings[id] = making;
    delete this.#twins[id];
    if (typeof value === 'object' && value !== null) this.#met.set(freeze(value), id);
    return id;
  }

  #idOfKey(value: unknown): number {
    const key = canonicalKey(value);
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    this.#ids.set(key, this.#values.length);
    return this.#values.push(value) - 1;
  }
}
