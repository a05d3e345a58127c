import { classOf, type Fairness, type FairTerm, rolesOf, termName } from '../property/fairness.ts';
import type { Configuration } from '../spec/configuration.ts';
import { endOf, type Run } from './follow.ts';
import type { LiveState } from './live-state.ts';
import type { Transition } from './trace.ts';

/** What a run that goes on for ever does with one thing that is assumed to be fair. */
export interface Respect {
  /** In words: what is assumed, of what it is taken, of what it is not enabled all the time. */
  readonly text: string;
  /** Whether the run keeps to it. */
  readonly isKept: boolean;
}

/** One fairness class along the states for ever. */
interface ClassSeen {
  readonly who: string;
  readonly isTaken: boolean;
  /** Whether it is of a message that is in flight only for a while. */
  readonly isPassing: boolean;
  /** In how many of the states it is enabled. */
  readonly enabled: number;
}

/**
 * What a run does with each fairness assumption in the states in which it is for ever, by asking the model's own
 * functions what is enabled in each of them. Shares nothing with the search.
 *
 * @param risen the families whose numbers are all higher each time the run comes round. A message with such a number
 * is in flight only for a while: then what happens to it is not enabled any more, for ever.
 */
export function respectOf(
  configuration: Configuration,
  fairness: readonly Fairness[],
  run: Run,
  loop: number,
  risen: ReadonlySet<string> = new Set(),
): readonly Respect[] {
  const roleOf = rolesOf(configuration.model);
  const states = statesForEver(run, loop);
  const enabled = states.map(changesOf);
  const before = (step: number) => run.outcomes[step - 1]?.state ?? run.start;
  const taken = run.outcomes.flatMap(({ transition, state }, step) =>
    step >= loop && state.identity() !== before(step).identity() ? [transition] : [],
  );
  return fairness.flatMap(({ strength, terms }) =>
    terms.map((term) => {
      const keysIn = (transitions: readonly Transition[]) => classesIn(term, transitions, roleOf);
      const takenKeys = keysIn(taken);
      const enabledKeys = enabled.map(keysIn);
      const passing = new Set(
        states.flatMap((state, at) =>
          (enabled[at] ?? []).flatMap((transition) => {
            const found = classOf(term, transition, roleOf);
            const passes = [...state.mentionedBy(transition)].some((family) => risen.has(family));
            return found?.isOfMessage && passes ? [found.key] : [];
          }),
        ),
      );
      const names = new Map(enabledKeys.flatMap((classes) => [...classes]));
      const classes = [...names].map(([key, who]) => ({
        who,
        isTaken: takenKeys.has(key),
        isPassing: passing.has(key),
        enabled: enabledKeys.filter((keys) => keys.has(key)).length,
      }));
      return respect(strength, term, classes, states.length);
    }),
  );
}

/** The states in which a run is again and again. */
export function statesForEver(run: Run, loop: number): readonly LiveState[] {
  const states = [run.start, ...run.outcomes.map(({ state }) => state)];
  return loop === states.length - 1 ? [endOf(run)] : states.slice(loop, -1);
}

/** The transitions that would change a state, also those beyond a bound. */
function changesOf(state: LiveState): readonly Transition[] {
  const here = state.identity();
  return state.candidates().filter((transition) => {
    const outcomes = state.take(transition, 0);
    return typeof outcomes !== 'string' && outcomes.some((one) => one.state.identity() !== here);
  });
}

/** The fairness classes of some transitions, with their names. */
const classesIn = (
  term: FairTerm,
  transitions: readonly Transition[],
  roleOf: (process: string) => string | undefined,
): ReadonlyMap<string, string> =>
  new Map(
    transitions.flatMap((transition) => {
      const found = classOf(term, transition, roleOf);
      return found === undefined ? [] : [[found.key, found.who] as const];
    }),
  );

function respect(
  strength: Fairness['strength'],
  term: FairTerm,
  classes: readonly ClassSeen[],
  states: number,
): Respect {
  const left = classes.filter(({ isTaken }) => !isTaken);
  const isBroken = ({ isPassing, enabled }: ClassSeen) =>
    !isPassing && (strength === 'strong' || enabled === states);
  const parts = [
    ...named(
      'taken',
      classes.filter(({ isTaken }) => isTaken),
    ),
    ...named(
      'not enabled all the time',
      left.filter((one) => !isBroken(one)),
    ),
    ...named('enabled and NEVER TAKEN', left.filter(isBroken)),
  ];
  return {
    text: `${strength} fairness of ${termName(term)}: ${parts.length === 0 ? 'not enabled' : parts.join('; ')}`,
    isKept: !left.some(isBroken),
  };
}

/** More names than this are only counted. */
const MOST_NAMES = 3;

function named(what: string, classes: readonly ClassSeen[]): readonly string[] {
  if (classes.length === 0) return [];
  const names = classes.map(({ who }) => who).filter((who) => who !== '');
  const more = names.length - MOST_NAMES;
  const list = [...names.slice(0, MOST_NAMES), ...(more > 0 ? [`${more} more`] : [])].join(', ');
  return [list === '' ? what : `${what} (${list})`];
}
