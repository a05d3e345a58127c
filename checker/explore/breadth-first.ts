import type { Search } from './search.ts';

/** So many states are expanded, then their successors looked up together: enough of them, and still in the near cache. */
const CHUNK = 512;

/** The fewest and the most states of a round. Between two rounds threads wait for one another for a millisecond; of 32,768 states Raft takes a fifteenth longer. */
const LEAST = 1 << 9;
const MOST = 1 << 17;

/**
 * How many states are expanded before it is seen whether the search is over. That depends on nothing but the states
 * found so far, so that it is the same for any number of threads, and so is all that is counted.
 */
const roundAfter = (states: number): number => Math.min(MOST, Math.max(LEAST, states >>> 4));

/** Several threads that search together. */
export interface Together {
  /** Whether they are all there, and of use. @param open how many states are found and not yet expanded */
  isReady(open: number): boolean;
  /** Finds what comes after the states from `from` to before `to`. */
  round(from: number, to: number): Generator<number, void, void>;
}

/**
 * Breadth-first, so the first violation found has a shortest trace. The order in which the store
 * numbers states is the queue.
 * @param together helps as soon as it is ready
 */
export const breadthFirst = (together?: Together) =>
  function* levels(search: Search): Generator<number, void, void> {
    const { store, goal } = search;
    search.start();
    let level = 0;
    while (level < store.size && !search.over) {
      if (search.depth === goal.mostDepth) {
        search.stopped = 'depth';
        return;
      }
      const end = store.size;
      search.leave(level);
      yield* rounds(search, level, end, together);
      level = end;
      if (store.size > end) search.depth++;
    }
  };

/** Expands the states of one level. */
function* rounds(
  search: Search,
  from: number,
  end: number,
  together: Together | undefined,
): Generator<number, void, void> {
  for (let at = from; at < end && !search.over; ) {
    const to = Math.min(end, at + roundAfter(search.store.size));
    const open = search.store.size - at;
    yield* together?.isReady(open) ? together.round(at, to) : round(search, at, to);
    at = to;
  }
}

function* round(search: Search, from: number, to: number): Generator<number, void, void> {
  const chunk = search.together(CHUNK);
  // A limit of states ends the search with its round, as it does for several threads; what the clock says ends it at once.
  const goesOn = () => search.stopped === undefined || search.stopped === 'states';
  for (let at = from; at < to && goesOn(); at += chunk) {
    search.expand(at, Math.min(to, at + chunk));
    // Where steps are asked about one by one, a chunk is a state, and is asked about before the next.
    if (chunk === 1) search.askFound();
    yield search.store.size - at;
  }
  search.askFound();
}
