import { type Search, SLICE } from './search.ts';

/** Steps of one walk, unless a depth is given. */
const LONGEST_WALK = 1000;

/** A small generator of pseudo-random numbers (Mulberry32, Ettinger): whole numbers below `limit`. */
export function randomNumbers(seed: number): (limit: number) => number {
  let state = seed | 0;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

/** Random walks from the initial states, the same ones for the same seed. It never knows that it is done. */
export const randomWalk = (seed: number) =>
  function* walks(search: Search): Generator<number, void, void> {
    const { system, store, goal } = search;
    const below = randomNumbers(seed);
    const longest = Math.min(goal.mostDepth, LONGEST_WALK);
    const { width } = system;
    search.start(() => {});
    const starts = store.size;
    for (let turn = 0; !search.over; ) {
      const path = [search.pathTo(below(starts))[0]!];
      for (let step = 0; step < longest && !search.over; step++) {
        const state = path[step]!;
        const out = system.expand(state);
        if (!out.alive) search.askDeadlock(state, () => [...path]);
        if (out.count === 0) break;
        const choice = below(out.count);
        search.countTransition(out.labels[choice]!);
        search.askStep(state, out, choice, () => [...path]);
        const next = out.vectors.slice(choice * width, (choice + 1) * width);
        path.push(next);
        search.depth = Math.max(search.depth, step + 1);
        if (store.add(next, 0, -1) && store.size > goal.mostStates) search.stopped = 'states';
        else search.askState(state, next, () => [...path]);
        if (++turn % SLICE === 0) yield 0;
      }
      if (path.length === 1) break;
    }
    search.stopped ??= search.enough ? undefined : 'random walks never end';
  };
