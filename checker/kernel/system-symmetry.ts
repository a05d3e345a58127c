import { ModelError } from '../errors.ts';
import { canonicalKey } from '../model/canonical-key.ts';
import type { SystemAction, SystemInstance } from '../model/instance.ts';
import { rename } from '../reduction/rename.ts';
import { Alike, type Note, type RenamedStates } from './alike.ts';
import type { PlainAction } from './plain-system.ts';
import { renamedInterner } from './renamed-interner.ts';
import type { Slots } from './slots.ts';
import { permutationsOf, refuseHalf, Symmetry, slotsOf } from './symmetry.ts';
import type { Writes } from './writes.ts';

/** The symmetry of a plain system: the slots keyed by a member are its own; all others are nobody's. */
export function systemSymmetry(
  { name, symmetric }: SystemInstance,
  slots: Slots,
): Symmetry | undefined {
  const permutations = permutationsOf(symmetric);
  if (permutations === undefined) return undefined;
  const { members } = permutations;
  const fields = slots.fields.map((field) => ({
    field,
    renamed: renamedInterner(field.values, permutations),
  }));
  for (const { field } of fields) refuseHalf(name, field, members);
  return new Symmetry(permutations, {
    width: slots.count,
    values: fields.flatMap(({ field, renamed }) =>
      Array.from({ length: field.keys?.length ?? 1 }, () => renamed),
    ),
    columns: members.ids.map((id) => slotsOf(id, slots.fields)),
  });
}

/**
 * Tests that the set of initial states is the same in other names.
 * @throws ModelError if not.
 */
export function testInitial(
  { name: model, initial }: SystemInstance,
  slots: Slots,
  symmetry: Symmetry,
): void {
  const vectors = initial.map((state) => Int32Array.from(slots.vectorOf(state)));
  const known = new Set(vectors.map(String));
  const image = new Int32Array(slots.count);
  const fits = (permutation: number) =>
    vectors.every((vector) => {
      symmetry.states.imageOf(vector, 0, permutation, image);
      return known.has(String(image));
    });
  const bad = symmetry.samples.find((permutation) => !fits(permutation));
  if (bad === undefined) return;
  throw symmetry.blame.errorOf({
    place: `${model}: initial`,
    permutation: bad,
    input: 'the initial states',
    answer: initial.map(canonicalKey).join(' and '),
    renamedInput: 'the initial states, renamed',
    renamedAnswer: 'not among them',
    showsBy: (one) => !fits(one),
  });
}

/** For each action, the test that it does the same in other names, as it is taken for each member. */
export function fairActions(
  { name, actions }: SystemInstance,
  compiled: readonly PlainAction[],
  writesOf: (alternatives: number) => readonly Writes[],
  states: RenamedStates,
  symmetry: Symmetry,
): readonly Alike[] {
  const numbers = new Map(actions.map((action, number) => [keyOf(action), number]));
  const namesake = (action: SystemAction, permutation: number): number => {
    const member = rename(action.member, (id) => symmetry.permutations.newName(permutation, id));
    const number = numbers.get(keyOf({ name: action.name, member }));
    if (number !== undefined) return number;
    throw new ModelError(
      `${name}: action "${action.name}" may be taken for ${String(action.member)}, but not for ${String(member)}, though symmetric. Take it for all, or declare no symmetry.`,
    );
  };
  return actions.map((action) => {
    const byPermutation = new Map(
      [0, ...symmetry.permutations.neighbours, ...symmetry.samples].map((one) => [one, one]),
    );
    for (const permutation of byPermutation.keys())
      byPermutation.set(permutation, namesake(action, permutation));
    const place = `${name}: action "${action.name}"`;
    const answer = (image: Int32Array, permutation: number, note: Note) => {
      const { answers } =
        compiled[byPermutation.get(permutation) ?? namesake(action, permutation)]!;
      const writes = writesOf(answers.ask(image, 0));
      answers.noteReads(image, 0, note);
      return answerText(writes, image, permutation, note, symmetry);
    };
    return new Alike(states, { place, answer });
  });
}

/** What alternatives make of a state, told in the old names: the changed slots of each. */
function answerText(
  alternatives: readonly Writes[],
  image: Int32Array,
  permutation: number,
  note: Note,
  { states, permutations }: Symmetry,
): string {
  const back = inverseOf(permutation, permutations);
  const texts = alternatives.map((writes) => {
    const changed = new Map(writes);
    return [...changed]
      .map(([slot, id]): [number, number] => {
        // To write what is there already is to change nothing, which depends on what is there.
        note(slot, 0);
        return [slot, id];
      })
      .filter(([slot, id]) => image[slot] !== id)
      .map(([slot, id]): [number, number] => [
        states.sourceOf(permutation, slot),
        states.layout.values[slot]!.image(id, back),
      ])
      .sort(([a], [b]) => a - b)
      .map(([slot, id]) => `${slot}=${id}`)
      .join(' ');
  });
  return texts.sort().join(' or ');
}

function inverseOf(permutation: number, permutations: Symmetry['permutations']): number {
  const { count } = permutations.members;
  return permutations.numberOf(
    Int32Array.from({ length: count }, (_, member) => permutations.to(permutation, member)),
  );
}

const keyOf = ({ name, member }: { readonly name: string; readonly member: unknown }): string =>
  `${name} ${canonicalKey(member)}`;
