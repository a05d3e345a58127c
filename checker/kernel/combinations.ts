import { Encoder, type Part } from '../store/encoder.ts';
import { KeySet } from '../store/key-set.ts';
import type { StateFacts } from './facts.ts';

/** All combinations are forgotten when there are so many. */
const MOST_COMBINATIONS = 1 << 23;

/**
 * Combinations of some facts of a state, given by the keys of states that have them: which were learned.
 *
 * Hot: many states are looked up at once, step by step in short loops: what stands at the places that are read, the facts, the
 * combination's own key, and the look-up. Where facts are slots, the combination is the state's key without the other bits.
 */
export class Combinations {
  /** The bits of the facts in the halves of a state's key, and the top one: where they are the same, so are the facts. */
  readonly high: number;
  readonly low: number;
  readonly #facts: StateFacts;
  readonly #combined: readonly number[];
  /** Takes keys of states apart, and what of them is needed. */
  readonly #states: Encoder;
  readonly #part: Part;
  /** Whether these bits are the combination. */
  readonly #isInKey: boolean;
  /** Makes keys of combinations, where they are not in the keys of states. */
  #encoder: Encoder;
  #learned = new KeySet();
  #slots = new Int32Array(0);
  #ids = new Int32Array(0);
  /** The key of one state, and then of its combination. */
  readonly #one = new Int32Array(2);

  /**
   * @param states the encoder of the states' keys
   * @param combined the facts that make a combination
   */
  constructor(facts: StateFacts, states: Encoder, combined: readonly number[]) {
    this.#facts = facts;
    this.#states = states;
    this.#combined = combined;
    const slots = combined.map((fact) => facts.slotOf(fact));
    this.#part = states.partOf(slots);
    ({ high: this.high, low: this.low } = states.bitsOf(slots));
    this.#isInKey = states.isDirect && combined.every((fact) => facts.isSlot(fact));
    this.#encoder = Encoder.ofWidth(combined.length);
  }

  /**
   * Writes 1 into `areKnown` for each of the first `count` states whose combination was learned, else 0.
   * @param keys two halves of each state's key, the high one first; they are written over
   */
  find(keys: Int32Array, count: number, areKnown: Uint8Array): void {
    this.#combine(keys, count);
    this.#learned.hasAll(keys, count, areKnown);
  }

  /** Whether the combination of one state was learned. */
  has(high: number, low: number): boolean {
    return this.#makeKey(high, low) && this.#learned.has(this.#one[0]!, this.#one[1]!);
  }

  /** Learns the combination of a state. */
  learn(high: number, low: number): void {
    if (this.#learned.size > MOST_COMBINATIONS) this.#learned = new KeySet();
    if (!this.#makeKey(high, low)) {
      this.#makeRoom(high, low);
      this.#makeKey(high, low);
    }
    this.#learned.add(this.#one[0]!, this.#one[1]!);
  }

  /** Makes the key of the combination of one state; false if its ids do not fit. */
  #makeKey(high: number, low: number): boolean {
    this.#one[0] = high;
    this.#one[1] = low;
    this.#combine(this.#one, 1);
    return this.#one[0] !== 0;
  }

  /** Sees to it that the combination of a state fits a key. Those learned are forgotten. */
  #makeRoom(high: number, low: number): void {
    this.#one[0] = high;
    this.#one[1] = low;
    this.#readFacts(this.#one, 1);
    const twice = this.#ids.subarray(0, this.#combined.length).map((id) => 2 * id);
    this.#encoder = Encoder.for(twice, NOTHING, this.#encoder);
    this.#learned = new KeySet();
  }

  /** Makes keys of combinations of keys of states; of those that do not fit the high half is 0. */
  #combine(keys: Int32Array, count: number): void {
    if (this.#isInKey) {
      this.#mask(keys, count);
      return;
    }
    this.#readFacts(keys, count);
    this.#encoder.putTogether(this.#ids, count, keys);
  }

  #mask(keys: Int32Array, count: number): void {
    const { high, low } = this;
    for (let at = 0; at < 2 * count; at += 2) {
      keys[at]! &= high;
      keys[at + 1]! &= low;
    }
  }

  /** Writes the facts that are combined, one behind the other, each for all states. */
  #readFacts(keys: Int32Array, count: number): void {
    const facts = this.#facts;
    const combined = this.#combined;
    if (this.#slots.length < count * this.#states.layout.width) {
      this.#slots = new Int32Array(count * this.#states.layout.width);
      this.#ids = new Int32Array(count * combined.length);
    }
    const slots = this.#slots;
    this.#states.takeApart(keys, count, slots, this.#part);
    for (let index = 0; index < combined.length; index++) {
      const fact = combined[index]!;
      facts.idsOf(fact, slots, facts.slotOf(fact) * count, count, this.#ids, index * count);
    }
  }
}

const NOTHING = { count: 0, forEach: () => {} };
