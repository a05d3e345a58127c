/** The user asked for something that does not exist or is out of range. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A model or a spec breaks a rule that exact checking stands on. Exit code 2. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}

/** What is said of a function that is not pure; who runs it knows its name, and says that first. */
export class DifferentAnswers extends ModelError {
  constructor(input: string, one: string, another: string) {
    super(
      'gave different answers for the same input.\n' +
        `  input: ${input}\n  one answer: ${one}\n  another: ${another}\n` +
        'A model must be pure: look for Math.random, Date.now, a value changed in place, or the order of a set or map.',
    );
  }
}

/** A resource ran out; the search ends, what it covered is reported. Exit code 3. */
export class LimitReached extends Error {
  override readonly name = 'LimitReached';
}
