import type { MoveTables, ProtocolTables } from './protocol-tables.ts';
import { AFTER, ROW, RUNS, SENDERS, URGENT } from './ticks.ts';

/** Time cannot pass. */
export const NO_MOVE = -1;
/** What a tick does to some process is not written down yet, and this thread does not find it out. */
export const UNKNOWN_MOVE = -2;

/** Writes down what a tick does to a process in a cell. */
interface TickTeacher {
  tick(process: number, cell: number): void;
}

/** What the environment does to all processes at once: time passes; a partition comes or goes. Looks integers up. */
export class MovesOfAll {
  readonly #moves: MoveTables;
  readonly #tables: ProtocolTables;
  readonly #teacher: TickTeacher | undefined;
  readonly #processes: number;

  /** @param teacher none in a thread that has no model */
  constructor(tables: ProtocolTables, moves: MoveTables, teacher: TickTeacher | undefined) {
    this.#tables = tables;
    this.#moves = moves;
    this.#teacher = teacher;
    this.#processes = tables.cells.length;
  }

  /** Whether a move, by its label, is a fault. */
  isFault(label: number): boolean {
    return label !== this.#moves.tick && label !== this.#moves.heal;
  }

  /** Writes the state after a tick; gives the label of what happens, NO_MOVE or UNKNOWN_MOVE. */
  passTime(state: Int32Array, next: Int32Array): number {
    const moves = this.#moves;
    if (!moves.isTimed) return NO_MOVE;
    const environment = state[this.#processes]!;
    let runs = 0;
    let late = 0;
    next.set(state);
    for (let process = 0; process < this.#processes; process++) {
      const row = this.#tickOf(process, state[process]!);
      if (row < 0) return UNKNOWN_MOVE;
      const ticks = moves.ticks[process]!.data;
      next[process] = ticks[row + AFTER]! - 1;
      runs |= ticks[row + RUNS]!;
      if (!moves.isSynchronous) continue;
      if (ticks[row + URGENT] === 1) return NO_MOVE;
      late |= ticks[row + SENDERS]! & ~moves.cutFrom.data[environment * this.#processes + process]!;
    }
    if (runs === 0) return NO_MOVE;
    if (late === 0) return moves.tick;
    const { afterChange, environments } = this.#tables;
    const after = afterChange.data[moves.lateChange * environments + environment]!;
    if (after < 0) return NO_MOVE;
    next[this.#processes] = after;
    return moves.late;
  }

  /** In how many ways a partition may come, or go, in a state. */
  divisionsOf(state: Int32Array): number {
    return this.#moves.partitions[state[this.#processes]!]!.data.length / 2;
  }

  /** Writes the state after one of them; gives its label. */
  divide(state: Int32Array, division: number, next: Int32Array): number {
    const { data } = this.#moves.partitions[state[this.#processes]!]!;
    next.set(state);
    next[this.#processes] = data[2 * division]!;
    return data[2 * division + 1]!;
  }

  /** Where it is written what a tick does to a process in a cell; -1 if it is unknown. */
  #tickOf(process: number, cell: number): number {
    const row = ROW * cell;
    const known = this.#moves.ticks[process]!;
    if (row < known.data.length && known.data[row + AFTER] !== 0) return row;
    if (this.#teacher === undefined) return -1;
    this.#teacher.tick(process, cell);
    return row;
  }
}
