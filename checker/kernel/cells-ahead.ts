import type { Block } from '../explore/block.ts';
import type { Encoder } from '../store/encoder.ts';
import type { ProtocolTables } from './protocol-tables.ts';

/**
 * The states of a block taken apart, slot by slot, and where the outcomes of their processes are.
 *
 * Hot: the lists of a state's processes lie anywhere in the pool, as does each pair of ids where keys are folded. In these short loops
 * nothing waits for what is read, so the misses of the processor's cache of many states overlap.
 */
export class CellsAhead {
  /** `ids[slot * count + index]` is what a slot has in the state with that index. */
  readonly ids: Int32Array;
  /** `lists[process * count + index]` is where the outcomes of a process are in the pool; 0 if they are unknown. */
  readonly lists: Int32Array;
  readonly #tables: ProtocolTables;

  /** @param size so many ids make a block */
  constructor(tables: ProtocolTables, size: number) {
    this.#tables = tables;
    this.ids = new Int32Array(size);
    this.lists = new Int32Array(size);
  }

  /** Reads the states of a block. @param encoder takes their keys apart */
  read({ keys, count }: Block, encoder: Encoder): void {
    encoder.takeApart(keys, count, this.ids);
    const { ids, lists } = this;
    for (let process = 0; process < this.#tables.cells.length; process++) {
      const known = this.#tables.lists[process]!.data;
      for (let at = process * count; at < (process + 1) * count; at++) {
        const cell = ids[at]!;
        lists[at] = cell < known.length ? known[cell]! : 0;
      }
    }
  }
}
