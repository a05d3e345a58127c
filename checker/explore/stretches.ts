import { type SharedInts, sharedInts, widen } from '../store/shared-ints.ts';

/** Rows that came of states one after the other. Rows of a share end where the round says, state by state. */
export interface Stretch {
  /** Which rows: those of a share by its number, or, after the last of them, the late ones. */
  readonly source: number;
  readonly from: number;
  readonly to: number;
  /** The first state that they came of, and the one after the last. */
  readonly state: number;
  readonly stateEnd: number;
  /** Which share appends it. */
  readonly owner: number;
  /** The number of the first new state among its rows; 0 so long as that is not known. */
  readonly next: number;
}

const FIELDS = 7;
const NEXT = 6;

/**
 * The rows of a round as stretches, in the order of the states that they came of. Flat, so that threads share it and
 * nothing is copied: where much is new there are thousands in a round.
 */
export interface Stretches {
  readonly ints: SharedInts;
  count: number;
}

export const stretches = (): Stretches => ({ ints: sharedInts(FIELDS), count: 0 });

export function addStretch(list: Stretches, stretch: Stretch): void {
  const at = FIELDS * list.count++;
  widen(list.ints, at + FIELDS);
  const { data } = list.ints;
  data[at] = stretch.source;
  data[at + 1] = stretch.from;
  data[at + 2] = stretch.to;
  data[at + 3] = stretch.state;
  data[at + 4] = stretch.stateEnd;
  data[at + 5] = stretch.owner;
  data[at + NEXT] = stretch.next;
}

/**
 * Says from which number on the new states of each stretch are numbered, so that all are in the order of the states that they came of.
 * @param added by whoever looked keys up how many of each stretch were new
 * @returns the number after the last
 */
export function numberStretches(
  { ints: { data }, count }: Stretches,
  added: readonly Int32Array[],
  first: number,
): number {
  let next = first;
  for (let index = 0; index < count; index++) {
    data[FIELDS * index + NEXT] = next;
    for (const counts of added) next += counts[index]!;
  }
  return next;
}

export function* eachStretch({ ints: { data }, count }: Stretches): Generator<Stretch> {
  for (let at = 0; at < FIELDS * count; at += FIELDS)
    yield {
      source: data[at]!,
      from: data[at + 1]!,
      to: data[at + 2]!,
      state: data[at + 3]!,
      stateEnd: data[at + 4]!,
      owner: data[at + 5]!,
      next: data[at + NEXT]!,
    };
}
