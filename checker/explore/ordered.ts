import type { Source } from './share.ts';
import { eachStretch, type Stretches } from './stretches.ts';

/**
 * The candidates of a round that one share looks up, from all sources, in the order of the states that their rows came of.
 * So of equal keys the same one is the first for any number of threads.
 */
export class Ordered {
  /** Two halves of each key, the high one first. */
  keys = new Int32Array(1 << 10);
  /** To be written by who looks them up: 1 for each that is new, else 0. */
  isNew = new Uint8Array(1 << 9);
  count = 0;
  /** For each source how many candidates were taken. */
  #taken = new Int32Array(0);
  #owner = 0;

  /** @param owner whose candidates */
  put(sources: readonly Source[], stretches: Stretches, owner: number): void {
    this.count = 0;
    this.#owner = owner;
    this.#taken = new Int32Array(sources.length);
    this.#makeRoom(sources.reduce((sum, { candidates }) => sum + candidates[owner]!.count, 0));
    const { keys } = this;
    for (const { source, to } of eachStretch(stretches)) {
      const { keys: from, rows, count } = sources[source]!.candidates[owner]!;
      let taken = this.#taken[source]!;
      for (; taken < count && rows.data[taken]! < to; taken++, this.count++) {
        keys[2 * this.count] = from.data[2 * taken]!;
        keys[2 * this.count + 1] = from.data[2 * taken + 1]!;
      }
      this.#taken[source] = taken;
    }
  }

  /** Marks the rows whose keys are new; gives how many those are, stretch by stretch. */
  mark(sources: readonly Source[], stretches: Stretches): Int32Array {
    const added = new Int32Array(stretches.count);
    const taken = this.#taken.fill(0);
    let index = 0;
    let stretch = -1;
    for (const { source, to } of eachStretch(stretches)) {
      stretch++;
      const { rows, candidates } = sources[source]!;
      const { rows: numbers, count } = candidates[this.#owner]!;
      for (; taken[source]! < count && numbers.data[taken[source]!]! < to; taken[source]!++) {
        if (this.isNew[index++] === 0) continue;
        rows.fresh.data[numbers.data[taken[source]!]!] = 1;
        added[stretch]!++;
      }
    }
    return added;
  }

  #makeRoom(count: number): void {
    if (count <= this.isNew.length) return;
    this.isNew = new Uint8Array(2 * count);
    this.keys = new Int32Array(4 * count);
  }
}
