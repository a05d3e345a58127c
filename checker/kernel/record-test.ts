import { textOf } from '../model/canonical.ts';
import { canonicalKey } from '../model/canonical-key.ts';
import type { ProtocolChanges } from './changes.ts';
import type { HistorySlots } from './history-slots.ts';
import type { ProtocolValues } from './protocol-values.ts';

/** Tests that an event changes the history of a state as it does after a change of both. */
export class RecordTest {
  readonly #values: ProtocolValues;
  readonly #history: HistorySlots;
  readonly #firstSlot: number;
  readonly #changes: ProtocolChanges;
  readonly #imageOf: (state: Int32Array, change: number) => Int32Array;
  #testing = false;

  /** @param firstSlot where the history starts in the vector of a state */
  constructor(
    values: ProtocolValues,
    history: HistorySlots,
    firstSlot: number,
    changes: ProtocolChanges,
    imageOf: (state: Int32Array, change: number) => Int32Array,
  ) {
    this.#values = values;
    this.#history = history;
    this.#firstSlot = firstSlot;
    this.#changes = changes;
    this.#imageOf = imageOf;
  }

  /**
   * @param after gives the state with its history changed
   * @throws ModelError if it does not.
   */
  test(
    state: Int32Array,
    event: number,
    after: (state: Int32Array, event: number) => Int32Array,
  ): void {
    if (this.#testing) return;
    this.#testing = true;
    const { renaming, samples, blame } = this.#changes;
    const next = after(state, event);
    const by = (one: number) => after(this.#imageOf(state, one), renaming.events.image(event, one));
    const fits = (one: number) => this.isSame(by(one), this.#imageOf(next, one));
    const bad = samples.find((one) => !fits(one));
    if (bad !== undefined) {
      const values = this.#values;
      const inputOf = (before: Int32Array, what: number) =>
        `${this.#textOf(before)} and ${canonicalKey(values.events.valueOf(what))}`;
      throw blame.errorOf({
        place: `${values.name}: history record`,
        permutation: bad,
        input: inputOf(state, event),
        answer: this.#textOf(next),
        renamedInput: inputOf(this.#imageOf(state, bad), renaming.events.image(event, bad)),
        renamedAnswer: this.#textOf(by(bad)),
        showsBy: (one) => !fits(one),
      });
    }
    this.#testing = false;
  }

  /** Whether two states have the same history. */
  isSame(one: Int32Array, other: Int32Array): boolean {
    for (let slot = this.#firstSlot; slot < one.length; slot++)
      if (one[slot] !== other[slot]) return false;
    return true;
  }

  #textOf(state: Int32Array): string {
    return textOf(this.#history.formOf((slot) => state[this.#firstSlot + slot]!) ?? null);
  }
}
