import { Canonicalizer } from '../reduction/canonicalizer.ts';
import { Members } from '../reduction/members.ts';
import { Permutations } from '../reduction/permutations.ts';
import { DENSE, type RenamedTables, RenamedValues } from '../reduction/renamed-values.ts';
import type { PairTable } from '../store/pair-table.ts';
import { type DecisionTree, decide, UNDECIDED } from './decision-tree.ts';
import { slotFacts } from './plain-tables.ts';

/** How a stepper visits only one state of each orbit, and which it leaves out. */
export interface Reduction {
  /** The steps from another state are looked at from now on; false if its actions were not tested in other names, and nobody can. */
  begin(state: Int32Array): boolean;
  /** The bound that a state is beyond, as its numbers that rise are too far apart; or -1. */
  beyond(state: Int32Array): number;
  /** Makes a state that a step leads to the representative of its orbit; false if something was met for the first time, and nobody knows it. */
  canonicalize(state: Int32Array): boolean;
}

/** The same for a protocol, where compiled loops can do it. */
export interface ProtocolReduction extends Reduction {
  /** Finds representatives by renamings that are all numbered, and few; undefined where they are not, or where numbers rise. */
  readonly states: Canonicalizer | undefined;
  /** Whether nothing but the representative is wanted of a step now. */
  readonly isPlain: boolean;
}

/** What is known of a symmetry, as plain data that worker threads can share. */
export interface SymmetryTables {
  /** How many members each class has. */
  readonly classes: readonly number[];
  readonly width: number;
  /** For each member, the slots that are its own. */
  readonly columns: readonly (readonly number[])[];
  /** For each slot, what is known of the values that it takes. */
  readonly values: readonly RenamedTables[];
  readonly folds: PairTable;
  /** What must have an answer for a state whose actions were tested in other names; facts are slots. */
  readonly tested: readonly DecisionTree[];
}

/** Finds representatives by what is known, in a thread that has no model to ask. */
export function reductionBy(tables: SymmetryTables): ProtocolReduction {
  const { classes, width, columns, values, folds, tested } = tables;
  const permutations = new Permutations(Members.nameless(classes));
  permutations.numberAll();
  const known = values.map((one) => new RenamedValues(permutations, undefined, one));
  const states = new Canonicalizer({ width, columns, values: known }, permutations, folds, false);
  const facts = slotFacts(width);
  return {
    states: permutations.members.permutations <= DENSE ? states : undefined,
    isPlain: true,
    begin: (state) => tested.every((tree) => decide(tree, facts, state, 0) !== UNDECIDED),
    // Where numbers rise, one thread searches.
    beyond: () => -1,
    canonicalize: (state) => states.canonicalize(state),
  };
}
