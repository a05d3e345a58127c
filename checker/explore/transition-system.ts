import type { Encoder, Layout } from '../store/encoder.ts';
import type { KeyList } from '../store/key-list.ts';
import type { Rows } from '../store/rows.ts';
import type { Block } from './block.ts';

/**
 * What a search sees of a model: states as keys of vectors of small integers, and what may come next. This is
 * the whole door between the explorer and the kernel; no value of a model passes through it.
 */
export interface TransitionSystem extends Stepper {
  /** How many integers make a state. */
  readonly width: number;
  /** Whether anything is ever asleep, see `Stepper`. */
  readonly sleeps: boolean;
  /** The initial states as vectors, one after the other. */
  initial(): { readonly count: number; readonly vectors: Int32Array };
  /** Whether other threads may go on expanding states while something is found out: what they do not know yet, they put aside. */
  readonly staysReadable: boolean;
  /** The greatest id that each place of a vector may have by now. */
  greatestIds(): Int32Array;
  /** Keys are made by this encoder from now on. */
  layOut(encoder: Encoder): void;
  /** How many renamings fix each state of a block, where one state of each orbit is visited; undefined where only `Symmetry` can tell. */
  stabilizers?(block: Block): Int32Array | undefined;
  /** For each row of the state expanded last, what has risen in that step, as bits; undefined where nothing rises. Only if `keepCutLabels`. */
  readonly rises: readonly number[] | undefined;
  /** Has `cutLabels` and `rises` filled from now on, which takes time. */
  keepCutLabels(): void;
}

/** All transitions were appended. */
export const EXPANDED = 0;
/** An id has become too large for the layout of keys, which must be made anew. */
export const OUTGROWN = 1;
/** Something was met for the first time, which this thread has no number for. */
export const UNFAMILIAR = 2;

/**
 * Expands states by looking integers up; the same in every thread.
 *
 * Of two transitions that commute it is enough to follow one order. So a state that was reached by one of them may leave the
 * other to the state that was reached by that: it is **asleep** there (Godefroid, Partial-Order Methods, 1996, chapter 5). What is asleep in a state
 * follows from how it was reached first, its **arrival**: a number that rows come with, and 0 where nothing is known. What
 * is asleep is counted, and no state is lost, nor found later: see ARCHITECTURE.md.
 */
export interface Stepper {
  /** Where the compiled loops work, and rows are. */
  readonly memory: WebAssembly.Memory;
  /**
   * Appends the transitions from the state with a key to the rows, in an order that is the same in every run.
   * @param arrival how the state was reached; where it is 0, as it is unless given, all transitions are appended
   * @returns EXPANDED, or OUTGROWN or UNFAMILIAR: then nothing was appended or counted
   */
  expand(high: number, low: number, rows: Rows, arrival?: number): number;
  /**
   * Does the same with all states of a block, in their order.
   * @returns EXPANDED, or OUTGROWN: then what was appended and counted is of no use
   */
  expandAll(block: Block, rows: Rows): number;
  /** Whether, in the state expanded last, a transition other than a fault is possible, or was cut by a bound. */
  readonly alive: boolean;
  /** The labels of the transitions that a bound cut, of the state expanded last; only if they are kept. */
  readonly cutLabels: readonly number[];
  /** How many transitions each bound has cut so far. */
  readonly cuts: Float64Array;
}

/** What a liveness property demands of one process, of one pair, or of the state as a whole. */
export interface Demanded {
  readonly property: number;
  /** Whether a state is what must come. */
  isMet(vectors: Int32Array, at: number): boolean;
  /** Of `leads-to`: whether after a state it must come. */
  isRaised(vectors: Int32Array, at: number): boolean;
}

/** Some states that were found for the first time, one after the other, each from a state that is known to decide no property. */
export interface NewStates {
  readonly count: number;
  /** Two halves of each one's key, the high one first. */
  readonly keys: Int32Array;
  /** The label of the transition that leads to each. */
  readonly labels: Int32Array;
  /** The number of the state that it leads from, whose key is in the order. */
  readonly parents: Int32Array;
  readonly order: KeyList;
}

/** Looks up whether states decide any property; the same in every thread. */
export interface Verdicts {
  /** Takes note of what was found out since; to be called before states are looked at. */
  refresh(): void;
  /** Keys are laid out like this from now on. */
  layOut(layout: Layout): void;
  /** Tells which of some new states must be asked, by their indices in order: all that are not known to decide no property. */
  lookAt(states: NewStates, unsettled: number[]): void;
}

/** What is asked of the states and transitions that a search meets. Properties are known by number. */
export interface Questions extends Verdicts {
  /** How many properties there are. */
  readonly count: number;
  /** The properties that a state found for the first time decides: violated, or reached. */
  ofState(state: Int32Array): readonly number[];
  /** The properties that an initial state decides. */
  ofInitial(state: Int32Array): readonly number[];
  /** Whether `ofLabel` must be asked by now. */
  readonly asksLabels: boolean;
  /** The properties that a transition decides by its label alone. */
  ofLabel(label: number): readonly number[];
  /** Whether `ofStep` must be asked at all. */
  readonly asksSteps: boolean;
  /** Whether the steps from a state must be asked about before another state is expanded. */
  readonly asksInTurn: boolean;
  /** The properties that a transition decides by the states that it leads from and to. */
  ofStep(parent: Int32Array, vectors: Int32Array, at: number): readonly number[];
  /** Whether `ofDeadlock` must be asked at all. */
  readonly asksDeadlocks: boolean;
  /** The properties that a state decides from which nothing but faults can happen. */
  ofDeadlock(state: Int32Array): readonly number[];
  /** What the liveness properties demand. */
  readonly demands: readonly Demanded[];
  /** Has a property that is decided not asked about any more. */
  drop(property: number): void;
}
