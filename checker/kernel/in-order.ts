import type { Verdicts } from '../explore/transition-system.ts';
import { ENCODED, Encoder, type Layout } from '../store/encoder.ts';
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
 *
 * Hot: once for nearly every new state. Where no bit has changed of the slots that are read, the combination is that of the
 * parent; where facts are slots, it is the key itself without the other bits. Only else the key is taken apart.
 */
export class InOrder implements Verdicts {
  readonly #facts: StateFacts;
  readonly #inquiries: readonly Inquiry[];
  readonly #seen: readonly FactsFrom[];
  /** Takes keys of states apart. */
  #states: Encoder;
  readonly #state: Int32Array;
  readonly #parent: Int32Array;
  /** The facts that make a combination: what any tree reads, but fleeting ones. */
  #combined: readonly number[] = [];
  /** For each of them the slot of a vector that it depends on. */
  #slots: readonly number[] = [];
  /** The bits of these slots in the halves of a state's key, and the top one. */
  #highBits = 0;
  #lowBits = 0;
  /** Whether these bits are the combination. */
  #isInKey = false;
  #combination = new Int32Array(0);
  /** The combination of the parent that was looked at last, which has this key. */
  #ofParent = new Int32Array(0);
  #parentHigh = 0;
  #parentLow = 0;
  /** Makes keys of combinations, where they are not in the keys of states. */
  #combinations = Encoder.ofWidth(0);
  /** The key of the combination that was looked at last. */
  #high = 0;
  #low = 0;
  #known = new KeySet();
  /** How many facts the trees read when that was last looked at. */
  #noted = -1;
  /** Inquiries that read fleeting facts: asked of every new state. */
  #restless: readonly number[] = [];
  /** Whether nothing that is read is fleeting or of the environment, and something was read already. */
  #isSteady = false;

  constructor(facts: StateFacts, inquiries: readonly Inquiry[], layout: Layout) {
    this.#facts = facts;
    this.#inquiries = inquiries;
    this.#seen = inquiries.map(({ places }) => new FactsFrom(facts, places));
    this.#states = new Encoder(layout, false);
    this.#state = new Int32Array(layout.width);
    this.#parent = new Int32Array(layout.width);
  }

  layOut(layout: Layout): void {
    this.#states = new Encoder(layout, false);
    this.#begin();
  }

  keepsOrder(label: number): boolean {
    return this.#inquiries.length === 0 || (this.#isSteady && this.#facts.isQuiet(label));
  }

  isInOrder(parentHigh: number, parentLow: number, high: number, low: number): boolean {
    if (this.#inquiries.length === 0) return true;
    const isRestless = this.#restless.length > 0;
    const isSame =
      this.#noted > 0 &&
      ((parentHigh ^ high) & this.#highBits) === 0 &&
      ((parentLow ^ low) & this.#lowBits) === 0;
    if (isSame && !isRestless) return true;
    if (!this.#isInKey || isRestless) this.#states.decode(high, low, this.#state, 0);
    if (isSame || this.#isKnown(parentHigh, parentLow, high, low)) {
      return !isRestless || this.#restless.every((one) => this.#decidesNothing(one));
    }
    if (this.#isInKey) this.#states.decode(high, low, this.#state, 0);
    for (let index = 0; index < this.#inquiries.length; index++)
      if (!this.#decidesNothing(index)) return false;
    this.#learn();
    return true;
  }

  #decidesNothing(index: number): boolean {
    // Both lists are of the same length.
    return decide(this.#inquiries[index]!.tree, this.#seen[index]!, this.#state, 0) === 0;
  }

  /** Whether the combination of a state was in order before. */
  #isKnown(parentHigh: number, parentLow: number, high: number, low: number): boolean {
    if (this.#isInKey) {
      this.#high = high & this.#highBits;
      this.#low = low & this.#lowBits;
      return this.#known.has(this.#high, this.#low);
    }
    if (this.#isCombinedAs(parentHigh, parentLow)) return true;
    const encoder = this.#combinations;
    if (encoder.encode(this.#combination, 0) !== ENCODED) return false;
    return this.#known.has(encoder.high, encoder.low);
  }

  /**
   * Makes the combination of the state; true if it is that of its parent too. What stands at the same place in both vectors is not
   * looked up again, and the children of one parent come one after the other.
   */
  #isCombinedAs(parentHigh: number, parentLow: number): boolean {
    const parent = this.#parent;
    if (parentHigh !== this.#parentHigh || parentLow !== this.#parentLow) {
      this.#parentHigh = parentHigh;
      this.#parentLow = parentLow;
      this.#states.decode(parentHigh, parentLow, parent, 0);
      for (let index = 0; index < this.#combined.length; index++)
        this.#ofParent[index] = this.#facts.idOf(parent, 0, this.#combined[index]!);
    }
    const state = this.#state;
    let isSame = this.#noted > 0;
    for (let index = 0; index < this.#combined.length; index++) {
      const slot = this.#slots[index]!;
      const before = this.#ofParent[index]!;
      const isLeft = parent[slot] === state[slot];
      const id = isLeft ? before : this.#facts.idOf(state, 0, this.#combined[index]!);
      isSame &&= id === before;
      this.#combination[index] = id;
    }
    return isSame;
  }

  /** Remembers the combination that was looked at last. */
  #learn(): void {
    if (this.#known.size > MOST_COMBINATIONS) this.#known = new KeySet();
    if (this.#isInKey) {
      this.#known.add(this.#high, this.#low);
      return;
    }
    if (this.#combinations.encode(this.#combination, 0) !== ENCODED) {
      const twice = this.#combination.map((id) => 2 * id);
      this.#combinations = Encoder.for(twice, NOTHING, this.#combinations);
      this.#known = new KeySet();
      this.#combinations.encode(this.#combination, 0);
    }
    this.#known.add(this.#combinations.high, this.#combinations.low);
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
    this.#begin();
  }

  /** Begins anew with the facts that are read and the layout of keys as they are now. */
  #begin(): void {
    const facts = this.#facts;
    const { isDirect } = this.#states;
    this.#slots = this.#combined.map((fact) => facts.slotOf(fact));
    const bits = this.#states.bitsOf(this.#slots);
    this.#highBits = bits.high;
    this.#lowBits = bits.low;
    this.#isInKey = isDirect && this.#combined.every((fact) => facts.isSlot(fact));
    this.#combination = new Int32Array(this.#combined.length);
    this.#ofParent = new Int32Array(this.#combined.length);
    this.#parentHigh = 0;
    this.#combinations = Encoder.ofWidth(this.#combined.length);
    this.#known = new KeySet();
  }
}

const NOTHING = { count: 0, forEach: () => {} };
