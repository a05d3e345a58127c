import type { NewStates, Verdicts } from '../explore/transition-system.ts';
import { Encoder, type Layout } from '../store/encoder.ts';
import { keepDifferent } from '../store/key-list.ts';
import { Combinations } from './combinations.ts';
import { countOfFactsReadBy, type DecisionTree, decide, factsReadBy } from './decision-tree.ts';
import type { StateFacts } from './facts.ts';
import { withoutBit } from './label-bits.ts';
import { FactsFrom } from './question.ts';

/** One predicate asked of one process, one pair of processes, or the state: what is known of it, in integers. */
export interface Inquiry {
  /** 1 where it decides its property. */
  readonly tree: DecisionTree;
  /** The processes that it is asked of, by their facts. */
  readonly places: readonly number[];
  /** The number of the property. */
  readonly property: number;
}

/**
 * Whether states decide any property, as far as is known: a combination of all facts that are read (the local states,
 * say) that was in order once is in order for ever, and costs one look-up. For one never met before, all trees are asked.
 *
 * Hot: once for nearly every new state, many of them at a time. Where the label says so, or no bit has changed of the slots that
 * are read, the combination is that of the parent. The combinations of the others are looked up together.
 */
export class InOrder implements Verdicts {
  readonly #facts: StateFacts;
  readonly #inquiries: readonly Inquiry[];
  readonly #seen: readonly FactsFrom[];
  /** Takes keys of states apart. */
  #states: Encoder;
  readonly #state: Int32Array;
  /** The facts that make a combination: what any tree reads, but fleeting ones. */
  #combined: readonly number[] = [];
  /** Those that were in order. */
  #known: Combinations;
  /** How many facts the trees read when that was last looked at. */
  #noted = -1;
  /** Inquiries that read fleeting facts: asked of every new state. */
  #restless: readonly number[] = [];
  /** Whether nothing that is read is fleeting or of the environment, and something was read already. */
  #isSteady = false;
  /** Which of the new states are left to be looked at, their keys, and whether their combinations are known. */
  #left = new Int32Array(0);
  #keys = new Int32Array(0);
  #areKnown = new Uint8Array(0);

  constructor(facts: StateFacts, inquiries: readonly Inquiry[], layout: Layout) {
    this.#facts = facts;
    this.#inquiries = inquiries;
    this.#seen = inquiries.map(({ places }) => new FactsFrom(facts, places));
    this.#states = new Encoder(layout, false);
    this.#state = new Int32Array(layout.width);
    this.#known = new Combinations(facts, this.#states, []);
  }

  layOut(layout: Layout): void {
    this.#states = new Encoder(layout, false);
    this.#known = new Combinations(this.#facts, this.#states, this.#combined);
  }

  lookAt(states: NewStates, unsettled: number[]): void {
    if (this.#inquiries.length === 0) return;
    const left = this.#leftOf(states);
    if (left === 0) return;
    const keys = this.#keys;
    const indices = this.#left;
    for (let at = 0; at < left; at++) {
      const index = indices[at]!;
      keys[2 * at] = states.keys[2 * index]!;
      keys[2 * at + 1] = states.keys[2 * index + 1]!;
    }
    this.#known.find(keys, left, this.#areKnown);
    const isRestless = this.#restless.length > 0;
    for (let at = 0; at < left; at++) {
      const isKnown = this.#areKnown[at] === 1;
      if (isKnown && !isRestless) continue;
      const index = indices[at]!;
      const high = states.keys[2 * index]!;
      const low = states.keys[2 * index + 1]!;
      if (!this.#isInOrder(high, low, isKnown)) unsettled.push(index);
    }
  }

  /** Finds out which states must be looked at, all but those that are in order as their parents are; gives how many. */
  #leftOf(states: NewStates): number {
    const { count, labels } = states;
    if (this.#left.length < count) {
      this.#left = new Int32Array(count);
      this.#keys = new Int32Array(2 * count);
      this.#areKnown = new Uint8Array(count);
    }
    const left = this.#left;
    const quiet = this.#isSteady ? this.#facts.quiet : NO_BITS;
    const loud = withoutBit(quiet, labels, count, left);
    if (this.#noted <= 0 || this.#restless.length > 0) return loud;
    return keepDifferent(states.order, states.parents, states.keys, this.#known, left, loud);
  }

  /** @param isKnown whether the combination of a state is known to be in order */
  #isInOrder(high: number, low: number, isKnown: boolean): boolean {
    this.#states.decode(high, low, this.#state, 0);
    // A state that was looked at just before may have had the same combination.
    if (isKnown || this.#known.has(high, low))
      return this.#restless.every((one) => this.#decidesNothing(one));
    for (let index = 0; index < this.#inquiries.length; index++)
      if (!this.#decidesNothing(index)) return false;
    this.#known.learn(high, low);
    return true;
  }

  #decidesNothing(index: number): boolean {
    // Both lists are of the same length.
    return decide(this.#inquiries[index]!.tree, this.#seen[index]!, this.#state, 0) === 0;
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
    this.#known = new Combinations(facts, this.#states, this.#combined);
  }
}

const NO_BITS = new Int32Array(0);
