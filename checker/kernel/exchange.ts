import { UNTOLD } from './words.ts';

/**
 * What a function of the model has answered, as a thread tells it to the one that numbers everything. All in texts (see `Words`): what the
 * others know by number, it has numbers of its own for.
 */
export type Told =
  | {
      /** What was asked: the function, and all that it was given. */
      readonly asked: string;
      readonly answer: string;
    }
  | {
      /** The function; it was given a state, of which it read this, in this order. */
      readonly asked: string;
      readonly reads: readonly ReadText[];
      readonly answer: string;
    };

/** A fact that was read, its field or '' for the whole of it, and the whole fact as a text. */
export type ReadText = readonly [fact: number, field: string, text: string];

/** What a function of states has answered elsewhere, by what it reads first, and by what that was. */
export interface Branch {
  readonly fact: number;
  readonly field: string;
  readonly next: Map<string, Branch | Leaf>;
}

export interface Leaf {
  readonly answer: string;
}

/** Of so many answers that were heard one is looked into: the function is run all the same. */
const TRUSTED = 64;
/** As are the first so many of each function. */
const FIRST = 4;

/** What the thread that numbers everything was told, and has not asked for so far. */
export class Hearing {
  readonly #answers = new Map<string, string>();
  readonly #branches = new Map<string, Branch | Leaf>();
  /** How often answers of each function were taken. */
  readonly #taken = new Map<string, number>();

  note(all: readonly Told[]): void {
    for (const told of all)
      if ('reads' in told) this.#noteReads(told.asked, told.reads, told.answer);
      else this.#answers.set(told.asked, told.answer);
  }

  /** Whether there is nothing to ask for. */
  get isEmpty(): boolean {
    return this.#answers.size === 0 && this.#branches.size === 0;
  }

  /** The answer to what is asked, which is forgotten: it is asked for once. */
  take(asked: string): string | undefined {
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
  branchOf(asked: string): Branch | Leaf | undefined {
    return this.#branches.get(asked);
  }

  /** Whether an answer of a function is to be looked into. */
  isToBeTested(place: string): boolean {
    const taken = this.#taken.get(place) ?? 0;
    this.#taken.set(place, taken + 1);
    return taken < FIRST || taken % TRUSTED === 0;
  }

  #noteReads(asked: string, reads: readonly ReadText[], answer: string): void {
    let hang = (one: Branch | Leaf): Branch | Leaf => {
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
    hang({ answer });
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

  /** Says an answer, if there are texts of all that it is about. */
  say(told: Told): void {
    const texts = 'reads' in told ? told.reads.map(([, , text]) => text) : [];
    if (![told.asked, told.answer, ...texts].some(isUntold)) this.#told.push(told);
  }

  /** Finds out from now on what no other thread does. @param claims in memory that all threads share; its length is a power of two */
  begin(claims: Int32Array): void {
    this.#claims = claims;
  }

  /** Does something without claims, and tells nothing of what is found out by it. */
  apart(work: () => void): void {
    const claims = this.#claims;
    this.#claims = undefined;
    work();
    this.#told = [];
    this.#claims = claims;
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
