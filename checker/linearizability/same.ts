import { canonicalKey } from '../model/canonical.ts';

/** Equal for equal values only, like their canonical key; quick for the simple ones. */
export const keyOf = (value: unknown): string =>
  typeof value === 'string' ? `"${value}` : canonicalKey(value);

/** Whether two values are equal as data. */
export const isSame = (one: unknown, other: unknown): boolean =>
  Object.is(one, other) ||
  (typeof one === 'object' &&
    one !== null &&
    typeof other === 'object' &&
    other !== null &&
    canonicalKey(one) === canonicalKey(other));
