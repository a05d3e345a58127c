import { ModelError } from '../errors.ts';
import { type Environment, FAULTS } from '../faults/faults.ts';
import { enlarged } from '../store/enlarged.ts';
import type { Cells } from './cells.ts';
import { advanced } from './conditions.ts';
import type { Environments } from './environments.ts';
import type { ProtocolValues } from './protocol-values.ts';
import type { StepLabels } from './step-labels.ts';

const LATE = FAULTS.indexOf('late');

/** As many processes have a bit each in one integer. */
const MOST_PROCESSES = 31;

/** What is known of a cell, by offset: its cell after a tick (0: not yet found out, else one more than it). */
const AFTER = 0;
/** 1 if a timer runs in it that is not due. */
const RUNS = 1;
/** 1 if a timer is due at a process that is up. */
const URGENT = 2;
/** The senders of its messages as bits, if its process is up. */
const SENDERS = 3;
const ROW = 4;

/** How time passes for all processes at once. What a tick does to a cell is found out once; from then on it is looked up. */
export class Ticks {
  /** Whether time can pass at all: whether some role has timers. */
  readonly isTimed: boolean;
  readonly #values: ProtocolValues;
  readonly #cells: readonly Cells[];
  readonly #environments: Environments;
  readonly #environmentSlot: number;
  readonly #synchronous: boolean;
  readonly #rows: Int32Array[];
  readonly #tick: number;
  readonly #late: number;

  /** @throws ModelError where there are too many processes for time to wait for their messages. */
  constructor(
    { synchronous, budget }: Environment,
    values: ProtocolValues,
    cells: readonly Cells[],
    environments: Environments,
    labels: StepLabels,
  ) {
    this.isTimed = values.processes.some(({ role }) => role.timers !== undefined);
    if (this.isTimed && synchronous && cells.length > MOST_PROCESSES) {
      throw new ModelError(
        `${values.name}: ${cells.length} processes are too many for a synchronous network; there can be ${MOST_PROCESSES}.`,
      );
    }
    this.#values = values;
    this.#cells = cells;
    this.#environments = environments;
    this.#environmentSlot = cells.length;
    this.#synchronous = synchronous;
    this.#rows = cells.map(() => new Int32Array(1 << 8));
    const mayBeLate = this.isTimed && synchronous && budget.late > 0;
    this.#tick = this.isTimed ? labels.add('tick', () => ({ kind: 'tick' })) : -1;
    this.#late = mayBeLate ? labels.add('late', () => ({ kind: 'late' })) : -1;
  }

  /** Writes the state after a tick of the state in a vector, and gives the label of that; -1 if time cannot pass. */
  pass(state: Int32Array, next: Int32Array): number {
    const environment = state[this.#environmentSlot]!;
    let runs = 0;
    let late = 0;
    next.set(state);
    for (let process = 0; process < this.#cells.length; process++) {
      const row = this.#rowOf(process, state[process]!);
      const rows = this.#rows[process]!;
      next[process] = rows[row + AFTER]! - 1;
      runs |= rows[row + RUNS]!;
      if (!this.#synchronous) continue;
      if (rows[row + URGENT] === 1) return -1;
      late |= rows[row + SENDERS]! & ~this.#environments.cutFrom(environment, process);
    }
    if (runs === 0) return -1;
    if (late === 0) return this.#tick;
    const after = this.#environments.after(LATE, environment);
    if (after < 0) return -1;
    next[this.#environmentSlot] = after;
    return this.#late;
  }

  /** Whether a label is that of time passing as it should. */
  isTick(label: number): boolean {
    return label === this.#tick;
  }

  /** Where the row of a cell starts. */
  #rowOf(process: number, cell: number): number {
    const row = ROW * cell;
    while (row >= this.#rows[process]!.length) this.#rows[process] = enlarged(this.#rows[process]!);
    if (this.#rows[process]![row + AFTER] === 0) this.#write(process, cell, row);
    return row;
  }

  #write(process: number, cell: number, row: number): void {
    const values = this.#values;
    const cells = this.#cells[process]!;
    const local = cells.localOf(cell);
    const inbox = cells.inboxOf(cell);
    const condition = values.conditionOf(local);
    const left = Object.values(condition.timers);
    const timers = advanced(condition.timers, 1);
    const after = left.some((ticks) => ticks > 0)
      ? cells.idOf(values.withCondition(local, { ...condition, timers }), inbox)
      : cell;
    const isUp = condition.is === 'up';
    const senders = values.inboxes
      .envelopesOf(inbox)
      .reduce((bits, envelope) => bits | (1 << values.envelopes.first(envelope)), 0);
    this.#rows[process]!.set(
      [
        after + 1,
        left.some((ticks) => ticks > 0) ? 1 : 0,
        isUp && left.includes(0) ? 1 : 0,
        isUp ? senders : 0,
      ],
      row,
    );
  }
}
