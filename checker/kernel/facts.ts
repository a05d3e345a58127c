/**
 * What functions over a whole state read: the state cut into facts, each known by an id. For a
 * plain system a fact is a slot; for a protocol it is a local state, an inbox, the faults so far or a slot of the history.
 */
export interface Facts {
  readonly count: number;
  /** The id of a fact in the state that starts at `at`. */
  idOf(vectors: Int32Array, at: number, fact: number): number;
  /** The id of a field in a fact whose id this is; -1 if it was never learned. */
  fieldOf(id: number, field: number): number;
  /** Learns the id of a field in a fact whose id this is. */
  learnField(id: number, field: number): void;
  /** Whether a fact takes so many values that little is gained by remembering what depends on it. */
  isFleeting(fact: number): boolean;
}

/** The facts of one state. */
export interface StateFacts extends Facts {
  /** The place in a state's vector that a fact depends on, and on no other. */
  slotOf(fact: number): number;
  /** Whether the id of a fact is what stands at its place in the vector. */
  isSlot(fact: number): boolean;
  /** Whether a fact is what has gone wrong so far. */
  isOfEnvironment(fact: number): boolean;
  /** One bit a label: whether transitions with it are known to change nothing but fleeting facts and those of the environment. */
  readonly quiet: Int32Array;
  /**
   * Writes the ids of a fact in many states, from `to` on.
   * @param slots from `from` on, what stands in each state's vector at the place that the fact depends on
   */
  idsOf(
    fact: number,
    slots: Int32Array,
    from: number,
    count: number,
    into: Int32Array,
    to: number,
  ): void;
}

/** The ids of facts that are what stands at their places. */
export function copyIds(
  slots: Int32Array,
  from: number,
  count: number,
  into: Int32Array,
  to: number,
): void {
  for (let index = 0; index < count; index++) into[to + index] = slots[from + index]!;
}

/** Reads a fact, or one field of it, and has it noted. */
export interface Reader {
  /** The id of a fact, noted as read. */
  whole(fact: number): number;
  /** Notes that only this field of a fact was read; 0 where it was the whole. */
  field(fact: number, field: number): void;
  /** The id of a fact without a note: for what notes by itself how the value is used. */
  peek(fact: number): number;
}

/** The same reader for facts that are numbered differently. One object: closures made anew for each run cost more. */
export class Renumbered implements Reader {
  readonly #reader: Reader;
  readonly #times: number;
  readonly #plus: number;

  /** Its fact `n` is the reader's fact `times * n + plus`. */
  constructor(reader: Reader, plus: number, times = 1) {
    this.#reader = reader;
    this.#times = times;
    this.#plus = plus;
  }

  whole(fact: number): number {
    return this.#reader.whole(this.#times * fact + this.#plus);
  }

  field(fact: number, field: number): void {
    this.#reader.field(this.#times * fact + this.#plus, field);
  }

  peek(fact: number): number {
    return this.#reader.peek(this.#times * fact + this.#plus);
  }
}
