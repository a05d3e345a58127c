import type { Answer, Expectation } from '../report/outcome.ts';
import { expectationOf } from '../report/outcome.ts';

/** What the exit code of a command says. */
export const EXIT = {
  ok: 0,
  /** A property is violated, an expected violation was not found, or a trace does not replay. */
  violated: 1,
  /** Bad usage, bad parameters, or a faulty model. */
  usage: 2,
  /** A limit was reached first. */
  inconclusive: 3,
  /** An error in the checker itself. */
  bug: 70,
  interrupted: 130,
} as const;

export type ExitCode = (typeof EXIT)[keyof typeof EXIT];

const CODES: Record<Expectation, ExitCode> = {
  'as it should': EXIT.ok,
  'as expected': EXIT.violated,
  violated: EXIT.violated,
  'another violated': EXIT.violated,
  'not violated': EXIT.violated,
  undecided: EXIT.inconclusive,
};

/** The exit code of a single check. A violation that a variant is expected to show is still a violation. */
export const exitCodeOf = (answer: Answer): ExitCode =>
  answer.result.stopped === 'interrupted' ? EXIT.interrupted : CODES[expectationOf(answer)];
