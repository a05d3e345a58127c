/** What was found out about a value that cannot change any more, nor anything in it. */
export interface Settled {
  /** Its canonical key; NO_KEY if it was not asked for so far. */
  key: string;
  /** An equal value that was made another way, if it was asked for. */
  twin: object | undefined;
}

/** No key is empty. */
export const NO_KEY = '';

/**
 * The values that are settled. What is made of them is put together from what is known of them, so that it costs no more than its new
 * parts. One map for everything, since to look a value up takes longer than most of what is done with it.
 */
const settled = new WeakMap<object, Settled>();

/** What is known of a value; undefined if it may change. */
export const settledOf = (value: object): Settled | undefined => settled.get(value);

/** Takes note that a value cannot change any more, nor anything in it; false if that was known. */
export function settle(value: object, key = NO_KEY): boolean {
  if (settled.has(value)) return false;
  settled.set(value, { key, twin: undefined });
  return true;
}
