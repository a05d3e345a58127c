import type { CheckResult, SearchOptions } from './explore/result.ts';
import type { Configuration } from './spec/configuration.ts';

/** Answers one question: compiles the model, searches its states, and says what holds. */
export function check(configuration: Configuration, options: SearchOptions): Promise<CheckResult> {
  throw new Error(`to be written: ${configuration.spec} ${options.strategy}`);
}
