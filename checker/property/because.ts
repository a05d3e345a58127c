import { ModelError } from '../errors.ts';

/** Why a predicate does not hold, for the last line of a counterexample. */
export class Because {
  readonly reason: string;

  constructor(reason: string) {
    this.reason = reason;
  }
}

/** What a predicate answers: it holds, it does not, or it does not for a reason. */
export type Verdict = boolean | Because;

/** How many reasons predicates have given so far, and the last of them. */
let given = 0;
let last = '';

/** Says why a predicate fails: `a.term !== b.term || because(...)`. */
export function because(reason: string): Because {
  given++;
  last = reason;
  return new Because(reason);
}

/**
 * The same predicate, but one whose answer is true though it has given a reason is refused: in `every`, `some`, `&&` and `!` a reason is an
 * object like others, which counts as true, so that the property would hold where it was said not to.
 * @throws ModelError (when it is asked)
 */
export const heard =
  <Given extends readonly unknown[]>(holds: (...asked: Given) => Verdict) =>
  (...asked: Given): Verdict => {
    const before = given;
    const verdict = holds(...asked);
    if (verdict === true && given !== before)
      throw new ModelError(
        `the answer is true, though because(${JSON.stringify(last)}) was called. In every, some, && and ! it counts as true: return what because gives from the predicate itself (if (…) return because(…)), and leave it out where only true or false is asked.`,
      );
    return verdict;
  };
