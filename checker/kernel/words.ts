/**
 * Things that are numbered from 0 up, as texts: equal only for equal things, in every thread. A number means nothing in a thread that numbers
 * for itself, and a value cannot be sent to one; a text can.
 */
export interface Words {
  /** How many there are. */
  readonly size: number;
  /** UNTOLD if there is no text of a thing. */
  textOf(id: number): string;
  /**
   * The number of the thing with a text, a new one if it has none; -1 if it cannot be made of it here. Of equal values one is kept, whose entries may
   * have been filled in another order; from here on it is the one that the text says. So it is for threads that look ahead: what they ask a model is what the main thread would.
   */
  takeOver(text: string): number;
}

/** Stands for a text that there is not; in no other one is this character. */
export const UNTOLD = '\0';
