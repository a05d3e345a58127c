import type { Questions, TransitionSystem } from '../explore/transition-system.ts';
import type { StateForm, Transition } from '../trace/trace.ts';
import type { SharedModel } from './reader.ts';
import type { Symmetry } from './symmetry.ts';

/** A configured model, ready to be searched, and the way back from integers to values. */
export interface Compiled {
  readonly system: TransitionSystem;
  readonly questions: Questions;
  /** Where states are reduced by symmetry. */
  readonly symmetry: Symmetry | undefined;
  /** How often functions of the model were run so far. */
  runs(): number;
  /** All that is known of it by now in integers, for other threads. */
  shared(): SharedModel;
  /** Every action with how often it was taken, from how often each label was. */
  coverage(
    taken: (label: number) => number,
  ): readonly { readonly name: string; readonly taken: number }[];
  /** Whether a transition decides a property. */
  decides(property: number, label: number, before: Int32Array, after: Int32Array): boolean;
  transitionOf(label: number): Transition | undefined;
  formOf(state: Int32Array): StateForm;
}
