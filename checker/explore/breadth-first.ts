import { type Search, SLICE } from './search.ts';

/**
 * Breadth-first, so the first violation found has a shortest trace. The order in which the store
 * numbers states is the queue.
 */
export function* breadthFirst(search: Search): Generator<number, void, void> {
  const { store, system, goal } = search;
  const state = new Int32Array(system.width);
  search.start(() => {});
  let levelEnd = store.size;
  for (let number = 0; number < store.size && !search.over; number++) {
    if (number === levelEnd) {
      levelEnd = store.size;
      search.depth++;
    }
    if (search.depth === goal.mostDepth) {
      search.stopped = 'depth';
      return;
    }
    store.read(number, state);
    search.expand(state, number, () => {});
    if (number % SLICE === 0) yield store.size - number;
  }
}
