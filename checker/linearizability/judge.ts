import type { ProcessId } from '../model/process-id.ts';
import { isSame, keyOf } from './same.ts';
import type { Call, SequentialObject } from './sequential-object.ts';
import type { Step, Thread } from './threads.ts';

/** A call in its place in a sequential order, with the answer that it has there. */
export interface Placed {
  readonly client: ProcessId;
  readonly call: unknown;
  readonly answer: unknown;
}

/** What the judge found: an order that explains every answer, or as much of one as there is. */
export interface Judgement {
  readonly isExplained: boolean;
  /** The calls in an order that explains their answers; if not all can be, a longest such beginning. */
  readonly order: readonly Placed[];
}

/**
 * Looks for an order of the calls in which the object, called by one client at a time, gives the same answers. The
 * search of Wing and Gong ("Testing and Verifying Concurrent Objects", 1993) with the memory of Lowe ("Testing
 * for Linearizability", 2017): how many steps of each thread are placed, and the state of the object,
 * say all that matters, so no such situation is looked at twice.
 */
export function judge(
  threads: readonly Thread[],
  object: SequentialObject<Call, unknown>,
): Judgement {
  const search = new Search(threads, object);
  return { isExplained: search.goOn(object.initial, 0), order: search.longest };
}

class Search {
  /** The longest beginning of an order so far; the whole of it once it is found. */
  longest: readonly Placed[] = [];
  readonly #threads: readonly Thread[];
  readonly #object: SequentialObject<Call, unknown>;
  readonly #situations: Situations;
  readonly #toExplain: number;
  readonly #counts: number[];
  readonly #placed: Placed[] = [];
  #mostExplained = -1;

  constructor(threads: readonly Thread[], object: SequentialObject<Call, unknown>) {
    this.#threads = threads;
    this.#object = object;
    this.#situations = new Situations(threads);
    this.#counts = threads.map(() => 0);
    this.#toExplain = threads.reduce((sum, { steps }) => sum + answeredIn(steps), 0);
  }

  /** Whether an order that begins with what is placed explains all, when so many answers are explained by now. */
  goOn(state: unknown, explained: number): boolean {
    if (explained > this.#mostExplained) {
      this.#mostExplained = explained;
      this.longest = [...this.#placed];
    }
    if (explained === this.#toExplain) return true;
    if (!this.#situations.add(this.#counts, state)) return false;
    for (let thread = 0; thread < this.#threads.length; thread++)
      if (this.#place(thread, state, explained)) return true;
    return false;
  }

  /** Whether all can be explained with the next step of a thread in the next place. */
  #place(thread: number, state: unknown, explained: number): boolean {
    const { client, steps } = this.#threads[thread]!;
    const step = steps[this.#counts[thread]!];
    if (step === undefined || !mayComeNext(step, this.#counts)) return false;
    // A history has only calls that are declared for its object.
    const effect = this.#object.apply(state, step.call as Call, client);
    if (effect === undefined || (step.isAnswered && !isSame(effect[1], step.answer))) return false;
    this.#counts[thread]!++;
    this.#placed.push({ client, call: step.call, answer: effect[1] });
    if (this.goOn(effect[0], explained + (step.isAnswered ? 1 : 0))) return true;
    this.#counts[thread]!--;
    this.#placed.pop();
    return false;
  }
}

const answeredIn = (steps: readonly Step[]): number =>
  steps.reduce((sum, { isAnswered }) => sum + (isAnswered ? 1 : 0), 0);

function mayComeNext({ after }: Step, counts: readonly number[]): boolean {
  for (let thread = 0; thread < after.length; thread++)
    if (counts[thread]! < after[thread]!) return false;
  return true;
}

/** The situations of a search: how many steps of each thread have their place, and the object's state. */
class Situations {
  readonly #seen = new Set<number>();
  readonly #texts = new Map<string, number>();
  readonly #others = new Map<string, number>();
  /** How many values the count of each thread can take. */
  readonly #sizes: readonly number[];

  constructor(threads: readonly Thread[]) {
    this.#sizes = threads.map(({ steps }) => steps.length + 1);
  }

  /** Adds a situation; false if it was there already. */
  add(counts: readonly number[], state: unknown): boolean {
    let number = this.#idOf(state);
    for (let thread = 0; thread < counts.length; thread++)
      number = number * this.#sizes[thread]! + counts[thread]!;
    if (number > Number.MAX_SAFE_INTEGER)
      throw new RangeError('a history has too many calls to be judged');
    if (this.#seen.has(number)) return false;
    this.#seen.add(number);
    return true;
  }

  /** Texts, which are their own keys, are kept apart from keys. */
  #idOf(state: unknown): number {
    return typeof state === 'string'
      ? this.#idIn(this.#texts, state, 0)
      : this.#idIn(this.#others, keyOf(state), 1);
  }

  #idIn(ids: Map<string, number>, key: string, parity: 0 | 1): number {
    let id = ids.get(key);
    if (id === undefined) {
      id = 2 * ids.size + parity;
      ids.set(key, id);
    }
    return id;
  }
}
