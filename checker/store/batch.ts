import { enlarged } from './enlarged.ts';

/**
 * Transitions found and not yet looked up: for each, the key of the state that it leads to and the number of what happens in it.
 *
 * Hot: whoever finds successors makes room for as many as there may be, and then writes the arrays itself.
 */
export class Batch {
  /** Two halves of a key for each transition, the high one first. */
  keys: Int32Array = new Int32Array(1 << 14);
  labels: Int32Array = new Int32Array(1 << 13);
  count = 0;

  /** Sees to it that `more` transitions can be written. */
  makeRoom(more: number): void {
    while (this.count + more > this.labels.length) {
      this.keys = enlarged(this.keys);
      this.labels = enlarged(this.labels);
    }
  }

  add(high: number, low: number, label: number): void {
    this.makeRoom(1);
    this.keys[2 * this.count] = high;
    this.keys[2 * this.count + 1] = low;
    this.labels[this.count++] = label;
  }
}
