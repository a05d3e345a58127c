import type { RenamedValues } from './renamed-values.ts';

/** The slots of a state, as renaming sees them. */
export interface Layout {
  readonly width: number;
  /** For each slot, the values that it takes. */
  readonly values: readonly RenamedValues[];
  /** For each member, the slots that are its own; the same number in the same order for all of a class. */
  readonly columns: readonly (readonly number[])[];
}

/** The slots that are nobody's own. */
export const commonSlots = ({ width, columns }: Layout): readonly number[] => {
  const owned = new Set(columns.flat());
  return Array.from({ length: width }, (_, slot) => slot).filter((slot) => !owned.has(slot));
};
