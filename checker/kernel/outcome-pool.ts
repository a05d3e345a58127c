/** The fields of an outcome in the pool, by their offset. Behind them: pairs of (process, parcel). */
export const LABEL = 0;
/** The new cell of the acting process. */
export const CELL = 1;
/** The index of the fault in FAULTS that it is, or -1. */
export const FAULT = 2;
/** How many more messages are in flight afterwards, without what is cut. */
export const IN_FLIGHT = 3;
/** The event for the history variable, or -1. */
export const EVENT = 4;
/** The bound that cuts it, or -1. */
export const CUT = 5;
/** How many pairs follow. */
export const PARCELS = 6;
export const HEADER = 7;

/**
 * What may happen, as flat lists of integers that the hot loop reads from front to back. A list starts with the
 * number of its outcomes. Offset 0 stands for a list not yet written.
 */
export class OutcomePool {
  data = new Int32Array(1 << 16);
  #end = 1;

  /** Starts a list, so far without outcomes; gives its offset. */
  start(): number {
    const offset = this.#end;
    this.push(0);
    return offset;
  }

  push(value: number): void {
    if (this.#end === this.data.length) {
      const larger = new Int32Array(2 * this.data.length);
      larger.set(this.data);
      this.data = larger;
    }
    this.data[this.#end++] = value;
  }

  get bytes(): number {
    return this.data.byteLength;
  }
}
