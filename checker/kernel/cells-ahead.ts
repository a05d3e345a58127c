import { BLOCK_SIZE, type Block } from '../explore/block.ts';
import type { Encoder } from '../store/encoder.ts';
import type { KnownSteps } from './known-steps.ts';
import * as outcomePool from './outcome-pool.ts';
import type { ProtocolTables } from './protocol-tables.ts';

// The compiler knows what is constant in this module; what it imports it reads anew each time.
const { COUNT, GREATEST_CELL, WAITING } = outcomePool;

/**
 * The states of a block taken apart, slot by slot, and where the outcomes of their processes are.
 *
 * Hot: the lists of a state's processes lie anywhere in the pool, and reading the first of each is a miss of the cache, as is each pair
 * of ids where keys are folded. In these short loops nothing waits for what is read, so the misses of many states overlap.
 */
export class CellsAhead {
  /** `ids[slot * count + index]` is what a slot has in the state with that index. */
  readonly ids: Int32Array;
  /** `lists[process * count + index]` is where the outcomes of a process are in the pool; that of an empty list if they are unknown. */
  readonly lists: Int32Array;
  /** Of each state, how many messages are in flight. */
  readonly inFlight: Int32Array = new Int32Array(BLOCK_SIZE);
  /** Of each state, 1 if some outcomes are unknown, and nobody can be asked. */
  readonly isUnknown: Uint8Array = new Uint8Array(BLOCK_SIZE);
  /** How many outcomes no bound on a process cuts, of all states. */
  mostRows = 0;
  readonly #tables: ProtocolTables;
  readonly #known: KnownSteps;

  /** @param size so many ids make a block */
  constructor(tables: ProtocolTables, known: KnownSteps, size: number) {
    this.#tables = tables;
    this.#known = known;
    this.ids = new Int32Array(size);
    this.lists = new Int32Array(size);
  }

  /**
   * Reads the states of a block.
   * @param encoder takes their keys apart
   * @returns false if a cell has become too large for the layout of keys
   */
  read({ keys, count }: Block, encoder: Encoder): boolean {
    const processes = this.#tables.cells.length;
    encoder.takeApart(keys, count, this.ids);
    this.isUnknown.fill(0);
    this.inFlight.fill(0);
    this.mostRows = 0;
    for (let process = 0; process < processes; process++) this.#findLists(process, count);
    let fits = true;
    for (let process = 0; process < processes; process++) {
      const greatest = this.#readLists(process, count);
      fits &&= encoder.isFolded(process) || encoder.packing.fits(process, greatest);
    }
    return fits;
  }

  #findLists(process: number, count: number): void {
    const { ids, lists } = this;
    const known = this.#tables.lists[process]!.data;
    const from = process * count;
    let areKnown = true;
    for (let at = from; at < from + count; at++) {
      const cell = ids[at]!;
      const list = cell < known.length ? known[cell]! : 0;
      lists[at] = list;
      areKnown &&= list !== 0;
    }
    for (let at = from; at < from + count && !areKnown; at++) {
      if (lists[at] !== 0) continue;
      const list = this.#known.listOf(process, ids[at]!);
      lists[at] = list;
      if (list === 0) this.isUnknown[at - from] = 1;
    }
  }

  /** Reads what the lists say of themselves; gives the greatest cell that a process comes to. */
  #readLists(process: number, count: number): number {
    const { lists, inFlight } = this;
    const pool = this.#tables.pool.data;
    const from = process * count;
    let most = 0;
    let greatest = 0;
    for (let index = 0; index < count; index++) {
      const list = lists[from + index]!;
      most += pool[list + COUNT]!;
      inFlight[index]! += pool[list + WAITING]!;
      greatest = Math.max(greatest, pool[list + GREATEST_CELL]!);
    }
    this.mostRows += most;
    return greatest;
  }
}
