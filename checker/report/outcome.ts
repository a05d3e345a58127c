import type { CheckResult, PropertyResult, SearchLimits } from '../explore/result.ts';

/** A search's result, with what was asked of it. */
export interface Answer {
  readonly result: CheckResult;
  /** A plain system has no network and no faults. */
  readonly kind: 'protocol' | 'system';
  /** The property that the variant must break, where one is chosen. */
  readonly violates: string | undefined;
  readonly limits: SearchLimits;
  readonly seed: number;
}

/** Whether a property is found wrong: an invariant violated, or a witness that does not exist. */
export const failed = ({ status }: PropertyResult): boolean =>
  status === 'violated' || status === 'unreachable';

/** The property that a counterexample is drawn for: the expected one, or else the first that failed. */
export function foremost({ result, violates }: Answer): PropertyResult | undefined {
  const failures = result.properties.filter(failed);
  return failures.find(({ name }) => name === violates) ?? failures[0];
}

/** How a result compares with what the spec says of the variant. */
export type Expectation =
  | 'as it should'
  | 'as expected'
  | 'violated'
  | 'another violated'
  | 'not violated'
  | 'undecided';

/** Compares a result with what is expected: of a spec that it holds, of a variant that it breaks its property. */
export function expectationOf({ result, violates }: Answer): Expectation {
  if (result.outcome === 'inconclusive') return 'undecided';
  const failures = result.properties.filter(failed);
  if (violates === undefined) return result.outcome === 'holds' ? 'as it should' : 'violated';
  if (failures.some(({ name }) => name === violates)) return 'as expected';
  return result.outcome === 'violated' ? 'another violated' : 'not violated';
}
