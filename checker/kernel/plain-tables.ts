import type { KeyTable } from '../store/key-table.ts';
import type { SharedInts } from '../store/shared-ints.ts';
import type { DecisionTree } from './decision-tree.ts';
import { copyIds, type StateFacts } from './facts.ts';
import type { StateBoundTables } from './state-bounds.ts';

/** Actions that read the same few bits of a key, and where it is written what they all do, by the value of these bits. */
export interface Group {
  readonly high: number;
  readonly low: number;
  readonly lists: KeyTable;
}

/**
 * Everything that is known of a plain system in integers: what is needed to expand states that hold nothing new.
 * Plain data, so that worker threads can share it. A state's vector is one id a slot.
 */
export interface PlainTables {
  /** Where the compiled loops look things up. */
  readonly memory: WebAssembly.Memory;
  /** The label of each action; a place in `alternatives` for each value of what it reads. */
  readonly actions: readonly { readonly label: number; readonly tree: DecisionTree }[];
  /** At each place: how many alternatives there are; for each how many slots it writes; for each of those slot and id. */
  readonly alternatives: SharedInts;
  /** The actions in groups, for states whose slots each have a place of their own in a key. */
  groups: readonly Group[];
  /**
   * Up to where it is written; then what a group does: how many transitions, then where each of them is in `transitions`. Other threads
   * may read while one writes: what a group does counts once it is before the end that both arrays say.
   */
  readonly pool: SharedInts;
  /** As many integers as a transition has, first up to where the pool is written; then for each transition the fields below. */
  readonly transitions: SharedInts;
  /** What is asleep after which transitions, see `PlainArrivals`. */
  readonly arrivals: SharedInts;
  readonly bounds: number;
  /** The bounds on the whole state: 1 where a state is beyond one. */
  readonly stateBounds: readonly StateBoundTables[];
}

/** The fields of a transition, by their offset: what it is, which bits of a key stay, and which are set. */
export const [WHAT, KEEP_HIGH, KEEP_LOW, SET_HIGH, SET_LOW] = [0, 1, 2, 3, 4] as const;
export const TRANSITION = 5;

/** Up to where it is written what groups do, as far as it is to be read with these arrays: one that grows leaves its old place as it was. */
export const writtenUpTo = ({ pool, transitions }: PlainTables): number =>
  Math.min(Atomics.load(pool.data, 0), Atomics.load(transitions.data, 0));

/** Which transition it is, and how states are reached by it, in one integer: there are far fewer labels than it has room for. */
export const whatOf = (label: number, arrival: number): number => (label << 8) | arrival;
export const labelIn = (what: number): number => what >>> 8;
export const arrivalIn = (what: number): number => what & 0xff;

/** The slots of a plain system as facts, which are read as a whole. */
export const slotFacts = (slots: number): StateFacts => ({
  count: slots,
  idOf: (vectors, at, fact) => vectors[at + fact]!,
  fieldOf: (id) => id,
  learnField: () => {},
  isFleeting: () => false,
  slotOf: (fact) => fact,
  isSlot: () => true,
  isOfEnvironment: () => false,
  quiet: new Int32Array(0),
  idsOf: (_, places, from, count, into, to) => copyIds(places, from, count, into, to),
});
