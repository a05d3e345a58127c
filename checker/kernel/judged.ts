import { PairTable } from '../store/pair-table.ts';
import type { Facts } from './facts.ts';
import type { Question } from './question.ts';

const MOST_ENTRIES = 1 << 22;

/** One property asked of one process, one pair of processes, or the state: 1 if it decides the property. */
export interface Instance {
  readonly property: number;
  readonly question: Pick<Question, 'ask' | 'readCount' | 'reads'>;
  /** The processes that it is asked of, by their facts. */
  readonly places: readonly number[];
}

/**
 * Asks many properties of each new state at the price of one look-up a fact: a combination of all
 * that they read (the local states, say) that was in order once is in order for ever. Only a combination never
 * met before has each property asked, and each of those remembers on its own.
 */
export class Judged {
  readonly #facts: Facts;
  #instances: readonly Instance[];
  /** The facts that make a combination: what any instance has read so far, but fleeting ones. */
  #combined: readonly number[] = [];
  #known = new PairTable();
  #nodes = 1;
  /** How much the questions had read when that was last looked at. */
  #noted = -1;
  /** Instances that read fleeting facts: asked of every new state. */
  #restless: readonly Instance[] = [];

  constructor(facts: Facts, instances: readonly Instance[]) {
    this.#facts = facts;
    this.#instances = instances;
  }

  /** The properties that a state decides; `parent` is a state known to decide none of them, if there is one. */
  ask(parent: Int32Array | undefined, vectors: Int32Array, at: number): readonly number[] {
    if (this.#instances.length === 0) return NONE;
    if (this.#restless.length === 0 && parent !== undefined && this.#sameAs(parent, vectors, at))
      return NONE;
    if (this.#inOrder(vectors, at)) {
      return this.#restless.length === 0 ? NONE : decided(this.#restless, vectors, at);
    }
    const hits = decided(this.#instances, vectors, at);
    this.#learn(vectors, at, hits.length === 0);
    return hits;
  }

  /** Asks no more about a property. */
  drop(property: number): void {
    this.#noted = -1;
    this.#instances = this.#instances.filter((instance) => instance.property !== property);
    this.#restless = this.#restless.filter((instance) => instance.property !== property);
  }

  #sameAs(parent: Int32Array, vectors: Int32Array, at: number): boolean {
    const facts = this.#facts;
    for (const fact of this.#combined) {
      if (facts.idOf(parent, 0, fact) !== facts.idOf(vectors, at, fact)) return false;
    }
    return this.#combined.length > 0;
  }

  #inOrder(vectors: Int32Array, at: number): boolean {
    let node = 0;
    for (const fact of this.#combined) {
      node = this.#known.get(node, this.#facts.idOf(vectors, at, fact));
      if (node < 0) return false;
    }
    return this.#combined.length > 0;
  }

  #learn(vectors: Int32Array, at: number, inOrder: boolean): void {
    this.#takeNoteOfReads();
    const facts = this.#facts;
    if (!inOrder) return;
    let node = 0;
    for (const fact of this.#combined) {
      const id = facts.idOf(vectors, at, fact);
      let next = this.#known.get(node, id);
      if (next < 0) {
        next = this.#nodes++;
        this.#known.set(node, id, next);
      }
      node = next;
    }
  }

  /** What a combination is made of changes only when some question has read what none had read before. */
  #takeNoteOfReads(): void {
    const known = this.#instances.reduce((sum, { question }) => sum + question.readCount, 0);
    if (known === this.#noted && this.#known.size <= MOST_ENTRIES) return;
    this.#noted = known;
    const facts = this.#facts;
    const isRestless = ({ question, places }: Instance) =>
      question.reads(places).some((fact) => facts.isFleeting(fact));
    this.#restless = this.#instances.filter(isRestless);
    const read = new Set(this.#instances.flatMap(({ question, places }) => question.reads(places)));
    this.#combined = [...read].filter((fact) => !facts.isFleeting(fact)).sort((a, b) => a - b);
    this.#known = new PairTable();
    this.#nodes = 1;
  }
}

const NONE: readonly number[] = [];

function decided(
  instances: readonly Instance[],
  vectors: Int32Array,
  at: number,
): readonly number[] {
  const hits = new Set<number>();
  for (const { property, question, places } of instances) {
    if (!hits.has(property) && question.ask(places, vectors, at) === 1) hits.add(property);
  }
  return [...hits];
}
