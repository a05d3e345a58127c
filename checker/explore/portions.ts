import type { LinearMemory } from '../assembly/linear-memory.ts';
import { type SharedInts, settle, sharedInts, widen } from '../store/shared-ints.ts';
import { DEFERRED, STUCK } from './block.ts';

/** So many states are taken at once: enough of them that taking costs nothing, few enough that all threads end together. */
const PORTION = 128;
/** So many count as taken of a round that is given up: more than ever are. */
const GIVEN_UP = 2 ** 30;
/** Where expanding a state takes its time, fewer are; so that each thread takes so many portions of a round. */
const TIMES = 8;

/** How many portions were taken, and of how many also those states are expanded that were put aside; then for each portion two integers. */
const TAKEN = 0;
const SETTLED = 1;
/** Who has expanded it, plus 1; 0 while nobody has. */
const BY = 2;
/** Where its rows begin among those of who has. */
const ROWS = 3;
const FIELDS = 2;

/**
 * Of a portion of which such a part of the states is put aside, the others wait until they are expanded: what those held that is new, the next
 * ones hold as well, and would be put aside too.
 */
const MANY = 1 / 2;
/** Nobody waits for longer, in milliseconds. */
const PATIENCE = 50;

/**
 * The states of a round, in portions of which each thread takes the first that is left; and what came of each state. Flat, so that threads share it:
 * whoever sees that a portion is done may read what is written of its states, while others are still at work.
 */
export interface Portions {
  readonly ints: SharedInts;
  /** For each state of the round, where its rows end among those of who has expanded it, which the compiled loops read too; and its fate, see `Block`. */
  readonly ends: SharedInts;
  readonly fates: SharedInts;
  /** The first state of the round, and the one after its last. */
  first: number;
  end: number;
  /** How many states are in a portion, but for the last. */
  size: number;
}

/** @param memory where rows are */
export function portions(memory: LinearMemory): Portions {
  const ends = sharedInts(1 << 9);
  settle(ends, memory);
  return {
    ints: sharedInts(1 << 6),
    ends,
    fates: sharedInts(1 << 9),
    first: 0,
    end: 0,
    size: PORTION,
  };
}

/**
 * Begins a round of the states from `first` to before `end`, none of which is expanded.
 * @param among how many threads share it, if expanding a state takes its time
 */
export function beginRound(round: Portions, first: number, end: number, among?: number): void {
  round.first = first;
  round.end = end;
  round.size =
    among === undefined
      ? PORTION
      : Math.min(PORTION, Math.max(1, Math.ceil((end - first) / (TIMES * among))));
  widen(round.ints, BY + FIELDS * countOf(round));
  widen(round.ends, end - first);
  widen(round.fates, end - first);
  round.ints.data.fill(0);
}

export const countOf = ({ first, end, size }: Portions): number => Math.ceil((end - first) / size);

/** The next portion that nobody has taken; -1 if there is none. */
export function takePortion(round: Portions): number {
  const portion = Atomics.add(round.ints.data, TAKEN, 1);
  return portion < countOf(round) ? portion : -1;
}

/** Sees to it that no portion is taken any more, and that nothing more is found out for those that are. */
export function giveUp(round: Portions): void {
  Atomics.store(round.ints.data, TAKEN, GIVEN_UP);
}

export const isGivenUp = ({ ints }: Portions): boolean =>
  Atomics.load(ints.data, TAKEN) >= GIVEN_UP;

/** The first state of a portion. */
export const startOf = ({ first, size }: Portions, portion: number): number =>
  first + portion * size;

/** The state after the last of a portion. */
export const stopOf = ({ first, end, size }: Portions, portion: number): number =>
  Math.min(end, first + (portion + 1) * size);

/** Says that a portion is done, by whom, and where its rows begin. What is written of its states can be read from then on. */
export function finish(round: Portions, portion: number, owner: number, rows: number): void {
  const { data } = round.ints;
  data[FIELDS * portion + ROWS] = rows;
  Atomics.store(data, FIELDS * portion + BY, owner + 1);
}

/** Says that the states are expanded that were put aside in portions before this one. */
export function saySettled({ ints }: Portions, portion: number): void {
  Atomics.store(ints.data, SETTLED, portion);
  Atomics.notify(ints.data, SETTLED);
}

/** Waits until the states of a portion are expanded that were put aside, where they are many; false if there was nothing to wait for. */
export function awaitSettled(round: Portions, portion: number): boolean {
  let many = MANY * round.size;
  for (let state = startOf(round, portion); state < stopOf(round, portion); state++)
    if (isDeferred(round, state)) many--;
  const { data } = round.ints;
  let settled = Atomics.load(data, SETTLED);
  if (many > 0 || settled > portion) return false;
  while (settled <= portion && Atomics.wait(data, SETTLED, settled, PATIENCE) !== 'timed-out')
    settled = Atomics.load(data, SETTLED);
  return true;
}

/** Who has expanded a portion; -1 while nobody has. */
export const ownerOf = ({ ints }: Portions, portion: number): number =>
  Atomics.load(ints.data, FIELDS * portion + BY) - 1;

/** Where the rows of a portion begin. */
export const rowsOf = ({ ints }: Portions, portion: number): number =>
  ints.data[FIELDS * portion + ROWS]!;

/** Where the rows of a state end. */
export const endOf = ({ ends, first }: Portions, state: number): number =>
  ends.data[state - first]!;

export const isDeferred = ({ fates, first }: Portions, state: number): boolean =>
  fates.data[state - first] === DEFERRED;

/** Whether nothing but faults is possible in a state. */
export const isStuck = ({ fates, first }: Portions, state: number): boolean =>
  fates.data[state - first] === STUCK;

/** Takes note of what came of a state in the end. */
export function setFate({ fates, first }: Portions, state: number, fate: number): void {
  fates.data[state - first] = fate;
}
