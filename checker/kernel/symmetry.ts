import { ModelError } from '../errors.ts';
import type { ProcessId } from '../model/process-id.ts';
import { Canonicalizer } from '../reduction/canonicalizer.ts';
import type { Layout } from '../reduction/layout.ts';
import { Members } from '../reduction/members.ts';
import { Permutations } from '../reduction/permutations.ts';
import { Blame } from './blame.ts';
import type { Changes } from './changes.ts';
import type { SymmetryTables } from './reduction.ts';
import type { Field } from './slots.ts';

/**
 * The symmetry of a model while it is searched: what the representatives of states are, and by
 * which renamings it is tested that the model treats the members of a class alike.
 */
export class Symmetry implements Changes {
  readonly permutations: Permutations;
  readonly states: Canonicalizer;
  readonly blame: Blame;
  /** The renamings that are tested. */
  readonly samples: readonly number[];
  readonly keepsInitial = true;
  readonly translated = ' (in the old names)';

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
