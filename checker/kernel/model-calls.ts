import { DifferentAnswers, ModelError } from '../errors.ts';

/** What a call of a model's function is, for the report of a fault in it. */
export interface Call<Answer> {
  /** Such as `raft: handler "vote" of role server`. */
  readonly place: string;
  /** Runs the function, the second time on equal inputs that were made another way. */
  readonly run: (again: boolean) => Answer;
  /** Equal for equal answers, and for no others. */
  readonly keyOf: (answer: Answer) => string;
  /** An answer in words; its key, unless said. */
  readonly textOf?: (answer: Answer) => string;
  /** The input in words. */
  readonly input: () => string;
  /** Whether it is a function of the checker's own, that sees to the purity of what it runs of a spec itself. */
  readonly checksItself?: boolean | undefined;
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
  call<Answer>(call: Call<Answer>): Answer {
    this.runs += call.checksItself ? 1 : 2;
    return guarded(call, call.checksItself ? ranOnce : ranTwice);
  }
}

const ranOnce = <Answer>({ run }: Call<Answer>): Answer => run(false);

function ranTwice<Answer>({ run, keyOf, textOf = keyOf, input }: Call<Answer>): Answer {
  const answer = run(false);
  const again = run(true);
  if (keyOf(answer) === keyOf(again)) return answer;
  throw new DifferentAnswers(input(), textOf(answer), textOf(again));
}

/** Runs a function of a model while time and chance are forbidden; what it throws is a fault of that function. */
function guarded<Answer>(call: Call<Answer>, run: (call: Call<Answer>) => Answer): Answer {
  const outer = running;
  const { random } = Math;
  const { now } = performance;
  const { Date: clock } = globalThis;
  running = call.place;
  Math.random = noChance;
  performance.now = noTime;
  globalThis.Date = NoClock;
  try {
    return run(call);
  } catch (error) {
    throw blamed(call.place, call.input, error);
  } finally {
    running = outer;
    Math.random = random;
    performance.now = now;
    globalThis.Date = clock;
  }
}

/** What a model's function has thrown, as a fault of that function. */
function blamed(place: string, input: () => string, error: unknown): ModelError {
  if (error instanceof DifferentAnswers) return new ModelError(`${place} ${error.message}`);
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
