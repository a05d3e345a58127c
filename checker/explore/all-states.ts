import { firstKept } from '../store/key-list.ts';
import { BLOCK_SIZE, Block } from './block.ts';
import type { Search } from './search.ts';

/** Visits all states that a search has counted, a block at a time, in no order that matters. */
export function forEachState(search: Search, visit: (block: Block) => void): void {
  const { order } = search.store;
  if (firstKept(order) > 0) {
    forEachForgotten(search, visit);
    return;
  }
  const block = new Block();
  for (let first = 0; first < search.states; first += block.count) {
    block.fill(order, first, search.states);
    visit(block);
  }
}

/** The same, where states that were expanded are known by their keys alone: then one thread has searched, and has all keys. */
function forEachForgotten({ store, share, states }: Search, visit: (block: Block) => void): void {
  const block = new Block();
  // Those found when enough were counted come last in the order.
  const uncounted = new Set<string>();
  for (let number = states; number < store.size; number++)
    uncounted.add(`${store.highOf(number)} ${store.lowOf(number)}`);
  const isCounted = (high: number, low: number) =>
    uncounted.size === 0 || !uncounted.has(`${high} ${low}`);
  const flush = () => {
    if (block.count > 0) visit(block);
    block.count = 0;
  };
  share.set.forEachBlock((keys, count) => {
    for (let at = 0; at < 2 * count; at += 2) {
      const high = keys[at]!;
      const low = keys[at + 1]!;
      if (!isCounted(high, low)) continue;
      block.keys[2 * block.count] = high;
      block.keys[2 * block.count + 1] = low;
      if (++block.count === BLOCK_SIZE) flush();
    }
  });
  flush();
}
