import { ModelError } from '../errors.ts';

/** What a call of a model's function is, for the report of a fault in it. */
export interface Call<Answer> {
  /** Such as `raft: handler "vote" of role server`. */
  readonly place: string;
  /** Runs the function, the second time on equal inputs that were made another way. */
  readonly run: (again: boolean) => Answer;
  /** Equal for equal answers. */
  readonly keyOf: (answer: Answer) => string;
  /** The input in words. */
  readonly input: () => string;
}

/** Runs the functions of a model, and sees to it that they are pure. */
export class ModelCalls {
  /** How often a function of the model was run, second runs included. */
  runs = 0;

  /**
   * The answer of a function, which is run twice.
   * @throws ModelError naming the function, if it throws, changes its input, asks for the time or for
   * chance, or answers differently the second time.
   */
  call<Answer>({ place, run, keyOf, input }: Call<Answer>): Answer {
    this.runs += 2;
    const answer = guarded(place, input, () => run(false));
    const again = guarded(place, input, () => run(true));
    const key = keyOf(answer);
    const keyAgain = keyOf(again);
    if (key === keyAgain) return answer;
    throw new ModelError(
      `${place} gave different answers for the same input.\n` +
        `  input: ${input()}\n  one answer: ${key}\n  another: ${keyAgain}\n` +
        'A model must be pure: look for Math.random, Date.now, a value changed in place, or the order of a set or map.',
    );
  }
}

function guarded<Answer>(place: string, input: () => string, run: () => Answer): Answer {
  const outer = running;
  const { random } = Math;
  const { now } = performance;
  const { Date: clock } = globalThis;
  running = place;
  Math.random = noChance;
  performance.now = noTime;
  globalThis.Date = NoClock;
  try {
    return run();
  } catch (error) {
    throw blamed(place, input, error);
  } finally {
    running = outer;
    Math.random = random;
    performance.now = now;
    globalThis.Date = clock;
  }
}

/** What a model's function has thrown, as a fault of that function. */
function blamed(place: string, input: () => string, error: unknown): ModelError {
  if (error instanceof ModelError)
    return error.message.startsWith(place) ? error : new ModelError(`${place}: ${error.message}`);
  const said = error instanceof Error ? error.message : String(error);
  const isChange =
    /read only|only a getter|not extensible|immutable record|Cannot assign|Cannot delete|Cannot define/;
  return isChange.test(said)
    ? new ModelError(`${place} changes its input in place (${said}). Return a new value instead.`)
    : new ModelError(`${place} failed: ${said}\n  input: ${input()}`);
}

/** The function that is being run; the usual sources of time and chance throw in its name. */
let running = '';

const refuse = (what: string): never => {
  throw new ModelError(
    `${running} uses ${what}. A model must be pure: the same input must always give the same answer.`,
  );
};
const noChance = (): never => refuse('Math.random');
const noTime = (): never => refuse('performance.now');
const NoClock: DateConstructor = new Proxy(Date, {
  apply: () => refuse('Date'),
  construct: (target, given) =>
    given.length === 0 ? refuse('new Date') : Reflect.construct(target, given),
  get: (target, name) => (name === 'now' ? refuse('Date.now') : Reflect.get(target, name)),
});
