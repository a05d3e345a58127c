import { type SharedInts, sharedInts, widen } from '../store/shared-ints.ts';

/** Rows that came of states one after the other. Rows of a share end where `ends` says, state by state. */
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
}

const FIELDS = 6;

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
    };
}
