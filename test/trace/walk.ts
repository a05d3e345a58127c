import type { Configuration } from '../../checker/spec/configuration.ts';
import { endOf, type Run } from '../../checker/trace/follow.ts';
import { startsOf, withinBounds } from '../../checker/trace/live.ts';
import type { Outcome } from '../../checker/trace/live-state.ts';

/** A run of at most so many steps, each drawn by a number of a given sequence. */
export function walk(configuration: Configuration, draws: readonly number[]): Run {
  const [start] = startsOf(configuration);
  if (start === undefined) throw new RangeError('there is no initial state');
  let run: Run = { start, outcomes: [] };
  for (const draw of draws) {
    const outcomes = possible(configuration, run);
    const outcome = outcomes[draw % outcomes.length];
    if (outcome === undefined) return run;
    run = { start, outcomes: [...run.outcomes, outcome] };
  }
  return run;
}

function possible(configuration: Configuration, run: Run): readonly Outcome[] {
  const state = endOf(run);
  return state.candidates().flatMap((transition) => {
    const outcomes = state.take(transition, run.outcomes.length + 1);
    return typeof outcomes === 'string'
      ? []
      : outcomes.filter((outcome) => withinBounds(configuration, outcome.state));
  });
}
