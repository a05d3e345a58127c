import type { ModelError } from '../errors.ts';
import type { Changes } from './changes.ts';
import type { DecisionTree } from './decision-tree.ts';
import type { Facts } from './facts.ts';
import { Remembered } from './remembered.ts';

/** Takes note of a fact, or of one field of it from 1 up, that an answer depends on. */
export type Note = (fact: number, field: number) => void;

/** States as renaming, or shifting, sees them, for questions asked of whole states. */
export interface RenamedStates {
  readonly changes: Changes;
  readonly facts: Facts;
  /** How many integers are asked about. */
  readonly width: number;
  /** Writes what is at `at`, renamed, into `into`. */
  imageOf(vectors: Int32Array, at: number, permutation: number, into: Int32Array): void;
  /** The fact that a renaming makes another of. */
  sourceOf(permutation: number, fact: number): number;
  /** A state in words. */
  describe(state: Int32Array): string;
}

/** A question whose answer must be the same in other names, or with all numbers higher. */
export interface FairQuestion {
  /** Such as `raft: property "terms never fall"`. */
  readonly place: string;
  /** The answer for a state in other names, in a text that is the same for answers that fit, told in the old names. */
  answer(image: Int32Array, permutation: number, note: Note): string;
}

/**
 * Tests that a question is answered alike in all other names: once for all states that agree in everything that
 * any of the answers depends on.
 */
export class Alike {
  readonly #states: RenamedStates;
  readonly #question: FairQuestion;
  readonly #tested: Remembered;
  readonly #image: Int32Array;
  /** Where the state lies that is being tested. */
  #vectors: Int32Array = new Int32Array(0);
  #at = 0;

  constructor(states: RenamedStates, question: FairQuestion) {
    this.#states = states;
    this.#question = question;
    this.#image = new Int32Array(states.width);
    this.#tested = new Remembered(states.facts, (reader) => {
      const note: Note = (fact, field) => reader.field(fact, field);
      const first = this.#answerBy(0, note);
      for (const permutation of states.changes.samples)
        if (this.#answerBy(permutation, note) !== first) throw this.#unfair(permutation);
      return 0;
    });
  }

  /**
   * Tests the state at `at`.
   * @returns 0, so that it can be asked like a property that is never decided
   * @throws ModelError if it is answered otherwise in other names.
   */
  ask(_: unknown, vectors: Int32Array, at: number): number {
    this.#vectors = vectors;
    this.#at = at;
    return this.#tested.ask(vectors, at);
  }

  /** The states that passed, as answers of 0. */
  get tree(): DecisionTree {
    return this.#tested.tree;
  }

  #answerBy(permutation: number, note: Note): string {
    const states = this.#states;
    states.imageOf(this.#vectors, this.#at, permutation, this.#image);
    return this.#question.answer(this.#image, permutation, (fact, field) =>
      note(states.sourceOf(permutation, fact), field),
    );
  }

  #unfair(permutation: number): ModelError {
    const { changes } = this.#states;
    const answerBy = (one: number) => this.#answerBy(one, () => {});
    const answer = answerBy(0);
    const input = this.#states.describe(this.#image);
    const renamedAnswer = answerBy(permutation);
    return changes.blame.errorOf({
      place: this.#question.place,
      permutation,
      input,
      answer,
      renamedInput: this.#states.describe(this.#image),
      renamedAnswer: `${renamedAnswer}${changes.translated}`,
      showsBy: (one) => answerBy(one) !== answer,
    });
  }
}
