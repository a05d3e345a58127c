import type { Verdicts } from '../explore/transition-system.ts';
import { ENCODED, Encoder } from '../store/encoder.ts';
import { KeySet } from '../store/key-set.ts';
import { countOfFactsReadBy, type DecisionTree, decide, factsReadBy } from './decision-tree.ts';
import type { StateFacts } from './facts.ts';
import { FactsFrom } from './question.ts';

/** One predicate asked of one process, one pair of processes, or the state: what is known of it, in integers. */
export interface Inquiry {
  /** 1 where it decides its property. */
  readonly tree: DecisionTree;
  /** The processes that it is asked of, by their facts. */
  readonly places: readonly number[];
}

/** A combination of facts is forgotten with all others when there are so many. */
const MOST_COMBINATIONS = 1 << 23;

/**
 * Whether states decide any property, as far as is known: a combination of all facts that are read (the local states,
 * say) that was in order once is in order for ever, and costs one look-up. For one never met before, all trees are asked.
 */
export class InOrder implements Verdicts {
  readonly #facts: StateFacts;
  readonly #inquiries: readonly Inquiry[];
  readonly #seen: readonly FactsFrom[];
  /** The facts that make a combination: what any tree reads, but fleeting ones. */
  #combined: readonly number[] = [];
  #combination = new Int32Array(0);
  /** For each of them the slot of a vector that it depends on. */
  #slots: readonly number[] = [];
  /** The parent that was looked at last, and its combination. */
  #parent = new Int32Array(0);
  #ofParent = new Int32Array(0);
  #encoder = Encoder.ofWidth(0);
  #known = new KeySet();
  /** How many facts the trees read when that was last looked at. */
  #noted = -1;
  /** Inquiries that read fleeting facts: asked of every new state. */
  #restless: readonly number[] = [];
  /** Whether nothing that is read is fleeting or of the environment, and something was read already. */
  #isSteady = false;

  constructor(facts: StateFacts, inquiries: readonly Inquiry[]) {
    this.#facts = facts;
    this.#inquiries = inquiries;
    this.#seen = inquiries.map(({ places }) => new FactsFrom(facts, places));
  }

  keepsOrder(label: number): boolean {
    return this.#inquiries.length === 0 || (this.#isSteady && this.#facts.isQuiet(label));
  }

  isInOrder(parent: Int32Array | undefined, state: Int32Array): boolean {
    if (this.#inquiries.length === 0) return true;
    const isRestless = this.#restless.length > 0;
    if (this.#isCombinedAs(parent, state) && !isRestless) return true;
    const encoder = this.#encoder;
    const isKnown =
      encoder.encode(this.#combination, 0) === ENCODED &&
      this.#known.has(encoder.high, encoder.low);
    if (isKnown)
      return !isRestless || this.#restless.every((one) => this.#decidesNothing(one, state));
    for (let index = 0; index < this.#inquiries.length; index++)
      if (!this.#decidesNothing(index, state)) return false;
    this.#learn();
    return true;
  }

  #decidesNothing(index: number, state: Int32Array): boolean {
    // Both lists are of the same length.
    return decide(this.#inquiries[index]!.tree, this.#seen[index]!, state, 0) === 0;
  }

  /**
   * Makes the combination of a state; true if it is that of its parent too. What stands at the same place in both vectors is not
   * looked up again, and the children of one parent come one after the other.
   */
  #isCombinedAs(parent: Int32Array | undefined, state: Int32Array): boolean {
    if (parent === undefined) {
      this.#combine(state, this.#combination);
      return false;
    }
    if (!this.#isLastParent(parent)) {
      this.#combine(parent, this.#ofParent);
      if (this.#parent.length === parent.length) this.#parent.set(parent);
      else this.#parent = Int32Array.from(parent);
    }
    const facts = this.#facts;
    let isSame = this.#noted > 0;
    for (let index = 0; index < this.#combined.length; index++) {
      const slot = this.#slots[index]!;
      let id = this.#ofParent[index]!;
      if (parent[slot] !== state[slot]) {
        const before = id;
        id = facts.idOf(state, 0, this.#combined[index]!);
        isSame &&= id === before;
      }
      this.#combination[index] = id;
    }
    return isSame;
  }

  #combine(state: Int32Array, into: Int32Array): void {
    for (let index = 0; index < this.#combined.length; index++)
      into[index] = this.#facts.idOf(state, 0, this.#combined[index]!);
  }

  #isLastParent(parent: Int32Array): boolean {
    const last = this.#parent;
    for (let slot = 0; slot < parent.length; slot++) if (last[slot] !== parent[slot]) return false;
    return true;
  }

  /** Remembers the combination that was looked at last. */
  #learn(): void {
    if (
      this.#encoder.encode(this.#combination, 0) !== ENCODED ||
      this.#known.size > MOST_COMBINATIONS
    ) {
      this.#encoder = Encoder.for(
        this.#combination.map((id) => 2 * id),
        NOTHING,
        this.#encoder,
      );
      this.#known = new KeySet();
      this.#encoder.encode(this.#combination, 0);
    }
    this.#known.add(this.#encoder.high, this.#encoder.low);
  }

  refresh(): void {
    let reads = 0;
    for (const { tree } of this.#inquiries) reads += countOfFactsReadBy(tree);
    if (reads === this.#noted) return;
    this.#noted = reads;
    const facts = this.#facts;
    const readBy = (index: number) =>
      // Both lists are of the same length.
      factsReadBy(this.#inquiries[index]!.tree).flatMap(
        (fact) => this.#seen[index]!.wholeFact(fact) ?? [],
      );
    const all = [...this.#inquiries.keys()];
    this.#restless = all.filter((index) => readBy(index).some((fact) => facts.isFleeting(fact)));
    this.#combined = [...new Set(all.flatMap(readBy))]
      .filter((fact) => !facts.isFleeting(fact))
      .sort((a, b) => a - b);
    this.#isSteady =
      reads > 0 &&
      this.#restless.length === 0 &&
      !this.#combined.some((fact) => facts.isOfEnvironment(fact));
    this.#slots = this.#combined.map((fact) => facts.slotOf(fact));
    this.#combination = new Int32Array(this.#combined.length);
    this.#ofParent = new Int32Array(this.#combined.length);
    this.#parent = new Int32Array(0);
    this.#encoder = Encoder.ofWidth(this.#combined.length);
    this.#known = new KeySet();
  }
}

const NOTHING = { count: 0, forEach: () => {} };
