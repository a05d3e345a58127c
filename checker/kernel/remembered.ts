import { PairTable } from '../store/pair-table.ts';
import type { Facts, Read } from './facts.ts';

/** Beyond so many entries a function of the state is run each time: then almost every state is new to it. */
const MOST_ENTRIES = 1 << 22;

/**
 * A pure function of a state, run once for all states that agree in what it reads. What it reads is
 * recorded, never declared: the first fact that it reads is always the same, the second depends only on
 * the first one's id, and so on; so the runs make a decision tree, which is walked instead.
 */
export class Remembered {
  /** Every fact that some run has read. */
  readonly reads = new Set<number>();
  readonly #facts: Facts;
  readonly #run: (read: Read) => number;
  /** From (node, id of the fact that the node reads) to the next node. */
  readonly #next = new PairTable();
  /** For each node the fact that it reads, or -1 - answer for a leaf. Node 0 is the root. */
  readonly #nodes: number[] = [];

  /** @param run gives a number from 0 up that depends on nothing but what it reads */
  constructor(facts: Facts, run: (read: Read) => number) {
    this.#facts = facts;
    this.#run = run;
  }

  /** The answer for the state that starts at `at`. */
  ask(vectors: Int32Array, at: number): number {
    if (this.#nodes.length === 0) return this.#miss(vectors, at);
    let node = 0;
    for (;;) {
      const fact = this.#nodes[node]!;
      if (fact < 0) return -1 - fact;
      node = this.#next.get(node, this.#facts.idOf(vectors, at, fact));
      if (node < 0) return this.#miss(vectors, at);
    }
  }

  #miss(vectors: Int32Array, at: number): number {
    const read = new Map<number, number>();
    const answer = this.#run((fact) => {
      const id = this.#facts.idOf(vectors, at, fact);
      read.set(fact, id);
      this.reads.add(fact);
      return id;
    });
    if (this.#next.size < MOST_ENTRIES) this.#remember(read, answer);
    return answer;
  }

  #remember(read: ReadonlyMap<number, number>, answer: number): void {
    let node = -1;
    let idBefore = 0;
    for (const [fact, id] of read) {
      node = this.#child(node, idBefore, fact);
      idBefore = id;
    }
    this.#child(node, idBefore, -1 - answer);
  }

  /** The node after `node` by `id`, made to read `fact` if it is new. */
  #child(node: number, id: number, fact: number): number {
    if (node < 0) {
      if (this.#nodes.length === 0) this.#nodes.push(fact);
      return 0;
    }
    const known = this.#next.get(node, id);
    if (known >= 0) return known;
    const child = this.#nodes.push(fact) - 1;
    this.#next.set(node, id, child);
    return child;
  }
}
