import type { Demand } from './demand.ts';
import type { Graph } from './graph.ts';

/** Where the runs of a graph are that may violate a demand. */
export interface Region {
  /** The states in which a run that violates it may be for ever, the nearest first. */
  readonly states: Int32Array;
  /** The states in which the demand is still open. */
  readonly open: Int32Array;
  /** How a run gets to one of the states: a state that can be reached, and the transitions on from there. */
  wayTo(state: number): { readonly source: number; readonly stem: readonly number[] };
}

/**
 * Where a demand is open. `eventually`: where a run is that has not met it since its start. `leads-to`: where one is
 * that has not met it since it was raised; if nothing raises it, wherever a run may still get to what does. The others are
 * open everywhere: no finite part of a run meets them for good.
 */
export function regionOf(graph: Graph, demand: Demand): Region {
  const { operator, isMet, isRaised, isEverRaised } = demand;
  const all = Int32Array.from({ length: graph.size }, (_, state) => state);
  const isUnmet = (state: number) => !isMet(state);
  switch (operator) {
    case 'eventually':
      return reached(graph, graph.roots.filter(isUnmet), isUnmet);
    case 'leads-to':
      if (!isEverRaised) return { states: NONE, open: all, wayTo: atOnce };
      return reached(
        graph,
        all.filter((state) => isUnmet(state) && isRaised(state)),
        isUnmet,
      );
    case 'always-eventually':
      return { states: all.filter(isUnmet), open: all, wayTo: atOnce };
    case 'eventually-always':
      return { states: all, open: all, wayTo: atOnce };
  }
}

const NONE = new Int32Array(0);

const atOnce: Region['wayTo'] = (state) => ({ source: state, stem: [] });

/** The states that can be reached from some sources through states of a kind, breadth-first. */
function reached(graph: Graph, sources: Int32Array, isInside: (state: number) => boolean): Region {
  const { size, starts, targets } = graph;
  /** For each state: the transition that it was reached by and the state that this leads from, -1 for a source. */
  const by = new Int32Array(size).fill(-1);
  const from = new Int32Array(size).fill(-1);
  const seen = new Uint8Array(size);
  const queue = new Int32Array(size);
  let end = 0;
  for (const source of sources) {
    if (seen[source] === 1) continue;
    seen[source] = 1;
    queue[end++] = source;
  }
  for (let head = 0; head < end; head++) {
    const state = queue[head]!;
    for (let edge = starts[state]!; edge < starts[state + 1]!; edge++) {
      const target = targets[edge]!;
      if (target < 0 || seen[target] === 1 || !isInside(target)) continue;
      seen[target] = 1;
      by[target] = edge;
      from[target] = state;
      queue[end++] = target;
    }
  }
  const states = queue.slice(0, end);
  return { states, open: states, wayTo: (state) => wayBack(state, by, from) };
}

function wayBack(state: number, by: Int32Array, from: Int32Array): ReturnType<Region['wayTo']> {
  const stem: number[] = [];
  let source = state;
  for (; from[source]! >= 0; source = from[source]!) stem.push(by[source]!);
  return { source, stem: stem.reverse() };
}
