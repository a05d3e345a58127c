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
  const numberOf = (key: string, isStrong: boolean): number => {
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, strong.length);
    return strong.push(isStrong) - 1;
  };
  const classesOf: (readonly number[])[] = [];
  for (let label = 0; ; label++) {
    const transition = compiled.transitionOf(label);
    if (transition === undefined) return { classesOf, strong };
    classesOf.push(
      fairness.flatMap(({ strength, terms }) =>
        terms.flatMap((term) => {
          const found = classOf(term, transition, roleOf);
          return found === undefined
            ? []
            : [numberOf(`${strength} ${termName(term)} ${found.key}`, strength === 'strong')];
        }),
      ),
    );
  }
}
