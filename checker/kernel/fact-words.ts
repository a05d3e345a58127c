/** What functions of states read, as texts that are the same in every thread that has the model. */
export interface FactWords {
  /** A whole fact of the state that starts at `at`. */
  textOf(vectors: Int32Array, at: number, fact: number): string;
  /** The name of a field; '' for the whole, which is field 0. */
  nameOfField(field: number): string;
  /** The number of a field, a new one if it has none; undefined where there are too many. */
  numberOfField(name: string): number | undefined;
}
