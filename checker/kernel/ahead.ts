import { type DecisionTree, factsReadBy } from './decision-tree.ts';
import type { Facts } from './facts.ts';
import type { SharedModel } from './reader.ts';
import type { Words } from './words.ts';

/** What another thread knows: its tables, and by number what stands behind their numbers, as texts (see `Words`). */
export interface Theirs {
  readonly model: SharedModel;
  readonly texts: readonly (readonly string[])[];
}

/**
 * Runs something of the model, which may fail, unless another thread does so.
 * @param what is the same in all threads, for the same only
 */
export type Attempt = (what: string, find: () => void) => void;

/** How a thread that has a model of its own finds out what another one is going to ask. */
export interface Ahead {
  /** A state of another thread's in this one's numbers; undefined if something in it cannot be made here. */
  stateOf(state: Int32Array, theirs: Theirs): Int32Array | undefined;
  /**
   * Runs what is to be run for the next states of a state, each for itself.
   * @param state in the other thread's numbers
   * @param own the same in this thread's
   * @param isKnown whether that is left out which the other thread knows
   */
  expand(
    state: Int32Array,
    own: Int32Array,
    theirs: Theirs,
    isKnown: boolean,
    attempt: Attempt,
  ): void;
}

/** What a function of states has read so far, and so may read again, as it is in a state; where it has read nothing so far, the whole state. */
export const readIn = (tree: DecisionTree, facts: Facts, state: Int32Array): string => {
  const read = factsReadBy(tree);
  return String(read.length === 0 ? state : read.map((fact) => facts.idOf(state, 0, fact)));
};

/** The number here of what another thread says in a text; -1 if it says nothing, or it cannot be made. */
export const ownIn = (words: Words | undefined, text: string | undefined): number =>
  words === undefined || text === undefined ? -1 : words.takeOver(text);
