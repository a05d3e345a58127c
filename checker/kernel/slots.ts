import { Map as ImmutableMap } from 'immutable';
import { ModelError } from '../errors.ts';
import { canonicalForm, type Json, textOf } from '../model/canonical.ts';
import { ProcessId } from '../model/process-id.ts';
import type { FactWords } from './fact-words.ts';
import { Interner } from './interner.ts';

/** A field of a plain system's state: one slot, or one a key where it is a Map keyed by process ids. */
export interface Field {
  readonly name: string;
  /** The first of its slots. */
  readonly slot: number;
  /** The keys of its slots, in order; undefined where the field is one slot. */
  readonly keys: readonly ProcessId[] | undefined;
  /** The values of the field, or of each of its keys. */
  readonly values: Interner;
}

type State = Readonly<Record<string, unknown>>;

/** What is made of a value, of which there are these in its slot. */
export type Make<Part> = (values: Interner, value: unknown) => Part;

export const idIn: Make<number> = (values, value) => values.idOf(value);

/** How the state of a plain system is cut into slots. */
export class Slots {
  readonly model: string;
  readonly fields: readonly Field[];
  readonly count: number;
  readonly #byName: ReadonlyMap<string, Field>;

  constructor(model: string, initial: readonly State[]) {
    const first = initial[0];
    if (first === undefined) throw new ModelError(`${model}: there is no initial state.`);
    this.model = model;
    let slot = 0;
    this.fields = Object.entries(first).map(([name, value]) => {
      const keys = familyKeys(value);
      const field = { name, slot, keys, values: new Interner() };
      slot += keys?.length ?? 1;
      return field;
    });
    this.count = slot;
    this.#byName = new Map(this.fields.map((field) => [field.name, field]));
  }

  fieldNamed(name: string): Field | undefined {
    return this.#byName.get(name);
  }

  /** The ids of a whole state. */
  vectorOf(state: State): readonly number[] {
    const names = this.fields.map(({ name }) => name).join();
    if (Object.keys(state).join() !== names) {
      throw new ModelError(
        `${this.model}: an initial state has the fields ${Object.keys(state).join()}, another has ${names}.`,
      );
    }
    return this.fields.flatMap((field) =>
      this.writes('initial state', field.name, state[field.name], idIn).map(([, id]) => id),
    );
  }

  /**
   * The slots that give a field a value, each with what is made of its part of it.
   * @throws ModelError if there is no such field, or its keys are others
   */
  writes<Part>(
    place: string,
    name: string,
    value: unknown,
    make: Make<Part>,
  ): readonly (readonly [slot: number, Part])[] {
    const field = this.fieldNamed(name);
    if (field === undefined) {
      throw new ModelError(
        `${this.model}: ${place} changes ${name}, which is no field. Fields: ${this.fields.map((one) => one.name).join(', ')}.`,
      );
    }
    const { keys, slot, values } = field;
    if (keys === undefined) return [[slot, make(values, value)]];
    if (
      !ImmutableMap.isMap(value) ||
      value.size !== keys.length ||
      !keys.every((key) => value.has(key))
    ) {
      throw new ModelError(
        `${this.model}: ${place} gives ${name} other keys than ${keys.join(', ')}; they are fixed by the initial state.`,
      );
    }
    return keys.map((key, index) => [slot + index, make(values, value.get(key))]);
  }

  /** The value of a field whose slots have the ids that `idOf` gives. */
  formOf(field: Field, idOf: (slot: number) => number): Json {
    const { keys, slot, values } = field;
    if (keys === undefined) return values.formOf(idOf(slot));
    const entries = keys.map((key, index): [Json, Json] => [
      canonicalForm(key),
      values.formOf(idOf(slot + index)),
    ]);
    return { '#map': entries.sort(([a], [b]) => (textOf(a) < textOf(b) ? -1 : 1)) };
  }
}

/** The values of each slot, in the order of slots. */
export const valuesOfSlots = (fields: readonly Field[]): readonly Interner[] =>
  fields.flatMap(({ keys, values }) => Array.from({ length: keys?.length ?? 1 }, () => values));

/** The slots of a plain system as facts, in texts. They are read as a whole. */
export function slotWords({ fields }: Slots): FactWords {
  const values = valuesOfSlots(fields);
  return {
    // A fact is a slot.
    textOf: (vectors, at, fact) => values[fact]!.textOf(vectors[at + fact]!),
    nameOfField: () => '',
    numberOfField: (name) => (name === '' ? 0 : undefined),
  };
}

/** The keys of a Map that is not empty and keyed by process ids alone, in the order of their names. */
function familyKeys(value: unknown): readonly ProcessId[] | undefined {
  if (!ImmutableMap.isMap(value) || value.size === 0) return undefined;
  const keys: readonly unknown[] = [...value.keys()];
  const ids = keys.filter((key) => key instanceof ProcessId);
  return ids.length === keys.length ? ids : undefined;
}
