import type { ModelError } from '../errors.ts';
import type { Parcel } from './protocol-values.ts';

/** What a function of a model did that does not fit what was declared, for the report. */
export interface Unfairness {
  /** Such as `raft: handler "vote" of role server`. */
  readonly place: string;
  /** The change by which it shows: a renaming, or a shift. */
  readonly permutation: number;
  /** What was asked, what was answered, what was asked after the change, and what was answered then: as texts. */
  readonly input: string;
  readonly answer: string;
  readonly renamedInput: string;
  readonly renamedAnswer: string;
  /** Whether it also shows by another change. */
  readonly showsBy: (permutation: number) => boolean;
}

/**
 * Changes of states, known by number, that must make no difference to a model: renamings of what is symmetric, or shifts of
 * numbers that rise.
 */
export interface Changes {
  /** The changes that are tested. */
  readonly samples: readonly number[];
  /** Whether they are all there are, so that what was tested by one of them was tested by all. */
  readonly isExhaustive: boolean;
  /** Whether the initial states must not be changed by them either. */
  readonly keepsInitial: boolean;
  /** What is said of answers that are told as before the change. */
  readonly translated: string;
  readonly blame: { errorOf(unfair: Unfairness): ModelError };
}

/** What a change makes of each kind of value in a protocol, known by id. */
export interface ChangedValues {
  process(number: number, change: number): number;
  local(local: number, change: number): number;
  envelope(envelope: number, change: number): number;
  parcels(parcels: readonly Parcel[], change: number): readonly Parcel[];
  readonly events: { image(event: number, change: number): number };
}

/** Changes of the states of a protocol. */
export interface ProtocolChanges extends Changes {
  readonly renaming: ChangedValues;
}
