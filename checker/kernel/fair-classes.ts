import type { Fairness as FairClasses } from '../liveness/graph.ts';
import { classOf, type Fairness, termName } from '../property/fairness.ts';
import type { Compiled } from './compiled.ts';

/** The fairness classes of all transitions met so far, numbered, from what a property assumes. */
export function fairClasses(
  compiled: Compiled,
  fairness: readonly Fairness[],
  roleOf: (process: string) => string | undefined,
): FairClasses {
  const numbers = new Map<string, number>();
  const strong: boolean[] = [];
  const families: number[] = [];
  const numberOf = (key: string, isStrong: boolean, mentioned: number): number => {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, strong.length);
    families.push(mentioned);
    return strong.push(isStrong) - 1;
  };
  const classesOf: (readonly number[])[] = [];
  for (let label = 0; ; label++) {
    const transition = compiled.transitionOf(label);
    if (transition === undefined) return { classesOf, strong, families };
    const message = compiled.messageOf(label);
    classesOf.push(
      fairness.flatMap(({ strength, terms }) =>
        terms.flatMap((term) => {
          const found = classOf(term, transition, roleOf);
          if (found === undefined) return [];
          const isStrong = strength === 'strong';
          const name = `${strength} ${termName(term)} ${found.key}`;
          // Messages that are written alike may differ in what is below all numbers.
          return found.isOfMessage && message !== undefined
            ? [numberOf(`${name} ${message.id}`, isStrong, message.families)]
            : [numberOf(name, isStrong, 0)];
        }),
      ),
    );
  }
}
