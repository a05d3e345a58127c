import type { Block } from '../explore/block.ts';
import type { TransitionSystem } from '../explore/transition-system.ts';
import { Encoder } from '../store/encoder.ts';
import type { PairTable } from '../store/pair-table.ts';
import type { Rows } from '../store/rows.ts';
import { widen } from '../store/shared-ints.ts';
import type { Cells } from './cells.ts';
import type { Environments } from './environments.ts';
import type { Happenings } from './happenings.ts';
import type { HistorySlots } from './history-slots.ts';
import { type Orbits, refuseSpread } from './orbits.ts';
import type { OutcomeKinds } from './outcome-kinds.ts';
import type { OutcomePool } from './outcome-pool.ts';
import type { Outcomes } from './outcomes.ts';
import { type ProtocolStepper, type ProtocolTeacher, protocolStepper } from './protocol-stepper.ts';
import type { ProtocolSymmetry } from './protocol-symmetry.ts';
import type { MailTables, ProtocolTables } from './protocol-tables.ts';
import type { ProtocolValues } from './protocol-values.ts';
import type { RecipeTables } from './recipes.ts';
import type { RecordTest } from './record-test.ts';
import type { StateBounds } from './state-bounds.ts';
import type { Ticks } from './ticks.ts';

/** What a protocol's tables are filled from. */
export interface ProtocolParts {
  readonly values: ProtocolValues;
  readonly cells: readonly Cells[];
  readonly happenings: Happenings;
  readonly outcomes: Outcomes;
  readonly pool: OutcomePool;
  readonly kinds: OutcomeKinds;
  readonly environments: Environments;
  readonly ticks: Ticks;
  readonly history: HistorySlots;
  readonly stateBounds: StateBounds;
  readonly symmetry: ProtocolSymmetry | undefined;
  readonly orbits: Orbits | undefined;
  /** Where states are reduced, the tests that this makes no difference to the history. */
  readonly recordTests: readonly RecordTest[];
}

/** A protocol as a transition system: a stepper over its tables, and the one who fills them. */
export class ProtocolSystem implements TransitionSystem, ProtocolTeacher {
  readonly width: number;
  /** What is sent to a process makes it do more; of Raft a tenth would be asleep, which does not pay. */
  readonly sleeps = false;
  readonly tables: ProtocolTables;
  readonly memory: WebAssembly.Memory;
  readonly mail: MailTables;
  readonly recipes: RecipeTables;
  readonly kinds: PairTable;
  readonly #parts: ProtocolParts;
  readonly #stepper: ProtocolStepper;

  constructor(tables: ProtocolTables, parts: ProtocolParts) {
    this.tables = tables;
    this.memory = tables.memory;
    this.#parts = parts;
    this.mail = parts.values.mail;
    this.recipes = parts.outcomes.recipes.tables;
    this.kinds = parts.kinds.numbers;
    this.width = tables.cells.length + 1 + tables.history.slots;
    const { layout } = Encoder.ofWidth(this.width);
    this.#stepper = protocolStepper(tables, layout, this, parts.orbits);
  }

  get alive(): boolean {
    return this.#stepper.alive;
  }

  get staysReadable(): boolean {
    return this.#stepper.staysReadable === true;
  }

  keepCutLabels(): void {
    this.#stepper.keepsCutLabels = true;
    if (this.#parts.orbits !== undefined) this.#parts.orbits.keepsRises = true;
  }

  get rises(): readonly number[] | undefined {
    return this.#parts.orbits?.rises;
  }

  get cutLabels(): readonly number[] {
    return this.#stepper.cutLabels;
  }

  get cuts(): Float64Array {
    return this.#stepper.cuts;
  }

  expand(high: number, low: number, rows: Rows): number {
    return this.#stepper.expand(high, low, rows);
  }

  expandAll(block: Block, rows: Rows): number {
    return this.#stepper.expandAll(block, rows);
  }

  stabilizers(block: Block): Int32Array | undefined {
    return this.#stepper.stabilizers?.(block);
  }

  initial(): { readonly count: number; readonly vectors: Int32Array } {
    const { cells, happenings, history, symmetry, orbits } = this.#parts;
    const starts = happenings.initial();
    const ids = cells.map((one, process) => {
      // Every process starts somewhere.
      const { local, inbox } = starts[process]!;
      return one.idOf(local, inbox);
    });
    const vectors = Int32Array.from([...ids, 0, ...history.initial()]);
    symmetry?.testInitial(vectors);
    refuseSpread(this.#parts.values.name, orbits, vectors);
    orbits?.canonicalize(vectors);
    return { count: 1, vectors };
  }

  greatestIds(): Int32Array {
    const { cells, environments, history } = this.#parts;
    return Int32Array.from([
      ...cells.map(({ size }) => size),
      environments.size,
      ...history.sizes(),
    ]);
  }

  layOut(encoder: Encoder): void {
    this.#stepper.layOut(encoder.layout);
  }

  outcomes(process: number, cell: number): number {
    const { outcomes, pool, cells } = this.#parts;
    const lists = this.tables.lists[process]!;
    const list = outcomes.write(pool, process, cells[process]!, cell);
    widen(lists, cell + 1);
    lists.data[cell] = list;
    return list;
  }

  addition(process: number, cell: number, parcel: number): number {
    const { cells, values } = this.#parts;
    return cells[process]!.add(cell, parcel, values.parcels.tupleOf(parcel));
  }

  record(state: Int32Array, event: number): number {
    const { history, recordTests } = this.#parts;
    for (const one of recordTests)
      one.test(state, event, (before, what) => history.after(before, what));
    return history.record(state, event);
  }

  tick(process: number, cell: number): void {
    this.#parts.ticks.learn(process, cell);
  }

  isBeyond(index: number, state: Int32Array): number {
    return this.#parts.stateBounds.isBeyond(index, state);
  }
}
