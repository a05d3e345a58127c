import { UNTOLD } from './words.ts';

/**
 * What a function of the model has answered, as a thread tells it to the one that numbers everything. All in texts (see `Words`): what the
 * others know by number, it has numbers of its own for.
 */
export type Told = Answered & {
  /** The function; and all that it was given, if not a state of which it read something. */
  readonly asked: string;
  /** What it read of the state, in this order. */
  readonly reads?: readonly ReadText[];
};

/** An answer as a text, and what was thrown instead of one. */
export interface Answered {
  readonly answer: string;
  readonly failed?: string;
}

/** A fact that was read, its field or '' for the whole of it, and the whole fact as a text. */
export type ReadText = readonly [fact: number, field: string, text: string];

/** What a function of states has answered elsewhere, by what it reads first, and by what that was. */
export interface Branch {
  readonly fact: number;
  readonly field: string;
  readonly next: Map<string, Branch | Answered>;
}

/** What is wrong with a function that has failed in another thread, and not here. */
export const failedElsewhere = (said: string): string =>
  `failed in another thread, and not in this one, for the same input: ${said}\nA model must be pure: look for Math.random, Date.now, or what is changed in place.`;

/** What is wrong with one that has answered otherwise in another thread. */
export const otherElsewhere = (answer: string): string =>
  `gave different answers for the same input, in this thread and in another one, where it was: ${answer}\nA model must be pure: look for Math.random, Date.now, a value changed in place, or the order of a set or map.`;

/** Of so many answers that were heard one is looked into: the function is run all the same. */
const TRUSTED = 64;
/** As are the first so many of each function. */
const FIRST = 4;

/** What the thread that numbers everything was told, and has not asked for so far. */
export class Hearing {
  readonly #answers = new Map<string, Answered>();
  readonly #branches = new Map<string, Branch | Answered>();
  /** How often answers of each function were taken. */
  readonly #taken = new Map<string, number>();

  note(all: readonly Told[]): void {
    for (const { asked, reads, ...answered } of all)
      if (reads === undefined) this.#answers.set(asked, answered);
      else this.#noteReads(asked, reads, answered);
  }

  /** Whether there is nothing to ask for. */
  get isEmpty(): boolean {
    return this.#answers.size === 0 && this.#branches.size === 0;
  }

  /** The answer to what is asked, which is forgotten: it is asked for once. */
  take(asked: string): Answered | undefined {
    const answer = this.#answers.get(asked);
    this.#answers.delete(asked);
    return answer;
  }

  /** Forgets what was not asked for. */
  clear(): void {
    this.#answers.clear();
    this.#branches.clear();
  }

  /** What a function of states has answered elsewhere. */
  branchOf(asked: string): Branch | Answered | undefined {
    return this.#branches.get(asked);
  }

  /** Whether an answer of a function is to be looked into. */
  isToBeTested(place: string): boolean {
    const taken = this.#taken.get(place) ?? 0;
    this.#taken.set(place, taken + 1);
    return taken < FIRST || taken % TRUSTED === 0;
  }

  #noteReads(asked: string, reads: readonly ReadText[], answered: Answered): void {
    let hang = (one: Branch | Answered): Branch | Answered => {
      const known = this.#branches.get(asked) ?? one;
      this.#branches.set(asked, known);
      return known;
    };
    for (const [fact, field, text] of reads) {
      const branch = hang({ fact, field, next: new Map() });
      // A pure function reads the same next where it has read the same so far; one that does not is not believed.
      if ('answer' in branch || branch.fact !== fact || branch.field !== field) return;
      const { next } = branch;
      hang = (one) => {
        const known = next.get(text) ?? one;
        next.set(text, known);
        return known;
      };
    }
    hang(answered);
  }
}

/** What a thread has to tell, and which answers it is to find out, of which each is some thread's. */
export class Telling {
  #told: Told[] = [];
  #claims: Int32Array | undefined;

  /** What there is to tell since it was last asked for. */
  takeAll(): readonly Told[] {
    const told = this.#told;
    this.#told = [];
    return told;
  }

  /**
   * Runs a function, and tells what it answers, or throws, if there are texts of all that it is about.
   * @param about what is told of the function, with the answer
   */
  told<Answer>(
    run: () => Answer,
    about: (answered: Answered) => Told,
    write: (answer: Answer) => string,
  ): Answer {
    const answer = this.#run(run, about);
    this.#say(about({ answer: write(answer) }));
    return answer;
  }

  #run<Answer>(run: () => Answer, about: (answered: Answered) => Told): Answer {
    try {
      return run();
    } catch (error) {
      const failed = error instanceof Error ? error.message : String(error);
      // How deep calls may go depends on the thread.
      if (!failed.includes('call stack')) this.#say(about({ answer: '', failed }));
      throw error;
    }
  }

  #say(told: Told): void {
    const { asked, reads = [], answer } = told;
    const texts = [asked, answer, ...reads.map(([, , text]) => text)];
    if (!texts.some(isUntold)) this.#told.push(told);
  }

  /** Finds out from now on what no other thread does. @param claims in memory that all threads share; its length is a power of two */
  begin(claims: Int32Array): void {
    this.#claims = claims;
  }

  /** Does something without claims, and tells nothing of what is found out by it. */
  apart(work: () => void): void {
    const claims = this.#claims;
    this.#claims = undefined;
    try {
      work();
    } finally {
      this.#told = [];
      this.#claims = claims;
    }
  }

  /**
   * Claims what is to be found out for this thread; false if it was claimed before. Claims that have one hash, of which there are few, are
   * taken for one: what the second is for is found out where it is needed.
   */
  claims(what: string): boolean {
    const claims = this.#claims;
    if (claims === undefined) return true;
    const hash = hashOf(what);
    return Atomics.exchange(claims, (hash >>> 7) & (claims.length - 1), hash) !== hash;
  }
}

/** Whether something in a text could not be told; or is written like that, which is seldom. */
const isUntold = (text: string): boolean => text.includes(UNTOLD) || text.includes('\\u0000');

/** Never 0, which is nobody's. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return hash ^ (hash >>> 15) || 1;
}
