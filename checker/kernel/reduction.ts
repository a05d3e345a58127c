/** How a stepper visits only one state of each orbit. */
export interface Reduction {
  /** The steps from another state are looked at from now on. */
  begin(state: Int32Array): void;
  /** Makes a state that a step leads to the representative of its orbit. */
  canonicalize(state: Int32Array): void;
}
