import type { ProcessId } from '../model/process-id.ts';
import { isSame, keyOf } from './same.ts';
import type { Call, SequentialObject } from './sequential-object.ts';
import type { Step, Thread } from './threads.ts';

/** A call in its place in a sequential order, with the answer that it has there. */
export interface Placed {
  readonly client: ProcessId;
  readonly call: unknown;
  readonly answer: unknown;
}

/** What the judge found: an order that explains every answer, or as much of one as there is. */
export interface Judgement {
  readonly isExplained: boolean;
  /** The calls in an order that explains their answers; if not all can be, a longest such beginning. */
  readonly order: readonly Placed[];
}

/**
 * Looks for an order of the calls in which the object, called by one client at a time, gives the same answers. The
 * search of Wing and Gong ("Testing and Verifying Concurrent Objects", 1993) with the memory of Lowe ("Testing
 * for Linearizability", 2017): how many steps of each thread are placed, and the state of the object,
 * say all that matters, so no such situation is looked at twice.
 */
export function judge(
  threads: readonly Thread[],
  object: SequentialObject<Call, unknown>,
): Judgement {
  const toExplain = threads.reduce(
    (sum, { steps }) => sum + steps.filter(({ isAnswered }) => isAnswered).length,
    0,
  );
  const counts = threads.map(() => 0);
  const seen = new Set<string>();
  const placed: Placed[] = [];
  let longest: readonly Placed[] = [];
  let most = -1;

  const search = (state: unknown, explained: number): boolean => {
    if (explained > most) {
      most = explained;
      longest = [...placed];
    }
    if (explained === toExplain) return true;
    const situation = `${counts.join()} ${keyOf(state)}`;
    if (seen.has(situation)) return false;
    seen.add(situation);
    return threads.some(({ client, steps }, thread) => {
      const step = steps[counts[thread]!];
      if (step === undefined || !mayComeNext(step, counts)) return false;
      // A history has only calls that are declared for its object.
      const effect = object.apply(state, step.call as Call, client);
      if (effect === undefined || (step.isAnswered && !isSame(effect[1], step.answer)))
        return false;
      counts[thread]!++;
      placed.push({ client, call: step.call, answer: effect[1] });
      const isFound = search(effect[0], explained + (step.isAnswered ? 1 : 0));
      counts[thread]!--;
      placed.pop();
      return isFound;
    });
  };
  const isExplained = search(object.initial, 0);
  return { isExplained, order: longest };
}

const mayComeNext = ({ after }: Step, counts: readonly number[]): boolean =>
  after.every((needed, thread) => counts[thread]! >= needed);
