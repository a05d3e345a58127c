/** How a stepper visits only one state of each orbit, and which it leaves out. */
export interface Reduction {
  /** The steps from another state are looked at from now on. */
  begin(state: Int32Array): void;
  /** The bound that a state is beyond, as its numbers that rise are too far apart; or -1. */
  beyond(state: Int32Array): number;
  /** Makes a state that a step leads to the representative of its orbit. */
  canonicalize(state: Int32Array): void;
}
