import type { Call, ProcessId } from '../../checker/index.ts';
import type { Run } from './random-runs.ts';

/** A call with the times at which it began and ended. */
interface Timed {
  readonly client: ProcessId;
  readonly call: Call;
  readonly from: number;
  /** When it was answered or its client crashed; never, if neither. */
  readonly to: number;
  readonly isAnswered: boolean;
  readonly answer: unknown;
}

/** Whether some permutation (answers are compared by `===`) of some of the calls explains all answers: every one is tried. */
export function canBeExplained(run: Run, order: 'real-time' | 'program'): boolean {
  const calls = timed(run);
  return subsets(calls.filter(({ isAnswered }) => !isAnswered)).some((effective) =>
    permutations([...calls.filter(({ isAnswered }) => isAnswered), ...effective]).some(
      (permutation) => keeps(permutation, order) && explains(permutation, run),
    ),
  );
}

function timed({ events }: Run): readonly Timed[] {
  return events.flatMap(({ client, call }, from) => {
    if (call === undefined) return [];
    const end = events.findIndex(
      (one, at) => at > from && one.client === client && one.ends !== null,
    );
    const ended = events[end];
    const isAnswered = ended?.ends === 'answered';
    // Only calls are invoked.
    const base = { client, call: call as Call, from, isAnswered, answer: ended?.answer };
    return [{ ...base, to: isAnswered ? end : Infinity }];
  });
}

/** Whether no call stands behind one that began only when it was over; or, of the same client, began later. */
const keeps = (calls: readonly Timed[], order: 'real-time' | 'program'): boolean =>
  calls.every((later, index) =>
    calls
      .slice(0, index)
      .every(
        (earlier) =>
          !(later.to < earlier.from && (order === 'real-time' || later.client === earlier.client)),
      ),
  );

function explains(calls: readonly Timed[], { object }: Run): boolean {
  let state = object.initial;
  for (const { call, client, isAnswered, answer } of calls) {
    const effect = object.apply(state, call, client);
    if (effect === undefined) return false;
    if (isAnswered && effect[1] !== answer) return false;
    state = effect[0];
  }
  return true;
}

const subsets = <T>([first, ...rest]: readonly T[]): readonly (readonly T[])[] =>
  first === undefined ? [[]] : subsets(rest).flatMap((some) => [some, [first, ...some]]);

const permutations = <T>(items: readonly T[]): readonly (readonly T[])[] =>
  items.length === 0
    ? [[]]
    : items.flatMap((first, index) =>
        permutations(items.toSpliced(index, 1)).map((rest) => [first, ...rest]),
      );
