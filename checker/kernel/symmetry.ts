import { ModelError } from '../errors.ts';
import type { ProcessId } from '../model/process-id.ts';
import { Canonicalizer } from '../reduction/canonicalizer.ts';
import type { Layout } from '../reduction/layout.ts';
import { Members } from '../reduction/members.ts';
import { Permutations } from '../reduction/permutations.ts';
import { Blame } from './blame.ts';
import type { SymmetryTables } from './reduction.ts';
import type { Field } from './slots.ts';

/**
 * The symmetry of a model while it is searched: makes states the representatives of their orbits, and knows by
 * which renamings it is tested that the model treats the members of a class alike.
 */
export class Symmetry {
  readonly permutations: Permutations;
  readonly states: Canonicalizer;
  readonly blame: Blame;
  /** The renamings that are tested. */
  readonly samples: readonly number[];
  /** Whether the steps from a state are kept as they are besides, for questions about whole steps. */
  keepsSteps = false;
  #steps: { readonly after: Int32Array; readonly representative: Int32Array }[] = [];
  #paused = false;

  constructor(permutations: Permutations, layout: Layout) {
    this.permutations = permutations;
    this.states = new Canonicalizer(layout, permutations);
    this.samples = permutations.samples;
    this.blame = new Blame(permutations);
  }

  /** Whether every renaming is tested, so that what was tested in some names was tested in all. */
  get isExhaustive(): boolean {
    return this.samples.length + 1 === this.permutations.members.permutations;
  }

  /**
   * All that is known by now in integers, for other threads; undefined where renamings are so many that they are numbered as
   * they are met.
   */
  get tables(): SymmetryTables | undefined {
    if (!this.isExhaustive) return undefined;
    const { layout, folds } = this.states;
    const { width, values, columns } = layout;
    const classes = this.permutations.members.ranges.map(({ start, end }) => end - start);
    return {
      width,
      columns,
      classes,
      folds,
      values: values.map(({ tables }) => tables),
      tested: [],
    };
  }

  /** The steps from another state are looked at from now on. */
  begin(): boolean {
    if (this.#steps.length > 0) this.#steps = [];
    return true;
  }

  /** Makes a state that a step leads to the representative of its orbit. */
  canonicalize(state: Int32Array): boolean {
    if (this.#paused) return true;
    const after = this.keepsSteps ? state.slice() : undefined;
    this.states.canonicalize(state);
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
    this.states.canonicalize(own);
    return own.every((id, slot) => id === representative[slot]);
  }

  /** Makes each of the states that lie one behind the other a representative. */
  canonicalizeAll(vectors: Int32Array): Int32Array {
    const { width } = this.states.layout;
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

  /** How many states are in the orbit of a representative. */
  orbitOf(representative: Int32Array): number {
    this.states.canonicalize(representative);
    return this.permutations.members.permutations / this.states.stabilizer;
  }
}

/** The renamings of classes of ids; undefined where there is nothing to rename. */
export function permutationsOf(
  classes: ConstructorParameters<typeof Members>[0],
): Permutations | undefined {
  const members = new Members(classes);
  return members.count === 0 ? undefined : new Permutations(members);
}

/** The slots of some fields that are keyed by an id. */
export const slotsOf = (id: ProcessId, fields: readonly Field[]): readonly number[] =>
  fields.flatMap(({ keys, slot }) => {
    const index = keys?.findIndex((key) => String(key) === String(id)) ?? -1;
    return index < 0 ? [] : [slot + index];
  });

/** @throws ModelError if a field is keyed by some members of a class and not by all. */
export function refuseHalf(model: string, { name, keys = [] }: Field, members: Members): void {
  for (const { start, end } of members.ranges) {
    const all = members.ids.slice(start, end).map(String);
    const there = all.filter((member) => keys.some((key) => String(key) === member));
    if (there.length === 0 || there.length === all.length) continue;
    throw new ModelError(
      `${model}: the field ${name} has ${there.join(', ')} as keys, but not all of ${all.join(', ')}, though symmetric. Give it all of them, or declare no symmetry.`,
    );
  }
}
