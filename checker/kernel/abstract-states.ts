import { ModelError } from '../errors.ts';
import { textOf } from '../model/canonical.ts';
import type { SystemAction, SystemInstance } from '../model/instance.ts';
import { twinOf } from '../model/twin.ts';
import { findPair, pairTable, setPair } from '../store/pair-table.ts';
import { Interner } from './interner.ts';
import type { ModelCalls } from './model-calls.ts';

/** The states of an abstract system by number, and which of them may follow which. */
export class AbstractStates {
  readonly #abstract: SystemInstance;
  readonly #calls: ModelCalls;
  readonly #states = new Interner();
  readonly #keyOf = (next: readonly number[]): string =>
    next
      .map((one) => this.textOf(one))
      .sort()
      .join(' or ') || 'nothing';
  readonly #initial: ReadonlySet<number>;
  /** From (state, state) to 1 if an action leads from one to the other, else 0. */
  readonly #leads = pairTable();
  /** What may follow each state that was asked about. */
  readonly #next = new Map<number, ReadonlySet<number>>();

  constructor(abstract: SystemInstance, calls: ModelCalls) {
    this.#abstract = abstract;
    this.#calls = calls;
    this.#initial = new Set(abstract.initial.map((state) => this.idOf(state)));
  }

  /** The number of a state, of which a copy is kept: one that a map gave may still note what is read of it. */
  idOf(state: object): number {
    return this.#states.idOf(twinOf(state));
  }

  /** The state in words that are equal for equal states. */
  textOf(id: number): string {
    return textOf(this.#states.formOf(id));
  }

  isInitial(id: number): boolean {
    return this.#initial.has(id);
  }

  /** Whether the system can go from a state to another by one action, or by standing still. */
  canGo(from: number, to: number): boolean {
    if (from === to) return true;
    const known = findPair(this.#leads, from, to);
    if (known >= 0) return known === 1;
    const leads = this.#nextOf(from).has(to);
    setPair(this.#leads, from, to, leads ? 1 : 0);
    return leads;
  }

  #nextOf(id: number): ReadonlySet<number> {
    const known = this.#next.get(id);
    if (known !== undefined) return known;
    const next = new Set(this.#abstract.actions.flatMap((action) => this.#after(id, action)));
    this.#next.set(id, next);
    return next;
  }

  #after(id: number, action: SystemAction): readonly number[] {
    const { name, member, act } = action;
    const place = `${this.#abstract.name}: action "${name}"${member === undefined ? '' : ` for ${String(member)}`}`;
    return this.#calls.call(
      { place, keyOf: this.#keyOf },
      (again) => {
        const state = again ? this.#states.twinOf(id) : this.#states.valueOf(id);
        // Only states that a refinement mapping or the system itself gave are kept here.
        const changes = alternativesOf(place, act(state as never));
        return changes.map((change) => this.idOf({ ...Object(state), ...change }));
      },
      () => this.textOf(id),
    );
  }
}

function alternativesOf(place: string, changes: unknown): readonly object[] {
  if (changes === undefined || changes === null || changes === false) return [];
  const alternatives: readonly unknown[] = Array.isArray(changes) ? changes : [changes];
  return alternatives.map((change) => {
    if (typeof change === 'object' && change !== null) return change;
    throw new ModelError(
      `${place} returned ${String(change)}. Return the fields that change, an array of such, or nothing.`,
    );
  });
}
