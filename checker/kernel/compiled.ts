import type { Questions, TransitionSystem } from '../explore/transition-system.ts';
import type { StateForm, Transition } from '../trace/trace.ts';
import type { Ahead } from './ahead.ts';
import type { ModelCalls } from './model-calls.ts';
import type { Orbits } from './orbits.ts';
import type { SharedModel } from './reader.ts';
import type { Symmetry } from './symmetry.ts';
import type { Words } from './words.ts';

/** A message as liveness sees it. */
export interface Mentioned {
  /** Equal for equal messages only. */
  readonly id: number;
  /** The families that it has numbers of, of those that are shifted, as bits. */
  readonly families: number;
}

/** A configured model, ready to be searched, and the way back from integers to values. */
export interface Compiled {
  readonly system: TransitionSystem;
  readonly questions: Questions;
  /** Where states are reduced by symmetry. */
  readonly symmetry: Symmetry | undefined;
  /** Where states are reduced by anything, or numbers that rise are bound. */
  readonly orbits: Orbits | undefined;
  /** Who runs the functions of the model. */
  readonly calls: ModelCalls;
  /** All that is numbered while it is searched, and stands for something, in the same order in each thread. */
  readonly words: readonly Words[];
  readonly ahead: Ahead;
  /** Asks a property of states about a process, a pair of processes or the whole, by their facts. */
  ask(property: number, places: readonly number[], state: Int32Array): void;
  /** All that is known of it by now in integers, for other threads. */
  shared(): SharedModel;
  /** Every action with how often it was taken, from how often each label was. */
  coverage(
    taken: (label: number) => number,
  ): readonly { readonly name: string; readonly taken: number }[];
  /** Whether a transition decides a property. */
  decides(property: number, label: number, before: Int32Array, after: Int32Array): boolean;
  transitionOf(label: number): Transition | undefined;
  /** What the transitions of a label say of a message, if they are about one. */
  messageOf(label: number): Mentioned | undefined;
  formOf(state: Int32Array): StateForm;
}
