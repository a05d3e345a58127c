import { ProcessId } from './process-id.ts';
import { replace } from './replace.ts';
import { Rising } from './rising.ts';

/** The least and the greatest number of a family in something. */
export interface Span {
  readonly least: number;
  readonly greatest: number;
}

/** By how much the numbers of families are to be higher (or, below 0, lower). */
export type Shift = ReadonlyMap<string, number>;

/** For each family, the least and the greatest of its numbers in some values. What is below all numbers does not count. */
export function spansIn(...values: readonly unknown[]): ReadonlyMap<string, Span> {
  const spans = new Map<string, Span>();
  for (const value of values)
    replace(value, (one) => {
      if (one instanceof ProcessId) return one;
      const number = Rising.numberOf(one);
      if (!Number.isFinite(number)) return one;
      const { least, greatest } = spans.get(one.family) ?? { least: number, greatest: number };
      spans.set(one.family, {
        least: Math.min(least, number),
        greatest: Math.max(greatest, number),
      });
      return one;
    });
  return spans;
}

/** A value with all numbers of some families higher or lower; what is below all numbers stays so. */
export const shifted = (value: unknown, shift: Shift): unknown =>
  replace(value, (one) => {
    if (one instanceof ProcessId) return one;
    const by = shift.get(one.family) ?? 0;
    return by === 0 ? one : Rising.at(one.family, Rising.numberOf(one) + by);
  });
