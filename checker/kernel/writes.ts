import { ModelError } from '../errors.ts';
import { makingOf, NO_VALUE } from '../model/making.ts';
import { familyOf } from './recorded-family.ts';
import { type Make, type Slots, valuesOfSlots } from './slots.ts';
import { UNTOLD } from './words.ts';

/** What a step changes in a state that is cut into slots: pairs of slot and id. */
export type Writes = readonly (readonly [number, number])[];

/** The slots that new values for some fields write; of a family that was changed key by key, only those keys. */
export const writesOf = <Part>(
  slots: Slots,
  place: string,
  changes: object,
  make: Make<Part>,
): readonly (readonly [slot: number, Part])[] =>
  Object.entries(changes).flatMap(([name, value]) =>
    writesOfField(slots, place, name, value, make),
  );

function writesOfField<Part>(
  slots: Slots,
  place: string,
  name: string,
  value: unknown,
  make: Make<Part>,
): readonly (readonly [slot: number, Part])[] {
  const family = familyOf(value);
  if (family?.field.name !== name) return slots.writes(place, name, value, make);
  const { keys = [], slot, values } = family.field;
  return [...family.changes].map(([key, changed]): [number, Part] => {
    const index = keys.indexOf(key);
    if (index < 0)
      throw new ModelError(
        `${place} gives ${name} the key ${String(key)}; its keys are fixed by the initial state.`,
      );
    return [slot + index, make(values, changed)];
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

/** What alternatives write, as a text that other threads understand: of each value how it is made. */
export const textOfAlternatives = (
  alternatives: readonly (readonly (readonly [slot: number, making: string])[])[],
): string => JSON.stringify(alternatives);

/** @returns undefined if a value cannot be made of its text here */
export function alternativesIn({ fields }: Slots, text: string): readonly Writes[] | undefined {
  const values = valuesOfSlots(fields);
  // Another thread wrote it by `textOfAlternatives`.
  const alternatives = JSON.parse(text) as Parameters<typeof textOfAlternatives>[0];
  const made = alternatives.map((writes) =>
    writes.map(([slot, making]): [number, unknown] => [slot, values[slot]!.valueOfText(making)]),
  );
  // Before anything is numbered: what is understood in part is found out here as if nothing had been told.
  if (made.flat().some(([, value]) => value === NO_VALUE)) return undefined;
  return made.map((writes) => writes.map(([slot, value]) => [slot, values[slot]!.idOf(value)]));
}

/** How a value is made, as it is written. */
export const making: Make<string> = (_, value) => makingOf(value) ?? UNTOLD;
