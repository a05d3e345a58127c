/**
 * What functions over a whole state read: the state cut into facts, each known by an id. For a
 * plain system a fact is a slot; for a protocol it is a local state, an inbox, the faults so far or the history.
 */
export interface Facts {
  readonly count: number;
  /** The id of a fact in the state that starts at `at`. */
  idOf(vectors: Int32Array, at: number, fact: number): number;
  /** Whether a fact takes so many values that little is gained by remembering what depends on it. */
  isFleeting(fact: number): boolean;
}

/** Reads a fact's id, and has it noted. */
export type Read = (fact: number) => number;
