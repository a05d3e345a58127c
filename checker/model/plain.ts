/**
 * Whether a value is an object like `{ … }`. Most parts of states and messages are, and to ask this first is faster than to ask
 * whether they are Immutable.js collections, of which there are many kinds.
 */
export const isPlain = (value: object): value is Readonly<Record<string, unknown>> =>
  Object.getPrototypeOf(value) === Object.prototype;
