import type { Configuration } from '../../checker/spec/configuration.ts';
import { endOf, type Run } from '../../checker/trace/follow.ts';
import { startsOf, withinBounds } from '../../checker/trace/live.ts';
import type { Outcome } from '../../checker/trace/live-state.ts';
import type { Path, Transition } from '../../checker/trace/trace.ts';

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

/** The run along given transitions, each with its first outcome unless another one is chosen. */
export function along(
  configuration: Configuration,
  transitions: readonly Transition[],
  choices: readonly number[] = [],
): Run {
  let run = walk(configuration, []);
  for (const [index, transition] of transitions.entries()) {
    const outcomes = endOf(run).take(transition, index + 1);
    if (typeof outcomes === 'string') throw new RangeError(outcomes);
    const outcome = outcomes[choices[index] ?? 0];
    if (outcome === undefined) throw new RangeError('there are not so many outcomes');
    run = { start: run.start, outcomes: [...run.outcomes, outcome] };
  }
  return run;
}

/** A run as an explorer gives it. */
export const pathOf = ({ start, outcomes }: Run): Path => ({
  initial: start.form,
  steps: outcomes.map(({ transition, state }) => ({ transition, state: state.form })),
});
