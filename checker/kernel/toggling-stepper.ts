import { ALIVE, Block, DEFERRED, STUCK } from '../explore/block.ts';
import { EXPANDED, OUTGROWN, UNFAMILIAR } from '../explore/transition-system.ts';
import { ENCODED, Encoder, type Layout, TOO_LARGE } from '../store/encoder.ts';
import { addRow, makeRoom, type Rows } from '../store/rows.ts';
import { MovesOfAll, NO_MOVE, UNKNOWN_MOVE } from './moves-of-all.ts';
import type { ProtocolStepper, ProtocolTeacher } from './protocol-stepper.ts';
import type { ProtocolTables } from './protocol-tables.ts';
import { Toggler } from './toggler.ts';

/**
 * Expands the states of a protocol by toggling the bits of their keys: many together by what is known already; those that hold
 * something new are then expanded alone, in their order, so that ids are given in the same order by any number of threads.
 */
export class TogglingStepper implements ProtocolStepper {
  alive = false;
  readonly cutLabels: number[] = [];
  keepsCutLabels = false;
  readonly cuts: Float64Array;
  readonly #learns: boolean;
  readonly #together: Toggler;
  readonly #alone: Toggler;
  readonly #one = new Block();
  readonly #moves: MovesOfAll | undefined;
  #encoder: Encoder;
  /** The state that time passes in, and a state in the making. */
  readonly #state: Int32Array;
  readonly #next: Int32Array;

  /** See `protocolStepper`. */
  constructor(tables: ProtocolTables, layout: Layout, teacher: ProtocolTeacher | undefined) {
    const learns = teacher !== undefined;
    this.#learns = learns;
    this.#together = new Toggler(tables, layout, undefined, learns);
    this.#alone = new Toggler(tables, layout, teacher, learns);
    this.#moves = tables.moves && new MovesOfAll(tables, tables.moves, teacher);
    this.cuts = new Float64Array(tables.bounds);
    this.#encoder = new Encoder(layout, learns);
    this.#state = new Int32Array(layout.width);
    this.#next = new Int32Array(layout.width);
  }

  layOut(layout: Layout): void {
    this.#encoder = new Encoder(layout, this.#learns);
    this.#together.layOut(layout);
    this.#alone.layOut(layout);
  }

  expand(high: number, low: number, rows: Rows): number {
    const before = rows.count;
    const one = this.#one;
    one.hold(high, low);
    this.cutLabels.length = 0;
    if (!this.#alone.read(one, this.keepsCutLabels ? this.cutLabels : undefined)) return OUTGROWN;
    const outcome = this.#append(this.#alone, 0, one, rows);
    if (outcome !== EXPANDED) rows.count = before;
    this.alive = this.#alone.runs.isAlive[0] === 1;
    return outcome;
  }

  expandAll(block: Block, rows: Rows): number {
    const together = this.#together;
    const { keys } = block;
    if (!together.read(block, undefined)) return OUTGROWN;
    for (let index = 0; index < block.count; index++) {
      const before = rows.count;
      let outcome = this.#append(together, index, block, rows);
      let isAlive = together.runs.isAlive[index] === 1;
      if (outcome === UNFAMILIAR) {
        rows.count = before;
        if (this.#learns) {
          outcome = this.expand(keys[2 * index]!, keys[2 * index + 1]!, rows);
          isAlive = this.alive;
        }
      }
      if (outcome === OUTGROWN) return OUTGROWN;
      block.fates[index] = outcome === UNFAMILIAR ? DEFERRED : isAlive ? ALIVE : STUCK;
      block.ends[index] = rows.count;
    }
    return EXPANDED;
  }

  /** Appends all transitions from a state of the block, and counts what was cut. */
  #append(toggler: Toggler, index: number, block: Block, rows: Rows): number {
    // What time and partitions do comes besides, so there may be less room than there was for the block.
    makeRoom(rows, toggler.ahead.mostRows);
    let outcome = toggler.append(index, block, rows);
    if (outcome === EXPANDED && this.#moves !== undefined)
      outcome = this.#moveAll(this.#moves, toggler, index, block.count, rows);
    if (outcome !== EXPANDED) return outcome;
    const { cuts } = toggler.runs;
    const bounds = this.cuts.length;
    for (let bound = 0; bound < bounds; bound++) this.cuts[bound]! += cuts[index * bounds + bound]!;
    return EXPANDED;
  }

  /** Appends what the environment does to the whole: time passes, or a partition comes or goes. */
  #moveAll(
    moves: MovesOfAll,
    { ahead: { ids }, runs }: Toggler,
    index: number,
    count: number,
    rows: Rows,
  ): number {
    const state = this.#state;
    for (let slot = 0; slot < state.length; slot++) state[slot] = ids[slot * count + index]!;
    const passing = moves.passTime(state, this.#next);
    if (passing === UNKNOWN_MOVE) return UNFAMILIAR;
    let outcome: number = EXPANDED;
    if (passing !== NO_MOVE) {
      if (!moves.isFault(passing)) runs.isAlive[index] = 1;
      outcome = this.#appendNext(passing, rows);
    }
    const divisions = moves.divisionsOf(state);
    for (let division = 0; division < divisions && outcome === EXPANDED; division++) {
      const label = moves.divide(state, division, this.#next);
      if (!moves.isFault(label)) runs.isAlive[index] = 1;
      outcome = this.#appendNext(label, rows);
    }
    return outcome;
  }

  /** Appends the state in the making. */
  #appendNext(label: number, rows: Rows): number {
    const encoder = this.#encoder;
    const encoded = encoder.encode(this.#next, 0);
    if (encoded !== ENCODED) return encoded === TOO_LARGE ? OUTGROWN : UNFAMILIAR;
    addRow(rows, encoder.high, encoder.low, label);
    return EXPANDED;
  }
}
