import { Chunks } from '../store/chunks.ts';
import type { Search } from './search.ts';

/** The states found and not yet expanded, the last one first, and how deep each state was found. */
export class Stack {
  /** The depth of the states that are found next. */
  depth = 0;
  readonly #numbers: number[] = [];
  readonly #depths = new Chunks();

  get size(): number {
    return this.#numbers.length;
  }

  /** Adds the states that are numbered below `end` and were never added. */
  pushUpTo(end: number): void {
    while (this.#depths.length < end) {
      this.#numbers.push(this.#depths.length);
      this.#depths.push(this.depth);
    }
  }

  pop(): number | undefined {
    return this.#numbers.pop();
  }

  depthOf(number: number): number {
    return this.#depths.get(number);
  }
}

/** How many states are expanded between two looks at the clock. */
const SLICE = 512;

/** Depth-first: goes on from the state found last. Finds deep violations early, with long traces. */
export const depthFirst = (stack: Stack) =>
  function* dive(search: Search): Generator<void, void, void> {
    const { goal, store } = search;
    let cut = false;
    search.start();
    for (let turn = 0; !search.over; turn++) {
      stack.pushUpTo(store.size);
      const number = stack.pop();
      if (number === undefined) break;
      const depth = stack.depthOf(number);
      search.depth = Math.max(search.depth, depth);
      if (depth >= goal.mostDepth) {
        cut = true;
        continue;
      }
      stack.depth = depth + 1;
      search.expand(number, number + 1);
      yield* search.askFound();
      search.frontier = stack.size;
      if (turn % SLICE === 0) yield;
    }
    if (cut && !search.over) search.stopped = 'depth';
  };
