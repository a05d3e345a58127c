import type { Search } from './search.ts';

/** How many steps are taken between two looks at the clock. */
const SLICE = 2048;

/** Steps of one walk, unless a smaller depth is given. */
const LONGEST_WALK = 1000;

/**
 * A small generator of pseudo-random numbers (Mulberry32, Ettinger): gives whole numbers below a limit, the
 * same ones for the same seed.
 */
export function randomNumbers(seed: number): (limit: number) => number {
  let state = seed | 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

/** Random walks from the initial states, the same ones for the same seed. They never know that they are done. */
export const randomWalk = (seed: number) =>
  function* walks(search: Search): Generator<void, void, void> {
    const below = randomNumbers(seed);
    search.start();
    const starts = search.store.size;
    let steps = 0;
    let lookAt = SLICE;
    while (!search.over) {
      const taken = walk(search, below(starts), below);
      steps += taken;
      // A system that cannot move would be walked for ever, not one step at a time.
      if (taken === 0) break;
      if (steps < lookAt) continue;
      lookAt = steps + SLICE;
      yield;
    }
    if (!search.enough) search.stopped ??= 'random walks never end';
  };

/** Goes on from an initial state until nothing can happen or the walk is long enough; gives its length. */
function walk(search: Search, start: number, below: (limit: number) => number): number {
  const { system, goal } = search;
  const path = [...search.pathTo(start)];
  const longest = Math.min(goal.mostDepth, LONGEST_WALK);
  for (let state = path[0]; state !== undefined && path.length <= longest && !search.over; ) {
    const length = path.length;
    const soFar = () => path.slice(0, length);
    const successors = search.successorsOf(state);
    search.countCuts(system.cuts);
    if (!system.alive) search.askDeadlock(state, soFar);
    const chosen = successors[below(successors.length)];
    if (chosen === undefined) break;
    const next = chosen.state;
    search.countTransition(chosen.label);
    search.askStep(state, chosen, soFar);
    path.push(next);
    search.visit(next, () => path.slice(0, length + 1));
    search.depth = Math.max(search.depth, path.length - 1);
    state = next;
  }
  return path.length - 1;
}
