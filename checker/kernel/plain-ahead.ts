import { type Ahead, type Attempt, ownIn, readIn, type Theirs } from './ahead.ts';
import { decide, UNDECIDED } from './decision-tree.ts';
import type { PlainSystem } from './plain-system.ts';
import { slotFacts } from './plain-tables.ts';
import { type Slots, valuesOfSlots } from './slots.ts';
import type { Words } from './words.ts';

/** Finds out ahead what the actions of a plain system do. */
export class PlainAhead implements Ahead {
  readonly #system: PlainSystem;
  readonly #words: readonly Words[];

  constructor(system: PlainSystem, { fields }: Slots) {
    this.#system = system;
    this.#words = valuesOfSlots(fields);
  }

  stateOf(state: Int32Array, { texts }: Theirs): Int32Array | undefined {
    const own = state.map((id, slot) => ownIn(this.#words[slot], texts[slot]?.[id]));
    return own.includes(-1) ? undefined : own;
  }

  expand(
    state: Int32Array,
    own: Int32Array,
    { model }: Theirs,
    isKnown: boolean,
    attempt: Attempt,
  ): void {
    const actions = model.kind === 'system' ? model.tables.actions : [];
    const facts = slotFacts(own.length);
    for (const [action, { tree }] of actions.entries()) {
      if (isKnown && decide(tree, facts, state, 0) !== UNDECIDED) continue;
      const what = `action ${action} ${readIn(tree, facts, state)}`;
      attempt(what, () => this.#system.alternatives(action, own));
    }
  }
}
