import { textOf } from '../model/canonical.ts';
import { blurred } from '../reduction/blurred.ts';
import type { Permutations } from '../reduction/permutations.ts';
import { rename } from '../reduction/rename.ts';
import { type Renamable, RenamedValues } from '../reduction/renamed-values.ts';
import type { Interner } from './interner.ts';

/** Interned values, as renaming sees them. */
class RenamableInterner implements Renamable {
  readonly #interner: Interner;
  readonly #permutations: Permutations;
  readonly #looks = new Map<string, number>();

  constructor(interner: Interner, permutations: Permutations) {
    this.#interner = interner;
    this.#permutations = permutations;
  }

  hasNames(id: number): boolean {
    let named = false;
    this.#text(id, () => {
      named = true;
      return '';
    });
    return named;
  }

  renamed(id: number, permutation: number): number {
    const value = this.#interner.valueOf(id);
    return this.#interner.idOf(
      rename(value, (one) => this.#permutations.newName(permutation, one)),
    );
  }

  look(id: number, member: number): number {
    const { members } = this.#permutations;
    const text = this.#text(id, (other) => (other === member ? '=' : `~${members.classOf(other)}`));
    const look = this.#looks.get(text) ?? this.#looks.size;
    this.#looks.set(text, look);
    return look;
  }

  /** The value as text, in which every member's name is written as `nameOf` says. */
  #text(id: number, nameOf: (member: number) => string): string {
    const form = blurred(this.#interner.formOf(id), (name) => {
      const member = this.#permutations.members.numberOf(name);
      return member === undefined ? undefined : nameOf(member);
    });
    return textOf(form);
  }
}

/** Interned values with what renaming makes of them. */
export const renamedInterner = (interner: Interner, permutations: Permutations): RenamedValues =>
  new RenamedValues(permutations, new RenamableInterner(interner, permutations));

/** Ids that stand for things without names. */
export const nameless = (permutations: Permutations): RenamedValues =>
  new RenamedValues(permutations, {
    hasNames: () => false,
    renamed: (id) => id,
    look: (id) => id,
  });
