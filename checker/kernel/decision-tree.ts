import * as pairTables from '../store/pair-table.ts';
import { type SharedInts, sharedInts, widen } from '../store/shared-ints.ts';
import type { Facts } from './facts.ts';
import { MOST_FIELDS } from './field-tables.ts';

// The compiler knows what is constant in this module; what it imports it reads anew each time.
const { findPair, pairTable, setPair } = pairTables;

/** A fact, or with a field from 1 up one field of it, as one number. */
const FIELDS = MOST_FIELDS + 1;

export const readOf = (fact: number, field: number): number => fact * FIELDS + field;

export const factIn = (what: number): number => (what / FIELDS) | 0;
export const fieldIn = (what: number): number => what % FIELDS;

/** The answer of a tree that was never grown so far. */
export const UNDECIDED = -1;

/**
 * What a pure function of a state answers, by what it reads: the first fact that it reads is always the same,
 * the second depends only on the first one's id, and so on. Integers only, so that worker threads can share it.
 */
export interface DecisionTree {
  /**
   * How many nodes there are; then for each what it reads, or -1 - answer for a leaf. The first one is the root. Other threads may read
   * while one adds: a node counts once it is among so many.
   */
  readonly nodes: SharedInts;
  /** From (node, id of what the node reads) to the next node. */
  readonly next: pairTables.PairTable;
  /** How many facts any of its nodes reads; then which. */
  readonly reads: SharedInts;
}

export const decisionTree = (): DecisionTree => ({
  nodes: sharedInts(1 << 4),
  next: pairTable(),
  reads: sharedInts(1 << 3),
});

/** The answer for the state that starts at `at`, or UNDECIDED. */
export function decide(tree: DecisionTree, facts: Facts, vectors: Int32Array, at: number): number {
  const nodes = tree.nodes.data;
  if (nodes[0] === 0) return UNDECIDED;
  let node = 0;
  for (;;) {
    const what = nodes[1 + node]!;
    if (what < 0) return -1 - what;
    const id = idOfRead(facts, vectors, at, what);
    if (id < 0) return UNDECIDED;
    node = findPair(tree.next, node, id);
    if (node < 0) return UNDECIDED;
  }
}

/** Visits what the answer for a state depends on, in the order it is read; false if it has no answer yet. */
export function forEachRead(
  tree: DecisionTree,
  facts: Facts,
  vectors: Int32Array,
  at: number,
  visit: (fact: number, field: number) => void,
): boolean {
  const nodes = tree.nodes.data;
  let node = nodes[0] === 0 ? -1 : 0;
  while (node >= 0) {
    const what = nodes[1 + node]!;
    if (what < 0) return true;
    visit(factIn(what), fieldIn(what));
    node = findPair(tree.next, node, idOfRead(facts, vectors, at, what));
  }
  return false;
}

/** The id of what a node reads; negative if it is not known yet. */
export function idOfRead(facts: Facts, vectors: Int32Array, at: number, what: number): number {
  const field = what % FIELDS;
  const id = facts.idOf(vectors, at, (what / FIELDS) | 0);
  return field === 0 ? id : facts.fieldOf(id, field);
}

/** The facts that a tree reads. */
export const factsReadBy = ({ reads: { data } }: DecisionTree): readonly number[] => [
  ...data.subarray(1, 1 + data[0]!),
];

export const countOfFactsReadBy = ({ reads: { data } }: DecisionTree): number => data[0]!;

/**
 * Adds what one run of the function has read, in order, with the ids, and its answer.
 * @param read first whatever the nodes read that are there for it already
 */
export function growTree(
  tree: DecisionTree,
  read: ReadonlyMap<number, number>,
  answer: number,
): void {
  let node = -1;
  let idBefore = 0;
  for (const [what, id] of read) {
    noteRead(tree.reads, (what / FIELDS) | 0);
    node = child(tree, node, idBefore, what);
    idBefore = id;
  }
  child(tree, node, idBefore, -1 - answer);
}

/** Takes note that a run has read this, without its answer. */
export function noteReads(tree: DecisionTree, read: ReadonlyMap<number, number>): void {
  for (const what of read.keys()) noteRead(tree.reads, factIn(what));
}

function noteRead(reads: SharedInts, fact: number): void {
  const count = reads.data[0]!;
  for (let at = 1; at <= count; at++) if (reads.data[at] === fact) return;
  widen(reads, count + 2);
  reads.data[1 + count] = fact;
  reads.data[0] = count + 1;
}

/** The node after `node` by `id`, made to read `what` if it is new. */
function child(tree: DecisionTree, node: number, id: number, what: number): number {
  if (node < 0) return tree.nodes.data[0] === 0 ? addNode(tree.nodes, what) : 0;
  const known = findPair(tree.next, node, id);
  if (known >= 0) return known;
  const added = addNode(tree.nodes, what);
  setPair(tree.next, node, id, added);
  return added;
}

function addNode(nodes: SharedInts, what: number): number {
  const number = nodes.data[0]!;
  widen(nodes, number + 2);
  nodes.data[1 + number] = what;
  Atomics.store(nodes.data, 0, number + 1);
  return number;
}
