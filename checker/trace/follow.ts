import type { Configuration } from '../spec/configuration.ts';
import { brokenBound, withinBounds } from './live.ts';
import type { LiveState, Outcome } from './live-state.ts';
import type { Transition } from './trace.ts';

/** A run through live states: one initial state and the outcome taken at each step. */
export interface Run {
  readonly start: LiveState;
  readonly outcomes: readonly Outcome[];
}

/** Where no run goes on: the step, what there was to choose from, and why none of it could be taken. */
export interface DeadEnd {
  /** The number of the step, from 1. */
  readonly number: number;
  /** Every outcome of the transition, in each state that the steps before can lead to. */
  readonly choices: readonly { readonly before: LiveState; readonly outcome: Outcome }[];
  /** Why the transition cannot be taken, where there is no outcome. */
  readonly obstacle: string;
}

export type Followed = { readonly run: Run } | { readonly deadEnd: DeadEnd };

/** Whether an outcome is the one that a step tells of. */
type Fits = (step: number, before: LiveState, outcome: Outcome) => boolean;

/**
 * The first run that takes given transitions with fitting outcomes. Where several outcomes fit a step
 * (two ways to the same state), all of them are kept until later steps decide.
 */
export function follow(
  configuration: Configuration,
  starts: readonly LiveState[],
  transitions: readonly Transition[],
  fits: Fits,
): Followed {
  let runs: readonly Run[] = starts.map((start) => ({ start, outcomes: [] }));
  for (const [index, transition] of transitions.entries()) {
    const tried = runs.map((run) => ({ run, ...attempt(configuration, run, transition) }));
    const next = tried.flatMap(({ run, outcomes }) =>
      outcomes
        .filter((outcome) => fits(index, endOf(run), outcome))
        .map((outcome) => ({ start: run.start, outcomes: [...run.outcomes, outcome] })),
    );
    if (next.length === 0) {
      const choices = tried.flatMap(({ run, outcomes }) =>
        outcomes.map((outcome) => ({ before: endOf(run), outcome })),
      );
      return { deadEnd: { number: index + 1, choices, obstacle: tried[0]?.obstacle ?? '' } };
    }
    runs = firstOfEach(next);
  }
  const [run] = runs;
  if (run === undefined) throw new RangeError('a run starts in at least one state');
  return { run };
}

export const endOf = ({ start, outcomes }: Run): LiveState => outcomes.at(-1)?.state ?? start;

/** The outcomes of a transition that are within the bounds, or why there are none. */
function attempt(
  configuration: Configuration,
  run: Run,
  transition: Transition,
): { readonly outcomes: readonly Outcome[]; readonly obstacle: string } {
  const outcomes = endOf(run).take(transition, run.outcomes.length + 1);
  if (typeof outcomes === 'string') return { outcomes: [], obstacle: outcomes };
  const within = outcomes.filter(({ state }) => withinBounds(configuration, state));
  const broken = outcomes.map(({ state }) => brokenBound(configuration, state)).find(Boolean);
  return {
    outcomes: within,
    obstacle:
      broken === undefined ? '' : `it leads beyond the bound ${broken.name}=${broken.limit}`,
  };
}

/** One run for each state that they end in, so that their number does not grow with their length. */
function firstOfEach(runs: readonly Run[]): readonly Run[] {
  const byKey = new Map<string, Run>();
  for (const run of runs) {
    const { key } = endOf(run);
    if (!byKey.has(key)) byKey.set(key, run);
  }
  return [...byKey.values()];
}
