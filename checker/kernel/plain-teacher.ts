/** Finds out what the tables do not say yet. Only the thread that has the model can. */
export interface PlainTeacher {
  /**
   * Writes what a group of actions does in a state with a key.
   * @returns where that is; REGROUPED if the actions had to be grouped anew, TOO_WIDE if an id is too large for the layout
   */
  list(group: number, state: Int32Array, high: number, low: number): number;
  /** The alternatives of an action in a state, by their place. */
  alternatives(action: number, state: Int32Array): number;
  /** 1 if a state is beyond one of the bounds on the whole state, else 0. */
  isBeyond(index: number, state: Int32Array): number;
}

export const REGROUPED = 0;
export const TOO_WIDE = -1;
