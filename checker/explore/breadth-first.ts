import type { Search } from './search.ts';

/**
 * The fewest and the most states that are expanded before their successors are looked up together and the clock is looked at: the
 * most are enough, and still in the near cache; while states are few, a model whose steps take their time is not waited for.
 */
const FEWEST = 16;
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
  round(from: number, to: number): Generator<void, void, void>;
}

/**
 * Breadth-first, so the first violation found has a shortest trace. The order in which the store
 * numbers states is the queue.
 * @param together helps as soon as it is ready
 */
export const breadthFirst = (together?: Together) =>
  function* levels(search: Search): Generator<void, void, void> {
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
): Generator<void, void, void> {
  for (let at = from; at < end && !search.over; ) {
    const to = Math.min(end, at + roundAfter(search.store.size));
    search.frontier = search.store.size - at;
    yield* together?.isReady(search.frontier) ? together.round(at, to) : round(search, at, to);
    at = to;
  }
}

function* round(search: Search, from: number, to: number): Generator<void, void, void> {
  const some = Math.min(CHUNK, Math.max(FEWEST, search.store.size >>> 6));
  const chunk = search.together(some);
  for (let at = from; at < to && !search.isGivenUp; at += chunk) {
    search.expand(at, Math.min(to, at + chunk));
    // Where steps are asked about one by one, a chunk is a state, and is asked about before the next.
    if (chunk === 1) yield* search.askFound();
    search.frontier = search.store.size - at;
    yield;
  }
  yield* search.askFound();
}
