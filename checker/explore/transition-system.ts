import type { Batch } from '../store/batch.ts';
import type { Encoder } from '../store/encoder.ts';

/**
 * What a search sees of a model: states as keys of vectors of small integers, and what may come next. This is
 * the whole door between the explorer and the kernel; no value of a model passes through it.
 */
export interface TransitionSystem {
  /** How many integers make a state. */
  readonly width: number;
  /** The initial states as vectors, one after the other. */
  initial(): { readonly count: number; readonly vectors: Int32Array };
  /** The greatest id that each place of a vector may have by now. */
  greatestIds(): Int32Array;
  /** Keys are made by this encoder from now on. */
  layOut(encoder: Encoder): void;
  /**
   * Appends the transitions from the state with a key to a batch, in an order that is the same in every run. False if an
   * id has become too large for the layout: then nothing was appended or counted, and it must be laid out anew.
   */
  expand(high: number, low: number, batch: Batch): boolean;
  /** Whether, in the state expanded last, a transition other than a fault is possible, or was cut by a bound. */
  readonly alive: boolean;
  /** The labels of the transitions that a bound cut, of the state expanded last. */
  readonly cutLabels: readonly number[];
}

/** What a liveness property demands of one process, of one pair, or of the state as a whole. */
export interface Demanded {
  readonly property: number;
  /** Whether a state is what must come. */
  isMet(vectors: Int32Array, at: number): boolean;
  /** Of `leads-to`: whether after a state it must come. */
  isRaised(vectors: Int32Array, at: number): boolean;
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
  /** What the liveness properties demand. */
  readonly demands: readonly Demanded[];
  /** Has a property that is decided not asked about any more. */
  drop(property: number): void;
}
