import type { SharedModel } from './reader.ts';

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
