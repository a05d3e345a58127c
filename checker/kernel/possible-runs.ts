import { BLOCK_SIZE } from '../explore/block.ts';
import type { CellsAhead } from './cells-ahead.ts';
import * as outcomePool from './outcome-pool.ts';
import * as possibilities from './possibilities.ts';
import * as possibleRun from './possible-run.ts';
import type { ProtocolTables } from './protocol-tables.ts';

// The compiler knows what is constant in this module; what it imports it reads anew each time.
const { KIND, LABEL, LIST_HEADER, OUTCOME, PAIRS, PLACE, RUN, RUN_COUNT, RUNS, SENDS } =
  outcomePool;
const { boundOf, IMPOSSIBLE, isHarmless } = possibilities;
const { ENVIRONMENT, OUTCOMES, POSSIBLE_RUN, PROCESS, WHERE } = possibleRun;

/** More room than messages can ever be in flight. */
const MOST_ROOM = 2 ** 30;

/**
 * The runs of outcomes that are possible in the states of a block, and what was cut there.
 *
 * Hot: of eleven runs in a state of Raft eight are not possible.
 */
export class PossibleRuns {
  /** The runs of all states, one behind the other. */
  data: Int32Array = new Int32Array(1 << 10);
  /** For each state, where its runs end. */
  readonly ends: Int32Array = new Int32Array(BLOCK_SIZE);
  /** For each state, 1 if something other than a fault is possible in it, or was cut. */
  readonly isAlive: Uint8Array = new Uint8Array(BLOCK_SIZE);
  /** `cuts[index * bounds + bound]` is how many outcomes a bound has cut in a state. */
  readonly cuts: Float64Array;
  readonly #tables: ProtocolTables;
  readonly #possibilities: possibilities.Possibilities;
  readonly #limit: number;
  #count = 0;

  constructor(tables: ProtocolTables) {
    this.#tables = tables;
    this.#possibilities = new possibilities.Possibilities(tables);
    this.#limit = Math.min(tables.inFlightLimit, MOST_ROOM);
    this.cuts = new Float64Array(BLOCK_SIZE * tables.bounds);
  }

  /**
   * Finds the possible runs of a block's states.
   * @param cutLabels where the labels of outcomes that are cut are added, if they are wanted
   */
  choose({ ids, lists, inFlight }: CellsAhead, count: number, cutLabels?: number[]): void {
    const possible = this.#possibilities;
    const { ends } = this;
    const processes = this.#tables.cells.length;
    possible.refresh();
    this.isAlive.fill(0);
    this.cuts.fill(0);
    this.#count = 0;
    for (let index = 0; index < count; index++) {
      const environment = ids[processes * count + index]!;
      const answers = possible.rowOf(environment, this.#limit - inFlight[index]!);
      for (let process = 0; process < processes; process++)
        this.#chooseOf(index, process, lists[process * count + index]!, answers, cutLabels);
      ends[index] = this.#count;
    }
  }

  #chooseOf(
    index: number,
    process: number,
    list: number,
    answers: number,
    cutLabels: number[] | undefined,
  ): void {
    const pool = this.#tables.pool.data;
    const possible = this.#possibilities.data;
    const first = list + LIST_HEADER;
    const end = first + RUN * pool[list + RUNS]!;
    const data = this.#withRoomFor(POSSIBLE_RUN * (end - first));
    let at = this.#count;
    let harmless = 0;
    for (let run = first; run < end; run += RUN) {
      const answer = possible[answers + pool[run + KIND]!]!;
      if (answer === IMPOSSIBLE) continue;
      harmless |= isHarmless(answer);
      if (answer < 0) {
        this.cuts[index * this.#tables.bounds + boundOf(answer)]! += pool[run + RUN_COUNT]!;
        if (cutLabels !== undefined) pushLabels(cutLabels, pool, list, run);
        continue;
      }
      data[at + PROCESS] = process;
      data[at + ENVIRONMENT] = answer >> 1;
      data[at + OUTCOMES] = pool[run + RUN_COUNT]!;
      data[at + WHERE] = 2 * list + pool[run + PLACE]!;
      at += POSSIBLE_RUN;
    }
    this.#count = at;
    this.isAlive[index]! |= harmless;
  }

  /** The array, with room for so many more integers. */
  #withRoomFor(more: number): Int32Array {
    if (this.#count + more > this.data.length) {
      const larger = new Int32Array(2 * (this.#count + more));
      larger.set(this.data);
      this.data = larger;
    }
    return this.data;
  }
}

/** Adds the labels of a run's outcomes to a list. */
export function pushLabels(into: number[], pool: Int32Array, list: number, run: number): void {
  const place = pool[run + PLACE]!;
  let at = list + (place >> 1);
  for (let left = pool[run + RUN_COUNT]!; left > 0; left--) {
    into.push(pool[at + LABEL]!);
    at += (place & 1) === 1 ? PAIRS + pool[at + SENDS]! : OUTCOME;
  }
}
