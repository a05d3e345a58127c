import { freeze } from '../model/freeze.ts';
import { keyOf } from './same.ts';

/** Values by number, from 0 up: equal values have one number. They are frozen. */
export class Values {
  readonly #values: unknown[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(value: unknown): number {
    const key = keyOf(value);
    const known = this.#numbers.get(key);
    if (known !== undefined) return known;
    this.#numbers.set(key, this.#values.length);
    return this.#values.push(freeze(value)) - 1;
  }

  valueOf(number: number): unknown {
    return this.#values[number];
  }
}
