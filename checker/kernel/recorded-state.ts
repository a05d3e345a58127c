import type { Map } from 'immutable';
import type { ProcessId } from '../model/process-id.ts';
import type { Reader } from './facts.ts';
import { RecordedFamily } from './recorded-family.ts';
import type { Field, Slots } from './slots.ts';

/** How the state is looked at: which slots, through what, and whether as equal values made another way. */
interface Look {
  readonly slots: Slots;
  readonly reader: Reader;
  readonly again: boolean;
}

/** The state of a plain system as an object whose fields note when they are read, and cannot be written. */
export const recordedState = (slots: Slots, reader: Reader, again: boolean): object =>
  new Proxy({}, new RecordedState({ slots, reader, again }));

/** Reads fields through a reader. One object a run of a function: closures made anew each time cost more than the run. */
class RecordedState implements ProxyHandler<object> {
  readonly #look: Look;

  constructor(look: Look) {
    this.#look = look;
  }

  get(_: object, name: string | symbol): unknown {
    const field = this.#fieldOf(name);
    return field === undefined ? Reflect.get(Object.prototype, name) : this.#valueOf(field);
  }

  has(_: object, name: string | symbol): boolean {
    return this.#fieldOf(name) !== undefined || Reflect.has(Object.prototype, name);
  }

  ownKeys(): string[] {
    return this.#look.slots.fields.map(({ name }) => name);
  }

  getOwnPropertyDescriptor(_: object, name: string | symbol): PropertyDescriptor | undefined {
    const field = this.#fieldOf(name);
    if (field === undefined) return undefined;
    return { enumerable: true, configurable: true, writable: false, value: this.#valueOf(field) };
  }

  set(_: object, name: string | symbol): never {
    throw new TypeError(`Cannot assign to read only property '${String(name)}' of a state`);
  }

  defineProperty(_: object, name: string | symbol): never {
    throw new TypeError(`Cannot define property ${String(name)} of a state`);
  }

  deleteProperty(_: object, name: string | symbol): never {
    throw new TypeError(`Cannot delete property '${String(name)}' of a state`);
  }

  #fieldOf(name: string | symbol): Field | undefined {
    return typeof name === 'string' ? this.#look.slots.fieldNamed(name) : undefined;
  }

  #valueOf(field: Field): unknown {
    const { reader, again } = this.#look;
    if (field.keys !== undefined) return familyMap(field, field.keys, reader, again);
    const id = reader.whole(field.slot);
    return again ? field.values.twinOf(id) : field.values.valueOf(id);
  }
}

const familyMap = (
  field: Field,
  keys: readonly ProcessId[],
  reader: Reader,
  again: boolean,
): Map<ProcessId, unknown> => RecordedFamily.mapOf({ field, keys, reader, again }, NO_CHANGES);

const NO_CHANGES: ReadonlyMap<ProcessId, unknown> = new globalThis.Map();
