import {
  type DecisionTree,
  decide,
  decisionTree,
  factsReadBy,
  forEachRead,
  growTree,
  idOfRead,
  readOf,
  UNDECIDED,
} from './decision-tree.ts';
import type { Facts, Reader } from './facts.ts';

/** Beyond so many entries a function of the state is run each time: then almost every state is new to it. */
const MOST_ENTRIES = 1 << 22;

/**
 * A pure function of a state, run once for all states that agree in what it reads. What it reads is
 * recorded, never declared, and makes a decision tree, which is walked instead.
 */
export class Remembered {
  readonly tree: DecisionTree = decisionTree();
  readonly #facts: Facts;
  readonly #run: (reader: Reader) => number;

  /** @param run gives a number from 0 up that depends on nothing but what it reads */
  constructor(facts: Facts, run: (reader: Reader) => number) {
    this.#facts = facts;
    this.#run = run;
  }

  /** The answer for the state that starts at `at`. */
  ask(vectors: Int32Array, at: number): number {
    const known = decide(this.tree, this.#facts, vectors, at);
    return known === UNDECIDED ? this.#miss(vectors, at) : known;
  }

  /**
   * Has everything noted that the answer for a state was found by, in that order: the same for all states that agree
   * in it. To be called after `ask`.
   */
  noteReads(vectors: Int32Array, at: number, note: (fact: number, field: number) => void): void {
    if (forEachRead(this.tree, this.#facts, vectors, at, note)) return;
    // What is not remembered may have read anything.
    for (const fact of factsReadBy(this.tree)) note(fact, 0);
  }

  #miss(vectors: Int32Array, at: number): number {
    const recorder = new Recorder(this.#facts, vectors, at);
    const answer = this.#run(recorder);
    if (this.tree.next.size < MOST_ENTRIES) growTree(this.tree, recorder.read, answer);
    return answer;
  }
}

/** Reads the state that starts at `at`, and records what. */
class Recorder implements Reader {
  /** What was read, in order, with its ids. */
  readonly read = new Map<number, number>();
  readonly #facts: Facts;
  readonly #vectors: Int32Array;
  readonly #at: number;

  constructor(facts: Facts, vectors: Int32Array, at: number) {
    this.#facts = facts;
    this.#vectors = vectors;
    this.#at = at;
  }

  whole(fact: number): number {
    const id = this.peek(fact);
    this.read.set(readOf(fact, 0), id);
    return id;
  }

  field(fact: number, field: number): void {
    const what = readOf(fact, field);
    if (this.read.has(what)) return;
    if (field > 0) this.#facts.learnField(this.peek(fact), field);
    this.read.set(what, idOfRead(this.#facts, this.#vectors, this.#at, what));
  }

  peek(fact: number): number {
    return this.#facts.idOf(this.#vectors, this.#at, fact);
  }
}
