import { ENCODED, type Encoder, TOO_LARGE, UNKNOWN } from './encoder.ts';
import { type Fold, foldAll } from './folds.ts';

/** The slots that are folded into one, which has the bits of all in a key. */
interface Group {
  readonly root: number;
  readonly slots: readonly number[];
  readonly folds: readonly Fold[];
}

/**
 * The key of a state that differs in a few slots from one whose key is known. What differs is toggled, bit by bit; only the
 * groups of folded slots that hold a change are folded anew.
 *
 * Hot: once a transition, instead of writing and packing the whole vector.
 */
export class ChangedKey {
  /** The key in the making. */
  high = 0;
  low = 0;
  readonly #encoder: Encoder;
  readonly #learns: boolean;
  /** The state that the changes are made to, as a vector, and with its slots folded. */
  readonly #state: Int32Array;
  readonly #folded: Int32Array;
  readonly #groups: readonly Group[];
  /** For each slot its group, or -1. */
  readonly #groupOf: Int32Array;
  /** The ids of folded slots after the changes; of others those before. */
  readonly #next: Int32Array;
  readonly #scratch: Int32Array;
  /** The folded slots that were changed. */
  readonly #changed: Int32Array;
  #changes = 0;

  /**
   * @param state where the caller keeps the state that changes are made to
   * @param learns whether pairs never met before are interned
   */
  constructor(encoder: Encoder, state: Int32Array, learns: boolean) {
    this.#encoder = encoder;
    this.#state = state;
    this.#learns = learns;
    this.#folded = new Int32Array(state.length);
    this.#next = new Int32Array(state.length);
    this.#scratch = new Int32Array(state.length);
    this.#changed = new Int32Array(state.length);
    this.#groups = groupsOf(encoder.layout.folds);
    this.#groupOf = new Int32Array(state.length).fill(-1);
    this.#groups.forEach(({ slots }, index) => {
      for (const slot of slots) this.#groupOf[slot] = index;
    });
  }

  /** Whether the bits of a slot are mixed with those of others. */
  isFolded(slot: number): boolean {
    return this.#groupOf[slot]! >= 0;
  }

  /** Changes are made to the state that the caller keeps from now on. @param high a half of its key */
  read(high: number, low: number): void {
    const encoder = this.#encoder;
    if (encoder.isDirect) return;
    encoder.packing.unpack(high, low, this.#folded, 0);
    this.#next.set(this.#state);
  }

  /** Begins with what a change that is known in advance makes of the state's key. */
  begin(high: number, low: number): void {
    this.high = high;
    this.low = low;
    for (; this.#changes > 0; this.#changes--) {
      const slot = this.#changed[this.#changes - 1]!;
      this.#next[slot] = this.#state[slot]!;
    }
  }

  /** Gives a slot another id, once between `begin` and `end`; false if the id is too large for the layout. */
  change(slot: number, id: number): boolean {
    if (this.#groupOf[slot]! >= 0) {
      if (id === this.#state[slot]) return true;
      this.#next[slot] = id;
      this.#changed[this.#changes++] = slot;
      return true;
    }
    return this.#toggle(slot, this.#state[slot]! ^ id, id);
  }

  /** Whether the key is that of the state with all changes so far: none of them was to a folded slot. */
  get isComplete(): boolean {
    return this.#changes === 0;
  }

  /** Makes the key complete: ENCODED, TOO_LARGE if an id does not fit the layout, or UNKNOWN if a pair was never met. */
  end(): number {
    if (this.#changes === 0) return ENCODED;
    let folded = 0;
    for (let change = 0; change < this.#changes; change++) {
      const index = this.#groupOf[this.#changed[change]!]!;
      // The first 31 groups are folded once, whatever number of their slots has changed.
      if (index < 31 && (folded & (1 << index)) !== 0) continue;
      folded |= index < 31 ? 1 << index : 0;
      const outcome = this.#fold(this.#groups[index]!);
      if (outcome !== ENCODED) return outcome;
    }
    return ENCODED;
  }

  #fold({ root, slots, folds }: Group): number {
    const scratch = this.#scratch;
    for (let at = 0; at < slots.length; at++) {
      const slot = slots[at]!;
      scratch[slot] = this.#next[slot]!;
    }
    if (!foldAll(folds, scratch, this.#learns)) return UNKNOWN;
    const id = scratch[root]!;
    return this.#toggle(root, this.#folded[root]! ^ id, id) ? ENCODED : TOO_LARGE;
  }

  #toggle(slot: number, bits: number, id: number): boolean {
    const { packing } = this.#encoder;
    this.high ^= packing.highOf(slot, bits);
    this.low ^= packing.lowOf(slot, bits);
    return packing.fits(slot, id);
  }
}

/** The groups that folds make of slots. */
function groupsOf(folds: readonly Fold[]): readonly Group[] {
  const rootOf = (slot: number): number => {
    const into = folds.find(({ second }) => second === slot);
    return into === undefined ? slot : rootOf(into.first);
  };
  const roots = new Set(folds.map(({ first }) => rootOf(first)));
  return [...roots].map((root) => {
    const own = folds.filter(({ first }) => rootOf(first) === root);
    return { root, folds: own, slots: [root, ...own.map(({ second }) => second)] };
  });
}
