/**
 * Things that are numbered from 0 up, as texts: equal for equal things, in every thread. A number means nothing in a thread that numbers
 * for itself, and a value cannot be sent to one; a text can.
 */
export interface Words {
  /** How many there are. */
  readonly size: number;
  textOf(id: number): string;
  /** The number of the thing with a text; -1 if it cannot be made of it here. */
  idOfText(text: string): number;
}
