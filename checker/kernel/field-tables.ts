import type { SharedInts } from '../store/shared-ints.ts';

/** More fields than this are not told apart: reading one of them is reading the whole value. */
export const MOST_FIELDS = 63;

/** For each field, by the id of a local state: one more than the id of the field's value, 0 where it is not known. */
export type FieldTables = SharedInts[];

/** The id of a field's value in the local state with this id; -1 if it was never learned. */
export const fieldIn = (tables: FieldTables, local: number, field: number): number => {
  const known = tables[field - 1]!.data;
  return local < known.length ? known[local]! - 1 : -1;
};
