import { ModelError } from '../errors.ts';
import { shifted, spansIn } from '../model/risen.ts';
import { familyOf, riseOf, ShiftedValues, shiftOf } from '../reduction/shifted-values.ts';
import type { Shifter } from '../reduction/shifter.ts';
import type { Changes, Unfairness } from './changes.ts';
import type { Interner } from './interner.ts';

/** By how much numbers are raised to see whether that makes a difference. */
const TESTED_RISES = [1, 3] as const;

/** The shifts of numbers that rise, in a model while it is searched, and how it is tested that they make no difference. */
export class Shift implements Changes {
  readonly families: readonly string[];
  readonly states: Shifter;
  /** Every number may be raised for ever: that is not tested through. */
  readonly isExhaustive = false;
  /** Numbers begin somewhere. */
  readonly keepsInitial = false;
  readonly translated = ' (told with the numbers as they were)';

  constructor(families: readonly string[], states: Shifter) {
    this.families = families;
    this.states = states;
  }

  get samples(): readonly number[] {
    const { length } = this.families;
    return this.families.flatMap((_, family) =>
      TESTED_RISES.map((by) => shiftOf(family, by, length)),
    );
  }

  /** Says of a function that it does not take numbers for numbers that rise. */
  readonly blame = {
    errorOf: (unfair: Unfairness): ModelError => {
      const { place, permutation, input, answer, renamedInput, renamedAnswer } = unfair;
      const { length } = this.families;
      const family = this.families[familyOf(permutation, length)];
      const higher = `with every ${family} ${riseOf(permutation, length)} higher`;
      return new ModelError(
        `${place} depends on how far the numbers of ${family} have risen, which it must not.\n` +
          `  input: ${input}\n  its answer: ${answer}\n` +
          `  ${higher}: ${renamedInput}\n  its answer: ${renamedAnswer}\n` +
          `The second answer must be the first one ${higher}. Look for one compared with a certain one, or made from the first one in the middle of a run; what has none yet is \`none\`. Or take the numbers as they are: --set rising=false.`,
      );
    },
  };
}

/** Interned values as shifts see them. */
export const shiftedInterner = (families: readonly string[], interner: Interner): ShiftedValues => {
  const spans: ReturnType<typeof spansIn>[] = [];
  return new ShiftedValues(families.length, {
    spanOf: (id, family) => {
      spans[id] ??= spansIn(interner.valueOf(id));
      return spans[id].get(families[family]!);
    },
    shifted: (id, family, by) =>
      interner.idOf(shifted(interner.valueOf(id), new Map([[families[family]!, by]]))),
  });
};

/** Ids that stand for things without numbers. */
export const numberless = (families: number): ShiftedValues =>
  new ShiftedValues(families, { spanOf: () => undefined, shifted: (id) => id });
