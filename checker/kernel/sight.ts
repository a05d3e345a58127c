import type { ProcessId } from '../model/process-id.ts';
import type { Predicate, Verdict } from '../property/property.ts';
import type { FactWords } from './fact-words.ts';
import { type Reader, Renumbered, type StateFacts } from './facts.ts';
import type { Reading } from './question.ts';

/** How predicates see a state, whatever kind of model it is of. */
export interface Sight {
  readonly facts: StateFacts;
  /** The facts as texts. */
  readonly words: FactWords;
  view(reader: Reader, again: boolean): unknown;
  world(reader: Reader, again: boolean): unknown;
  /** The facts that are the local states of a role's processes. */
  processes(role: string): readonly number[];
  /** The process whose local state is this fact. */
  id(fact: number): ProcessId;
  /** The local state at a fact. */
  local(reader: Reader, fact: number, again: boolean): unknown;
}

/** Each process, each ordered pair of processes, or the one whole state that a predicate is over. */
export function placesOf(predicate: Predicate, sight: Sight): readonly (readonly number[])[] {
  if (!('role' in predicate)) return [[]];
  const places = sight.processes(predicate.role);
  if (predicate.over !== 'pair') return places.map((place) => [place]);
  return places.flatMap((first) =>
    places.filter((second) => second !== first).map((second) => [first, second]),
  );
}

/** Asks a predicate through what it reads. */
export function holds(
  predicate: Predicate,
  sight: Sight,
  reading: Reading,
  again: boolean,
): Verdict {
  const { local, whole } = reading;
  switch (predicate.over) {
    case 'state':
      return predicate.holds(sight.view(whole, again), sight.world(whole, again));
    case 'states':
      return predicate.holds(
        // The facts of a state and of the one after it are numbered together: even and odd.
        sight.view(new Renumbered(whole, 0, 2), again),
        sight.view(new Renumbered(whole, 1, 2), again),
      );
    case 'each':
      return predicate.holds(sight.local(local, 0, again), {
        get self() {
          return sight.id(reading.who(0));
        },
        world: sight.world(whole, again),
      });
    case 'pair':
      return predicate.holds(sight.local(local, 0, again), sight.local(local, 1, again), {
        get first() {
          return sight.id(reading.who(0));
        },
        get second() {
          return sight.id(reading.who(1));
        },
        world: sight.world(whole, again),
      });
    case 'step':
      throw new TypeError(
        "a predicate over one process's step is asked where the step is prepared",
      );
    case 'refinement':
      throw new TypeError('a refinement is a question of its own');
  }
}
