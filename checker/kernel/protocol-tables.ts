import type { PairInterner } from '../store/pair-interner.ts';
import type { PairTable } from '../store/pair-table.ts';
import type { SharedInts } from '../store/shared-ints.ts';
import type { DecisionTree } from './decision-tree.ts';
import type { FieldTables } from './fields.ts';

/** The cells of one process, or of several that are alike: pairs of a local state and an inbox, by number. */
export interface CellTables {
  readonly pairs: PairInterner;
  /** For each cell, how many messages wait in it. */
  readonly waiting: SharedInts;
  /** From (cell, parcel) to the cell with these messages besides. */
  readonly additions: PairTable;
}

/** A history variable, which is a few slots: what an event changes, by the slots that it reads. */
export interface HistoryTables {
  readonly slots: number;
  /** The first fact is the event, then come the slots of the history. Its answers are places in `writes`. */
  readonly tree: DecisionTree;
  /** For each answer how many slots are written; then pairs of slot and id. */
  readonly writes: SharedInts;
}

/**
 * Everything that is known of a protocol in integers: what is needed to expand states that hold nothing new.
 * Plain data, so that worker threads can share it. A state's vector has a cell for each process, then how
 * often each fault has happened, then the slots of the history.
 */
export interface ProtocolTables {
  /** By process; alike processes have the same ones. */
  readonly cells: readonly CellTables[];
  /** By process: for each of its cells, where its outcomes are in the pool; 0 where they are not written yet. */
  readonly lists: readonly SharedInts[];
  /** What may happen, see `OutcomePool`. */
  readonly pool: SharedInts;
  readonly fields: FieldTables;
  /** How many ids the fault counts have, and for each fault and each of them the id after one more, or -1. */
  readonly faultIds: number;
  readonly afterFault: SharedInts;
  readonly history: HistoryTables;
  /** How many bounds there are; the one on messages in flight, or -1, and its limit. */
  readonly bounds: number;
  readonly inFlightBound: number;
  readonly inFlightLimit: number;
  /** The bounds on the whole state: 1 where a state is beyond one. */
  readonly stateBounds: readonly { readonly bound: number; readonly tree: DecisionTree }[];
}
