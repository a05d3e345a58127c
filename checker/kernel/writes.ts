import { ModelError } from '../errors.ts';
import type { Interner } from './interner.ts';
import { familyOf } from './recorded-family.ts';
import { type Slots, valuesOfSlots } from './slots.ts';

/** What a step changes in a state that is cut into slots: pairs of slot and id. */
export type Writes = readonly (readonly [number, number])[];

/** The slots that new values for some fields write; of a family that was changed key by key, only those keys. */
export const writesOf = (slots: Slots, place: string, changes: object): Writes =>
  Object.entries(changes).flatMap(([name, value]) => writesOfField(slots, place, name, value));

function writesOfField(slots: Slots, place: string, name: string, value: unknown): Writes {
  const family = familyOf(value);
  if (family?.field.name !== name) return slots.writes(place, name, value);
  const { keys = [], slot, values } = family.field;
  return [...family.changes].map(([key, changed]) => {
    const index = keys.indexOf(key);
    if (index < 0)
      throw new ModelError(
        `${place} gives ${name} the key ${String(key)}; its keys are fixed by the initial state.`,
      );
    return [slot + index, values.idOf(changed)];
  });
}

/** Says in words what is written; equal for equal writes. */
export const textOfWrites = (slots: Slots, writes: Writes): string =>
  writes
    .map(([slot, id]) => {
      // Every slot that is written belongs to a field.
      const field = slots.fields.findLast((one) => one.slot <= slot)!;
      return `${field.name}${field.keys === undefined ? '' : ` of ${field.keys[slot - field.slot]}`} = ${JSON.stringify(field.values.formOf(id))}`;
    })
    .join(', ');

/** What alternatives write, as texts that other threads understand. */
export class WritesAsText {
  readonly #values: readonly Interner[];

  constructor({ fields }: Slots) {
    this.#values = valuesOfSlots(fields);
  }

  write(alternatives: readonly Writes[]): string {
    return JSON.stringify(
      alternatives.map((writes) =>
        writes.map(([slot, id]) => [slot, this.#values[slot]!.textOf(id)]),
      ),
    );
  }

  /** @returns undefined if a value cannot be made of its text here */
  read(text: string): readonly Writes[] | undefined {
    // It was written just above, in another thread.
    const alternatives = JSON.parse(text) as readonly (readonly [slot: number, text: string][])[];
    const found = alternatives.map((writes) =>
      writes.map(([slot, value]): [number, number] => [slot, this.#values[slot]!.idOfText(value)]),
    );
    return found.flat().some(([, id]) => id < 0) ? undefined : found;
  }
}
