import type { SharedInts } from '../store/shared-ints.ts';
import { sharedInts, widen } from '../store/shared-ints.ts';
import type { Cells } from './cells.ts';
import { advanced } from './conditions.ts';
import type { ProtocolValues } from './protocol-values.ts';

/** What is known of a cell, by offset: its cell after a tick (0: not yet found out, else one more than it). */
export const AFTER = 0;
/** 1 if a timer runs in it that is not due. */
export const RUNS = 1;
/** 1 if a timer is due at a process that is up. */
export const URGENT = 2;
/** The senders of its messages as bits, if its process is up. */
export const SENDERS = 3;
export const ROW = 4;

/** What a tick does to each cell, and what of it time waits for. */
export class Ticks {
  /** By process, for each of its cells a row. */
  readonly rows: readonly SharedInts[];
  readonly #values: ProtocolValues;
  readonly #cells: readonly Cells[];

  constructor(values: ProtocolValues, cells: readonly Cells[]) {
    this.#values = values;
    this.#cells = cells;
    this.rows = cells.map(() => sharedInts(1 << 5));
  }

  /** Finds out about a cell. */
  learn(process: number, cell: number): void {
    const values = this.#values;
    const cells = this.#cells[process]!;
    const local = cells.localOf(cell);
    const inbox = cells.inboxOf(cell);
    const condition = values.conditionOf(local);
    const left = Object.values(condition.timers);
    const runs = left.some((ticks) => ticks > 0);
    const timers = advanced(condition.timers, 1);
    const after = runs
      ? cells.idOf(values.withCondition(local, { ...condition, timers }), inbox)
      : cell;
    const isUp = condition.is === 'up';
    const senders = values.inboxes
      .envelopesOf(inbox)
      .reduce((bits, envelope) => bits | (1 << values.senderOf(envelope)), 0);
    const rows = this.rows[process]!;
    widen(rows, ROW * (cell + 1));
    rows.data.set(
      [after + 1, runs ? 1 : 0, isUp && left.includes(0) ? 1 : 0, isUp ? senders : 0],
      ROW * cell,
    );
  }
}
