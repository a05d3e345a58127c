import { DifferentAnswers, ModelError } from '../errors.ts';
import { failedElsewhere, type Hearing, otherElsewhere, Telling } from './exchange.ts';

/** A function of a model: what it is called in the report of a fault in it, and how its answers are compared. */
export interface Called<Answer> {
  /** Such as `raft: handler "vote" of role server`. */
  readonly place: string;
  /** Equal for equal answers, and for no others. */
  readonly keyOf: (answer: Answer) => string;
  /** An answer in words; its key, unless said. */
  readonly textOf?: (answer: Answer) => string;
  /** Whether it is a function of the checker's own, that sees to the purity of what it runs of a spec itself. */
  readonly checksItself?: boolean | undefined;
}

/** The clock, which models are kept from: functions of a model may be run by others. */
const timeNow = performance.now.bind(performance);

/** How answers are written for the thread that numbers everything, and read there: see `exchange.ts`. */
export interface AsText<Answer> {
  write(answer: Answer): string;
  /** @returns the answer, or nothing if it cannot be understood */
  read(text: string): readonly [Answer] | undefined;
}

/** Runs a function of a model, the second time on equal inputs that were made another way. */
type Run<Answer> = (again: boolean) => Answer;

/**
 * Runs the functions of a model, and sees to it that they are pure.
 *
 * Hot while a search begins: functions that are made anew for each call are arguments. One that is a field of an object, or has a
 * name, is given that name when it is made (by tsx, for the traces of errors), which took a sixth of the time in which a search learns.
 */
export class ModelCalls {
  /** How often a function of the model was run, second runs included, also those in other threads whose answers were of use. */
  runs = 0;
  /** How many of them were in other threads. */
  runsElsewhere = 0;
  /** How many milliseconds they took in this thread. */
  milliseconds = 0;
  readonly exchange: Hearing | Telling | undefined;

  /** @param exchange where several threads have the model: with whom this one exchanges answers */
  constructor(exchange?: Hearing | Telling) {
    this.exchange = exchange;
  }

  /**
   * The answer of a function, which is run twice.
   * @param input gives the input in words
   * @throws ModelError naming the function, if it throws, changes its input, asks for the time or for
   * chance, or answers differently the second time.
   */
  call<Answer>(called: Called<Answer>, run: Run<Answer>, input: () => string): Answer {
    this.runs += called.checksItself ? 1 : 2;
    return this.#timed(called, run, input);
  }

  /**
   * The same, but that it may have been answered in another thread.
   * @param asked gives all that the answer depends on, in texts
   */
  callOnce<Answer>(
    called: Called<Answer>,
    run: Run<Answer>,
    input: () => string,
    told: AsText<Answer>,
    asked: () => string,
  ): Answer {
    const { exchange } = this;
    if (exchange === undefined) return this.call(called, run, input);
    const what = () => `${called.place}\n${asked()}`;
    if (exchange instanceof Telling)
      return exchange.told(
        () => this.call(called, run, input),
        (answered) => ({ asked: what(), ...answered }),
        (answer) => told.write(answer),
      );
    const heard = exchange.isEmpty ? undefined : exchange.take(what());
    const understood = heard?.failed === undefined && heard ? told.read(heard.answer) : undefined;
    if (understood === undefined) {
      const answer = this.call(called, run, input);
      if (heard?.failed === undefined) return answer;
      throw new ModelError(`${called.place} ${failedElsewhere(heard.failed)}`);
    }
    const [answer] = understood;
    this.countElsewhere(called.checksItself ? 1 : 2);
    if (exchange.isToBeTested(called.place)) this.#test(called, answer, run, input);
    return answer;
  }

  /** Takes note that an answer took so many runs in another thread. */
  countElsewhere(runs: number): void {
    this.runs += runs;
    this.runsElsewhere += runs;
  }

  /**
   * Tests an answer that was found in another thread.
   * @throws ModelError if it is another one here
   */
  #test<Answer>(
    called: Called<Answer>,
    answer: Answer,
    run: Run<Answer>,
    input: () => string,
  ): void {
    const here = this.#timed(called, run, input);
    const { place, keyOf, textOf = keyOf } = called;
    if (keyOf(here) !== keyOf(answer))
      throw new ModelError(`${place} ${otherElsewhere(textOf(answer))}`);
  }

  #timed<Answer>(called: Called<Answer>, run: Run<Answer>, input: () => string): Answer {
    const started = timeNow();
    try {
      return guarded(called, run, input);
    } finally {
      this.milliseconds += timeNow() - started;
    }
  }
}

function answerOf<Answer>(called: Called<Answer>, run: Run<Answer>, input: () => string): Answer {
  if (called.checksItself) return run(false);
  const { keyOf, textOf = keyOf } = called;
  const answer = run(false);
  const again = run(true);
  if (keyOf(answer) === keyOf(again)) return answer;
  throw new DifferentAnswers(input(), textOf(answer), textOf(again));
}

/** Runs a function of a model while time and chance are forbidden; what it throws is a fault of that function. */
function guarded<Answer>(called: Called<Answer>, run: Run<Answer>, input: () => string): Answer {
  const outer = running;
  const { random } = Math;
  const { now } = performance;
  const { Date: clock } = globalThis;
  running = called.place;
  Math.random = noChance;
  performance.now = noTime;
  globalThis.Date = NoClock;
  try {
    return answerOf(called, run, input);
  } catch (error) {
    throw blamed(called.place, input, error);
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
