import { PairTable } from '../store/pair-table.ts';
import type { Facts, Reader } from './facts.ts';
import { MOST_FIELDS } from './fields.ts';

/** Beyond so many entries a function of the state is run each time: then almost every state is new to it. */
const MOST_ENTRIES = 1 << 22;

/** A fact, or with a field from 1 up one field of it, as one number. */
const FIELDS = MOST_FIELDS + 1;

/**
 * A pure function of a state, run once for all states that agree in what it reads. What it reads is
 * recorded, never declared: the first fact that it reads is always the same, the second depends only on
 * the first one's id, and so on; so the runs make a decision tree, which is walked instead.
 */
export class Remembered {
  /** Every fact that some run has read. */
  readonly reads = new Set<number>();
  readonly #facts: Facts;
  readonly #run: (reader: Reader) => number;
  /** From (node, id of the fact that the node reads) to the next node. */
  readonly #next = new PairTable();
  /** For each node what it reads, or -1 - answer for a leaf. Node 0 is the root. */
  readonly #nodes: number[] = [];

  /** @param run gives a number from 0 up that depends on nothing but what it reads */
  constructor(facts: Facts, run: (reader: Reader) => number) {
    this.#facts = facts;
    this.#run = run;
  }

  /** The answer for the state that starts at `at`. */
  ask(vectors: Int32Array, at: number): number {
    if (this.#nodes.length === 0) return this.#miss(vectors, at);
    let node = 0;
    for (;;) {
      const what = this.#nodes[node]!;
      if (what < 0) return -1 - what;
      node = this.#next.get(node, this.#idOf(vectors, at, what));
      if (node < 0) return this.#miss(vectors, at);
    }
  }

  /**
   * Has everything noted that the answer for a state was found by, in that order: the same for all states that agree
   * in it. To be called after `ask`.
   */
  noteReads(vectors: Int32Array, at: number, note: (fact: number, field: number) => void): void {
    let node = 0;
    for (;;) {
      const what = this.#nodes[node]!;
      if (what < 0) return;
      note((what / FIELDS) | 0, what % FIELDS);
      node = this.#next.get(node, this.#idOf(vectors, at, what));
      // What is not remembered may have read anything.
      if (node < 0) break;
    }
    for (const fact of this.reads) note(fact, 0);
  }

  #idOf(vectors: Int32Array, at: number, what: number): number {
    const field = what % FIELDS;
    const id = this.#facts.idOf(vectors, at, (what / FIELDS) | 0);
    return field === 0 ? id : this.#facts.fieldOf(id, field);
  }

  #miss(vectors: Int32Array, at: number): number {
    const read = new Map<number, number>();
    const note = (fact: number, field: number) => {
      const what = fact * FIELDS + field;
      this.reads.add(fact);
      const id = this.#idOf(vectors, at, what);
      read.set(what, id);
      return id;
    };
    const answer = this.#run({
      whole: (fact) => note(fact, 0),
      field: note,
      peek: (fact) => this.#facts.idOf(vectors, at, fact),
    });
    if (this.#next.size < MOST_ENTRIES) this.#remember(read, answer);
    return answer;
  }

  #remember(read: ReadonlyMap<number, number>, answer: number): void {
    let node = -1;
    let idBefore = 0;
    for (const [what, id] of read) {
      node = this.#child(node, idBefore, what);
      idBefore = id;
    }
    this.#child(node, idBefore, -1 - answer);
  }

  /** The node after `node` by `id`, made to read `what` if it is new. */
  #child(node: number, id: number, what: number): number {
    if (node < 0) {
      if (this.#nodes.length === 0) this.#nodes.push(what);
      return 0;
    }
    const known = this.#next.get(node, id);
    if (known >= 0) return known;
    const child = this.#nodes.push(what) - 1;
    this.#next.set(node, id, child);
    return child;
  }
}
