import { isRising, Rising } from '../model/rising.ts';
import type { Subject } from '../model/subject.ts';

/**
 * A state constraint: a transition into a state beyond it is cut, and counted. Its limit is a
 * parameter, so `--set maxTerm=3` moves it.
 */
export interface Bound<S extends Subject> {
  readonly subject?: (subject: S) => void;
  readonly limit: number;
  readonly measure: Measure;
}

/** What a bound measures: one process's state, the whole state, the messages in flight, or numbers that rise. */
export type Measure =
  | { readonly over: 'each'; readonly role: string; readonly of: (local: unknown) => number }
  | { readonly over: 'state'; readonly of: (view: unknown) => number }
  | { readonly over: 'in-flight' }
  /** How far apart the numbers of a family are that are alive, or how far they are from the first one. */
  | { readonly over: 'spread'; readonly family: string; readonly fromFirst: boolean };

/** A number, or one that rises, which counts from the first one. */
type Size = number | Rising;

const counted = (size: Size): number => (isRising(size) ? Rising.numberOf(size) : size);

/** At most so much of a measure, in each process of a role. */
export const atMost = <S extends Subject, R extends keyof S['locals'] & string>(
  limit: number,
  role: R,
  measure: (local: S['locals'][R]) => Size,
): Bound<S> => ({
  limit,
  // A spec only accepts bounds of its own model, so the type of the local state can be forgotten.
  measure: {
    over: 'each',
    role,
    of: (local) => counted((measure as (local: unknown) => Size)(local)),
  },
});

/** At most so much of a measure of the whole state. */
export const atMostOverall = <S extends Subject>(
  limit: number,
  measure: (view: S['view']) => Size,
): Bound<S> => ({
  limit,
  measure: { over: 'state', of: (view) => counted((measure as (view: unknown) => Size)(view)) },
});

/** At most so many messages sent and not yet received, in the whole network. */
export const messagesInFlight = <S extends Subject>(limit: number): Bound<S> => ({
  limit,
  measure: { over: 'in-flight' },
});
