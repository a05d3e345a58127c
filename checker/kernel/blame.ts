import { ModelError } from '../errors.ts';
import type { Permutations } from '../reduction/permutations.ts';
import type { Unfairness } from './changes.ts';

/** Says of a function that treats some members of a class in another way than others which ones they are. */
export class Blame {
  readonly #permutations: Permutations;

  constructor(permutations: Permutations) {
    this.#permutations = permutations;
  }

  /** The error that reports it. */
  errorOf(unfair: Unfairness): ModelError {
    const { place, permutation, input, answer, renamedInput, renamedAnswer } = unfair;
    return new ModelError(
      `${place} treats ${this.#whom(unfair)}, though symmetric.\n` +
        `  input: ${input}\n  its answer: ${answer}\n` +
        `  renamed (${this.#renaming(permutation)}): ${renamedInput}\n  its answer: ${renamedAnswer}\n` +
        'The second answer must be the first one with the names changed. Look for an id compared with a fixed one, the first of a list, or an order of ids; or declare no symmetry.',
    );
  }

  #whom({ permutation, showsBy }: Unfairness): string {
    const { members } = this.#permutations;
    const pairs = members.ranges.flatMap(({ start, end }) =>
      pairsOf(start, end).filter(([one, other]) =>
        showsBy(this.#permutations.exchange(one, other)),
      ),
    );
    const moved = [...members.ids.keys()].filter(
      (member) => this.#permutations.to(permutation, member) !== member,
    );
    const suspects = pairs.length === 0 ? moved : [...new Set(pairs.flat())];
    const [special, ...others] = suspects.filter((member) =>
      pairs.every((pair) => pair.includes(member)),
    );
    if (special !== undefined && others.length === 0 && pairs.length > 1)
      return `${members.idOf(special)} specially`;
    const names = suspects.map((member) => String(members.idOf(member)));
    return `${names.slice(0, -1).join(', ')} and ${names.at(-1)} differently`;
  }

  #renaming(permutation: number): string {
    const { members } = this.#permutations;
    return [...members.ids.keys()]
      .filter((member) => this.#permutations.to(permutation, member) !== member)
      .map(
        (member) =>
          `${members.idOf(member)} is now ${members.idOf(this.#permutations.to(permutation, member))}`,
      )
      .join(', ');
  }
}

const pairsOf = (start: number, end: number): readonly (readonly [number, number])[] =>
  Array.from({ length: end - start }, (_, at) => start + at).flatMap((one) =>
    Array.from({ length: end - one - 1 }, (_, at): readonly [number, number] => [
      one,
      one + 1 + at,
    ]),
  );
