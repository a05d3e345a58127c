import type { PairInterner } from '../store/pair-interner.ts';
import type { PairTable } from '../store/pair-table.ts';
import type { SharedInts } from '../store/shared-ints.ts';
import type { DecisionTree } from './decision-tree.ts';
import type { FieldTables } from './field-tables.ts';
import type { StateBoundTables } from './state-bounds.ts';

/** The cells of one process, or of several that are alike: pairs of a local state and an inbox, by number. */
export interface CellTables {
  readonly pairs: PairInterner;
  /** From (cell, parcel) to the cell with these messages besides. */
  readonly additions: PairTable;
}

/** What it takes to add messages to inboxes. Only who has the model does that. */
export interface MailTables {
  /** The tuples of messages that inboxes are. */
  readonly inboxes: PairInterner;
  /** The pairs that the tuples are which are sent. */
  readonly parcels: SharedInts;
  /** Pairs of a message's sender and itself; undefined where the order that they were sent in does not count. */
  readonly senders: SharedInts | undefined;
}

/** A history variable, which is a few slots: what an event changes, by the slots that it reads. */
export interface HistoryTables {
  readonly slots: number;
  /** The first fact is the event, then come the slots of the history. Its answers are places in `writes`. */
  readonly tree: DecisionTree;
  /** Up to where it is written; then for each answer how many slots are written, and pairs of slot and id. */
  readonly writes: SharedInts;
}

/** What the environment may do to the whole: time passes; a partition comes or goes. */
export interface MoveTables {
  readonly isTimed: boolean;
  readonly isSynchronous: boolean;
  /** By process, for each of its cells a row of four, see `Ticks`. */
  readonly ticks: readonly SharedInts[];
  /** For each environment and process the senders that are cut off from it, as bits. */
  readonly cutFrom: SharedInts;
  /** For each environment those that it may become, each with its label. */
  readonly partitions: readonly SharedInts[];
  /** The change that a late message is, and the labels of what is no fault or not. */
  readonly lateChange: number;
  readonly tick: number;
  readonly late: number;
  readonly heal: number;
}

/**
 * Everything that is known of a protocol in integers: what is needed to expand states that hold nothing new.
 * Plain data, so that worker threads can share it. A state's vector has a cell for each process, then the
 * environment, then the slots of the history.
 */
export interface ProtocolTables {
  /** Where the compiled loops look things up. */
  readonly memory: WebAssembly.Memory;
  /** By process; alike processes have the same ones. */
  readonly cells: readonly CellTables[];
  /** By process: for each of its cells, where its outcomes are in the pool; 0 where they are not written yet. */
  readonly lists: readonly SharedInts[];
  /** What may happen, see `OutcomePool`. */
  readonly pool: SharedInts;
  /** Under which conditions, see `OutcomeKinds`. */
  readonly kinds: SharedInts;
  /** One bit a label: whether it leaves all local states and the history as they are. None where states are reduced. */
  readonly quiet: SharedInts;
  readonly fields: FieldTables;
  /** From local ids to local states and conditions; undefined where a local id is twice the state, and one more if down. */
  readonly locals: PairInterner | undefined;
  /** How many environments there are; for each change and each of them the one after it, or -1. */
  readonly environments: number;
  readonly afterChange: SharedInts;
  /** The first change that is no fault. */
  readonly harmless: number;
  /** What the environment does to the whole; undefined if nothing, ever. */
  readonly moves: MoveTables | undefined;
  readonly history: HistoryTables;
  /** How many bounds there are; the one on messages in flight, or -1, and its limit. */
  readonly bounds: number;
  readonly inFlightBound: number;
  readonly inFlightLimit: number;
  /** The bounds on the whole state: 1 where a state is beyond one. */
  readonly stateBounds: readonly StateBoundTables[];
}
