import { ENCODED, type Encoder, TOO_LARGE, UNKNOWN } from './encoder.ts';
import { type Fold, foldAll } from './folds.ts';

/** The slots that are folded into one, which has the bits of all in a key. */
interface Group {
  readonly root: number;
  readonly slots: readonly number[];
  readonly folds: readonly Fold[];
}

/** Groups are told by bits of a number; where there are more, some have theirs in common. */
const BITS = 31;

/**
 * The key of a state that differs in a few slots from one whose key is known, where slots are folded. What differs is toggled,
 * bit by bit; only the groups of folded slots that hold a change are folded anew.
 *
 * Hot: for most transitions where keys are folded, instead of folding and packing the whole vector.
 */
export class FoldGroups {
  /** The key in the making. */
  high = 0;
  low = 0;
  /** For each slot the bit of its group; 0 if it is not folded. */
  readonly bitOf: Int32Array;
  readonly #encoder: Encoder;
  readonly #learns: boolean;
  readonly #groups: readonly Group[];
  /** The state that the changes are made to, and the same with the changes to folded slots. */
  readonly #state: Int32Array;
  readonly #next: Int32Array;
  readonly #scratch: Int32Array;
  /** The bits of the groups that hold a change. */
  #changed = 0;
  #fits = true;

  /** @param learns whether pairs never met before are interned */
  constructor(encoder: Encoder, learns: boolean) {
    const { width, folds } = encoder.layout;
    this.#encoder = encoder;
    this.#learns = learns;
    this.bitOf = new Int32Array(width);
    this.#state = new Int32Array(width);
    this.#next = new Int32Array(width);
    this.#scratch = new Int32Array(width);
    this.#groups = groupsOf(folds);
    this.#groups.forEach(({ slots }, index) => {
      for (const slot of slots) this.bitOf[slot] = 1 << (index % BITS);
    });
  }

  /** Changes are made to this state from now on; `ids[slot * stride + at]` are its ids. */
  begin(ids: Int32Array, stride: number, at: number): void {
    for (let slot = 0; slot < this.#next.length; slot++) {
      const id = ids[slot * stride + at]!;
      this.#state[slot] = id;
      this.#next[slot] = id;
    }
    this.#changed = 0;
  }

  /** Begins a key that differs from the state's, so far in nothing. @param high a half of the state's key */
  start(high: number, low: number): void {
    this.high = high;
    this.low = low;
    this.#fits = true;
    if (this.#changed === 0) return;
    // Something unknown has ended the key before.
    this.#next.set(this.#state);
    this.#changed = 0;
  }

  /** Gives a slot another id, once between `start` and `end`. */
  change(slot: number, id: number): void {
    const bit = this.bitOf[slot]!;
    if (bit === 0) this.#toggle(slot, this.#state[slot]! ^ id, id);
    else if (id !== this.#state[slot]) {
      this.#next[slot] = id;
      this.#changed |= bit;
    }
  }

  /** Makes the key complete: ENCODED, TOO_LARGE if an id does not fit the layout, or UNKNOWN if a pair was never met. */
  end(): number {
    for (let index = 0; this.#changed !== 0 && index < this.#groups.length; index++) {
      if ((this.#changed & (1 << (index % BITS))) === 0) continue;
      if (!this.#fold(this.#groups[index]!)) return UNKNOWN;
    }
    this.#changed = 0;
    return this.#fits ? ENCODED : TOO_LARGE;
  }

  #fold({ root, slots, folds }: Group): boolean {
    const scratch = this.#scratch;
    for (let at = 0; at < slots.length; at++) {
      const slot = slots[at]!;
      scratch[slot] = this.#next[slot]!;
      this.#next[slot] = this.#state[slot]!;
    }
    if (!foldAll(folds, scratch, this.#learns)) return false;
    const id = scratch[root]!;
    this.#toggle(root, this.#encoder.packing.idIn(root, this.high, this.low) ^ id, id);
    return true;
  }

  #toggle(slot: number, bits: number, id: number): void {
    const { packing } = this.#encoder;
    this.high ^= packing.highOf(slot, bits);
    this.low ^= packing.lowOf(slot, bits);
    this.#fits &&= packing.fits(slot, id);
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
