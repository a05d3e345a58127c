/**
 * What a search sees of a model: states as vectors of small integers, and what may come next. This is
 * the whole door between the explorer and the kernel; no value of a model passes through it.
 */
export interface TransitionSystem {
  /** How many integers make a state. */
  readonly width: number;
  /** The initial states, one after the other. */
  initial(): { readonly count: number; readonly vectors: Int32Array };
  /** What may come after a state. The result is valid until the next call. */
  expand(state: Int32Array): Successors;
}

/** The transitions from one state, in an order that is the same in every run. */
export interface Successors {
  count: number;
  /** The target states, one after the other. */
  vectors: Int32Array;
  /** For each transition, the number of what happens in it: `taken` is counted by it. */
  labels: Int32Array;
  /** Whether a transition other than a fault is possible, or was cut by a bound. */
  alive: boolean;
}

/** What is asked of the states and transitions that a search meets. Properties are known by number. */
export interface Questions {
  /** How many properties there are. */
  readonly count: number;
  /** Whether `ofStep` must be asked at all. */
  readonly asksSteps: boolean;
  /**
   * The properties that a state found for the first time decides: violated, or reached.
   * @param parent the state that it was found from; undefined for an initial state
   */
  ofState(parent: Int32Array | undefined, vectors: Int32Array, at: number): readonly number[];
  /** Whether `ofLabel` must be asked by now. */
  readonly asksLabels: boolean;
  /** The properties that a transition decides by its label alone. */
  ofLabel(label: number): readonly number[];
  /** The properties that a transition decides by the states that it leads from and to. */
  ofStep(parent: Int32Array, vectors: Int32Array, at: number): readonly number[];
  /** The properties that a state decides from which nothing but faults can happen. */
  ofDeadlock(state: Int32Array): readonly number[];
  /** Has a property that is decided not asked about any more. */
  drop(property: number): void;
}
