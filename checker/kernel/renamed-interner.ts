import { type Json, textOf } from '../model/canonical.ts';
import { blurred } from '../reduction/blurred.ts';
import type { Permutations } from '../reduction/permutations.ts';
import { rename } from '../reduction/rename.ts';
import { type Renamable, RenamedValues } from '../reduction/renamed-values.ts';
import type { Interner } from './interner.ts';

/** How a member's name is written in a text. */
export type NameOf = (member: number) => string;

/** The text of a form, in which every member's name is written as `nameOf` says. */
export const textWith = ({ members }: Permutations, form: Json, nameOf: NameOf): string =>
  textOf(
    blurred(form, (name) => {
      const member = members.numberOf(name);
      return member === undefined ? undefined : nameOf(member);
    }),
  );

/** Interned values, as renaming sees them. */
class RenamableInterner implements Renamable {
  readonly #interner: Interner;
  readonly #permutations: Permutations;

  constructor(interner: Interner, permutations: Permutations) {
    this.#interner = interner;
    this.#permutations = permutations;
  }

  renamed(id: number, permutation: number): number {
    const newName = this.#permutations.newName.bind(this.#permutations, permutation);
    return this.#interner.idOf(rename(this.#interner.valueOf(id), newName));
  }

  text(id: number, nameOf: NameOf): string {
    return textWith(this.#permutations, this.#interner.formOf(id), nameOf);
  }
}

/** Interned values with what renaming makes of them. */
export const renamedInterner = (interner: Interner, permutations: Permutations): RenamedValues =>
  new RenamedValues(permutations, new RenamableInterner(interner, permutations));
