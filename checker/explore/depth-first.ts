import { Chunks } from '../store/chunks.ts';
import { type Search, SLICE } from './search.ts';

/** Depth-first: goes on from the state found last. Finds deep violations early, with long traces. */
export function* depthFirst(search: Search): Generator<number, void, void> {
  const { store, system, goal } = search;
  const state = new Int32Array(system.width);
  const depths = new Chunks();
  const stack: number[] = [];
  let depth = 0;
  let cut = false;
  const add = (number: number) => {
    stack.push(number);
    depths.push(depth);
  };
  search.start(add);
  for (let turn = 0; !search.over; turn++) {
    const number = stack.pop();
    if (number === undefined) break;
    depth = depths.get(number);
    search.depth = Math.max(search.depth, depth);
    if (depth >= goal.mostDepth) {
      cut = true;
      continue;
    }
    store.read(number, state);
    depth++;
    search.expand(state, number, add);
    if (turn % SLICE === 0) yield stack.length;
  }
  if (cut && !search.over) search.stopped = 'depth';
}
