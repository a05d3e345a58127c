import { fairCycle } from './cycle.ts';
import type { Demand } from './demand.ts';
import { fairComponents } from './fair-components.ts';
import { type Fairness, type Graph, isCut, isStop } from './graph.ts';
import { type Region, regionOf } from './region.ts';

/** A run that goes on for ever: on from a state that can be reached, then round a cycle; without one it stops. */
export interface Lasso {
  readonly source: number;
  /** Transitions, by their places in the graph. */
  readonly stem: readonly number[];
  readonly cycle: readonly number[];
}

export type Decision =
  | { readonly verdict: 'holds' }
  | { readonly verdict: 'violated'; readonly lasso: Lasso }
  /**
   * No run of the graph violates it, but one gets, with the demand open, or with nothing that raises it anywhere, to a
   * state of which a transition was cut.
   */
  | { readonly verdict: 'undecided'; readonly isEverRaised: boolean };

/**
 * Decides whether every fair run of a graph meets a demand. Sound and complete: a violation is a fair lasso, or a
 * state in which a fair run may stop for ever, and if there is one it is found.
 */
export function decide(graph: Graph, fairness: Fairness, demand: Demand): Decision {
  const region = regionOf(graph, demand);
  const isUnmet = (state: number) => !demand.isMet(state);
  const fair = fairComponents(graph, fairness, region.states, isUnmet);
  for (const state of region.states) {
    if (isUnmet(state) && isStop(graph, fairness, state)) return violated(region, state, []);
    const component = fair[state]!;
    if (component === 0) continue;
    const isInside = (other: number) => fair[other] === component;
    return violated(region, state, fairCycle(graph, fairness, state, isInside, isUnmet));
  }
  return region.open.some((state) => isCut(graph, state))
    ? { verdict: 'undecided', isEverRaised: demand.isEverRaised }
    : { verdict: 'holds' };
}

const violated = (region: Region, state: number, cycle: readonly number[]): Decision => ({
  verdict: 'violated',
  lasso: { ...region.wayTo(state), cycle },
});
