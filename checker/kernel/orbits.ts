import { ModelError } from '../errors.ts';
import type { Canonicalizer } from '../reduction/canonicalizer.ts';
import { DENSE } from '../reduction/renamed-values.ts';
import { ABSENT } from '../reduction/shifted-values.ts';
import type { ProtocolReduction, SymmetryTables } from './reduction.ts';
import type { Shift } from './shift.ts';
import type { Symmetry } from './symmetry.ts';

/** A bound on how far apart the numbers of a family may be that are alive at the same time. */
export interface Spread {
  /** The number of the bound. */
  readonly bound: number;
  readonly family: number;
  readonly limit: number;
  /** Whether the first number counts as the least, alive or not. */
  readonly fromFirst: boolean;
}

/** What reduces the states of a model: shifts of its numbers, then symmetry. The two commute. */
export interface Reducing {
  readonly symmetry: Symmetry | undefined;
  readonly shift: Shift | undefined;
  /** Whether states that differ by a shift are one. */
  readonly isShifting: boolean;
  readonly spreads: readonly Spread[];
}

/** Makes states the representatives of all that differ from them in names, or in how far numbers have risen. */
export class Orbits implements ProtocolReduction {
  /** Whether the steps from a state are kept as they are besides, for questions about whole steps. */
  keepsSteps = false;
  /** For each step from the state looked at last, the families whose least number has risen in it, as bits; if kept. */
  readonly rises: number[] = [];
  keepsRises = false;
  readonly #symmetry: Symmetry | undefined;
  readonly #shift: Shift | undefined;
  readonly #reducing: Reducing;
  #steps: { readonly after: Int32Array; readonly representative: Int32Array }[] = [];
  #paused = false;

  constructor(reducing: Reducing) {
    this.#reducing = reducing;
    this.#symmetry = reducing.symmetry;
    this.#shift = reducing.isShifting ? reducing.shift : undefined;
  }

  /** What other threads need to do the same; undefined where they cannot, as numbers rise or renamings are too many. */
  get tables(): SymmetryTables | undefined {
    return this.#reducing.shift === undefined ? this.#symmetry?.tables : undefined;
  }

  get states(): Canonicalizer | undefined {
    const symmetry = this.#reducing.shift === undefined ? this.#symmetry : undefined;
    const isListed = symmetry !== undefined && symmetry.permutations.members.permutations <= DENSE;
    return isListed ? symmetry.states : undefined;
  }

  get isPlain(): boolean {
    return !this.#paused && !this.keepsSteps && !this.keepsRises;
  }

  /** The steps from another state are looked at from now on. */
  begin(): boolean {
    if (this.#steps.length > 0) this.#steps = [];
    if (this.keepsRises) this.rises.length = 0;
    return true;
  }

  /** The bound that a state is beyond as its numbers are too far apart, or -1. */
  beyond(state: Int32Array): number {
    const { shift, spreads } = this.#reducing;
    if (shift === undefined) return -1;
    for (const { bound, family, limit, fromFirst } of spreads) {
      const greatest = shift.states.greatestIn(state, family);
      if (greatest > limit && (fromFirst || greatest - shift.states.leastIn(state, family) > limit))
        return bound;
    }
    return -1;
  }

  /** Makes a state that a step leads to the representative of its orbit. */
  canonicalize(state: Int32Array): boolean {
    if (this.#paused) return true;
    const after = this.keepsSteps ? state.slice() : undefined;
    const risen = this.#reduce(state);
    if (this.keepsRises) this.rises.push(risen);
    if (after !== undefined) this.#steps.push({ after, representative: state.slice() });
    return true;
  }

  /** The states, as they are, that steps of the state looked at last lead to, and that this one represents. */
  representedBy(vectors: Int32Array, at: number): readonly Int32Array[] {
    return this.#steps
      .filter(({ representative }) => representative.every((id, slot) => vectors[at + slot] === id))
      .map(({ after }) => after);
  }

  /** Whether a state belongs to the orbit of a representative. */
  isRepresentedBy(state: Int32Array, representative: Int32Array): boolean {
    const own = state.slice();
    this.#reduce(own);
    return own.every((id, slot) => id === representative[slot]);
  }

  /** The families whose least number is higher in one state than in another, as bits. */
  risenBetween(before: Int32Array, after: Int32Array): number {
    const shift = this.#shift;
    if (shift === undefined) return 0;
    return shift.families.reduce((bits, _, family) => {
      const least = shift.states.leastIn(after, family);
      const was = shift.states.leastIn(before, family);
      const isRisen = least !== ABSENT && least > (was === ABSENT ? 0 : was);
      return isRisen ? bits | (1 << family) : bits;
    }, 0);
  }

  /** Makes each of the states that lie one behind the other a representative. */
  canonicalizeAll(vectors: Int32Array, width: number): Int32Array {
    for (let at = 0; at < vectors.length; at += width)
      this.canonicalize(vectors.subarray(at, at + width));
    return vectors;
  }

  /** Does something with states left as they are. */
  unreduced<Result>(run: () => Result): Result {
    this.#paused = true;
    try {
      return run();
    } finally {
      this.#paused = false;
    }
  }

  #reduce(state: Int32Array): number {
    const risen = this.#shift?.states.normalize(state) ?? 0;
    this.#symmetry?.states.canonicalize(state);
    return risen;
  }
}

/** @throws ModelError if the numbers of an initial state are too far apart. */
export function refuseSpread(model: string, orbits: Orbits | undefined, state: Int32Array): void {
  const bound = orbits?.beyond(state) ?? -1;
  if (bound >= 0)
    throw new ModelError(
      `${model}: in an initial state, numbers that rise are further apart than their spread may be. Raise it.`,
    );
}
