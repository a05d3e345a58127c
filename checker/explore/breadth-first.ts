import { type Search, SLICE } from './search.ts';

/**
 * Breadth-first, so the first violation found has a shortest trace. The order in which the store
 * numbers states is the queue.
 */
export function* breadthFirst(search: Search): Generator<number, void, void> {
  const { store, goal } = search;
  search.start();
  let level = 0;
  while (level < store.size && !search.over) {
    if (search.depth === goal.mostDepth) {
      search.stopped = 'depth';
      return;
    }
    const end = store.size;
    for (let number = level; number < end && !search.over; number++) {
      search.expand(number);
      if (number % SLICE === 0) yield store.size - number;
    }
    search.settle();
    level = end;
    if (store.size > end) search.depth++;
  }
}
