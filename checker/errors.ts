/** The user asked for something that does not exist or is out of range. Exit code 2. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** A model or a spec breaks a rule that exact checking stands on. Exit code 2. */
export class ModelError extends Error {
  override readonly name = 'ModelError';
}

/** A resource ran out; the search ends, what it covered is reported. Exit code 3. */
export class LimitReached extends Error {
  override readonly name = 'LimitReached';
}
