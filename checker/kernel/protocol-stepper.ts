import type { Block } from '../explore/block.ts';
import type { Stepper } from '../explore/transition-system.ts';
import type { Layout } from '../store/encoder.ts';
import type { PairTable } from '../store/pair-table.ts';
import type { MailTables, ProtocolTables } from './protocol-tables.ts';
import type { RecipeTables } from './recipes.ts';
import type { ProtocolReduction } from './reduction.ts';
import { RewritingStepper } from './rewriting-stepper.ts';
import { TogglingStepper } from './toggling-stepper.ts';

/** Finds out what the tables do not say yet. Only the thread that has the model can. */
export interface ProtocolTeacher {
  readonly mail: MailTables;
  readonly recipes: RecipeTables;
  /** The numbers of kinds of outcomes, see `OutcomeKinds`. */
  readonly kinds: PairTable;
  /** Writes the outcomes of a process in a cell; gives where they are in the pool. */
  outcomes(process: number, cell: number): number;
  /** The cell of a process with a parcel added to its inbox. */
  addition(process: number, cell: number, parcel: number): number;
  /** What an event changes in the history of a state: a place in `writes`. */
  record(state: Int32Array, event: number): number;
  /** Writes down what a tick does to a process in a cell. */
  tick(process: number, cell: number): void;
  /** 1 if a state is beyond one of the bounds on the whole state, else 0. */
  isBeyond(index: number, state: Int32Array): number;
}

/** Expands the states of a protocol. */
export interface ProtocolStepper extends Stepper {
  keepsCutLabels: boolean;
  /** See `TransitionSystem`; not, unless it says so. */
  readonly staysReadable?: boolean;
  readonly cutLabels: readonly number[];
  /** How many renamings fix each state of a block, of which one of each orbit is visited; undefined where the stepper cannot tell. */
  stabilizers?(block: Block): Int32Array;
  /** Keys are laid out like this from now on. */
  layOut(layout: Layout): void;
}

/**
 * A stepper for a protocol: one that toggles bits of keys, or where whole vectors are looked at, one that writes them.
 * @param teacher none in a thread that has no model; then what is unknown stays unknown
 * @param reduction where only one state of each orbit is visited
 */
export const protocolStepper = (
  tables: ProtocolTables,
  layout: Layout,
  teacher?: ProtocolTeacher,
  reduction?: ProtocolReduction,
): ProtocolStepper => {
  if (tables.stateBounds.length > 0)
    return new RewritingStepper(tables, layout, teacher, reduction);
  return reduction !== undefined && reduction.states === undefined
    ? new RewritingStepper(tables, layout, teacher, reduction)
    : new TogglingStepper(tables, layout, teacher, reduction);
};
