import { ModelError } from '../errors.ts';
import type { Demanded } from '../explore/transition-system.ts';
import type { Subject } from '../model/subject.ts';
import { isLiveness, type Predicate, type Property } from '../property/property.ts';
import { Alike, type RenamedStates } from './alike.ts';
import type { ModelCalls } from './model-calls.ts';
import { Question } from './question.ts';
import { holds, placesOf, type Sight } from './sight.ts';

/** Asks a predicate of the processes at some places. */
type Asking = (places: readonly number[], vectors: Int32Array, at: number) => boolean;

/**
 * What the liveness properties of a spec demand: of each process, each pair or the state as a whole, on its own.
 * Their predicates are remembered by what they read, like all others.
 */
export const demandsOf = (
  model: string,
  properties: readonly Property<Subject>[],
  sight: Sight,
  calls: ModelCalls,
  renamed: readonly RenamedStates[],
): readonly Demanded[] =>
  properties.flatMap(({ kind, name, predicate, trigger }, property): readonly Demanded[] => {
    if (!isLiveness(kind)) return [];
    const place = `${model}: property "${name}"`;
    const ask = (one: Predicate): Asking => {
      const places = placesOf(one, sight);
      const question = new Question(sight.facts, places[0] ?? [], (reading) => {
        const answer = calls.call(
          { place, keyOf: String },
          (again) => holds(one, sight, reading, again) === true,
          () => 'a state',
        );
        return answer ? 1 : 0;
      });
      const isWhole = one.over === 'state';
      const alike = renamed.map(
        (states) =>
          new Alike(states, {
            place,
            answer: (image, _, note) =>
              places
                .map((at) => {
                  const answer = question.ask(at, image, 0) === 1;
                  question.noteReads(at, image, 0, note);
                  return String(answer);
                })
                .join(', '),
          }),
      );
      return (at, vectors, start) => {
        for (const test of alike) test.ask(undefined, vectors, start);
        return question.ask(isWhole ? [] : at, vectors, start) === 1;
      };
    };
    const met = ask(predicate);
    const raised = trigger === undefined ? () => true : ask(trigger);
    return subjectsOf(place, predicate, trigger ?? predicate, sight).map((places) => ({
      property,
      isMet: (vectors, at) => met(places, vectors, at),
      isRaised: (vectors, at) => raised(places, vectors, at),
    }));
  });

/** The processes or pairs that a property is about: those of whichever of its predicates speaks of any. */
function subjectsOf(
  place: string,
  goal: Predicate,
  trigger: Predicate,
  sight: Sight,
): readonly (readonly number[])[] {
  const quantified = [goal, trigger].filter(({ over }) => over !== 'state');
  const [one, other] = quantified;
  if (one === undefined) return [[]];
  if (other !== undefined && (other.over !== one.over || roleOf(one) !== roleOf(other)))
    throw new ModelError(
      `${place} leads from ${told(trigger)} to ${told(goal)}; both must speak of the same processes.`,
    );
  return placesOf(one, sight);
}

const roleOf = (predicate: Predicate): string | undefined =>
  'role' in predicate ? predicate.role : undefined;

const told = (predicate: Predicate): string =>
  `${predicate.over === 'pair' ? 'each two' : 'each'} ${roleOf(predicate)}`;
