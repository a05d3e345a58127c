import type { SystemInstance } from '../model/instance.ts';
import { familyOf, riseOf, shiftOf } from '../reduction/shifted-values.ts';
import { Shifter } from '../reduction/shifter.ts';
import { Alike, type Note, type RenamedStates } from './alike.ts';
import type { PlainAction } from './plain-system.ts';
import { Shift, shiftedInterner } from './shift.ts';
import type { Slots } from './slots.ts';
import type { Writes } from './writes.ts';

/** The shifts of a plain system: each slot has values of its own. */
export const systemShift = (families: readonly string[], slots: Slots): Shift =>
  new Shift(
    families,
    new Shifter(
      families.length,
      slots.fields.flatMap(({ keys, values }) => {
        const known = shiftedInterner(families, values);
        return Array.from({ length: keys?.length ?? 1 }, () => known);
      }),
    ),
  );

/** For each action, the test that it does the same when all numbers are higher. */
export const risingActions = (
  { name, actions }: SystemInstance,
  compiled: readonly PlainAction[],
  writesOf: (alternatives: number) => readonly Writes[],
  states: RenamedStates,
  shift: Shift,
): readonly Alike[] =>
  actions.map((action, number) => {
    const { answers } = compiled[number]!;
    const place = `${name}: action "${action.name}"`;
    const answer = (image: Int32Array, change: number, note: Note) => {
      const writes = writesOf(answers.ask(image, 0));
      answers.noteReads(image, 0, note);
      return answerText(writes, image, change, note, shift);
    };
    return new Alike(states, { place, answer });
  });

/** What alternatives make of a state, told with the numbers as they were: the changed slots of each. */
function answerText(
  alternatives: readonly Writes[],
  image: Int32Array,
  change: number,
  note: Note,
  { states, families }: Shift,
): string {
  const { length } = families;
  const [family, by] = [familyOf(change, length), riseOf(change, length)];
  const texts = alternatives.map((writes) =>
    [...new Map(writes)]
      .map(([slot, id]) => {
        // To write what is there already is to change nothing, which depends on what is there.
        note(slot, 0);
        return { slot, id };
      })
      .filter(({ slot, id }) => image[slot] !== id)
      .sort((a, b) => a.slot - b.slot)
      .map(({ slot, id }) => {
        if (by === 0) return `${slot}=${id}`;
        const values = states.valuesOf(slot);
        // A number that is lower than all were raised by was not raised.
        const isRaised = values.least(id, family) >= by;
        return `${slot}=${isRaised ? values.image(id, shiftOf(family, -by, length)) : 'not raised'}`;
      })
      .join(' '),
  );
  return texts.sort().join(' or ');
}
