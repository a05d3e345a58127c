import type { ProcessId } from '../model/process-id.ts';
import { type Behaviour, behaviourOf, WAITS } from './behaviour.ts';
import type { CallHistory } from './call-history.ts';
import type { Call, SequentialObject } from './sequential-object.ts';
import { type Order, type Step, type Thread, Threads } from './threads.ts';

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
export class Judge {
  readonly #behaviour: Behaviour;
  readonly #threads: Threads;

  constructor(object: SequentialObject<Call, unknown>, order: Order) {
    this.#behaviour = behaviourOf(object);
    this.#threads = new Threads(this.#behaviour, order);
  }

  isExplained(history: CallHistory): boolean {
    return new Search(this.#threads.of(history), this.#behaviour).succeeds();
  }

  judgementOf(history: CallHistory): Judgement {
    const behaviour = this.#behaviour;
    const search = new Search(this.#threads.of(history), behaviour);
    return {
      isExplained: search.succeeds(),
      order: search.longest.map(({ operation, effect }) => ({
        ...behaviour.operation(operation),
        answer: behaviour.answers.valueOf(behaviour.answerOf(effect)),
      })),
    };
  }
}

class Search {
  /** The longest beginning of an order so far; the whole of it once it is found. */
  longest: readonly { readonly operation: number; readonly effect: number }[] = [];
  readonly #threads: readonly Thread[];
  readonly #behaviour: Behaviour;
  readonly #situations: Situations;
  readonly #toExplain: number;
  readonly #counts: number[];
  readonly #placed: { readonly operation: number; readonly effect: number }[] = [];
  #mostExplained = -1;

  constructor(threads: readonly Thread[], behaviour: Behaviour) {
    this.#threads = threads;
    this.#behaviour = behaviour;
    this.#situations = new Situations(threads);
    this.#counts = threads.map(() => 0);
    this.#toExplain = threads.reduce((sum, steps) => sum + answeredIn(steps), 0);
  }

  succeeds(): boolean {
    return this.#goOn(this.#behaviour.initial, 0);
  }

  /** Whether an order that begins with what is placed explains all, when so many answers are explained by now. */
  #goOn(state: number, explained: number): boolean {
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
  #place(thread: number, state: number, explained: number): boolean {
    const step = this.#threads[thread]![this.#counts[thread]!];
    if (step === undefined || !mayComeNext(step, this.#counts)) return false;
    const { operation, answer } = step;
    const behaviour = this.#behaviour;
    const effect = behaviour.effectOf(state, operation);
    if (effect === WAITS) return false;
    if (answer !== undefined && answer !== behaviour.answerOf(effect)) return false;
    this.#counts[thread]!++;
    this.#placed.push({ operation, effect });
    if (this.#goOn(behaviour.stateAfter(effect), explained + (answer === undefined ? 0 : 1)))
      return true;
    this.#counts[thread]!--;
    this.#placed.pop();
    return false;
  }
}

const answeredIn = (steps: Thread): number =>
  steps.reduce((sum, { answer }) => sum + (answer === undefined ? 0 : 1), 0);

function mayComeNext({ after }: Step, counts: readonly number[]): boolean {
  for (let thread = 0; thread < after.length; thread++)
    if (counts[thread]! < after[thread]!) return false;
  return true;
}

/** The situations of a search: how many steps of each thread have their place, and the object's state. */
class Situations {
  readonly #seen = new Set<number>();
  readonly #threads: readonly Thread[];

  constructor(threads: readonly Thread[]) {
    this.#threads = threads;
  }

  /** Adds a situation; false if it was there already. */
  add(counts: readonly number[], state: number): boolean {
    let number = state;
    for (let thread = 0; thread < counts.length; thread++)
      number = number * (this.#threads[thread]!.length + 1) + counts[thread]!;
    if (number > Number.MAX_SAFE_INTEGER)
      throw new RangeError('a history has too many calls to be judged');
    if (this.#seen.has(number)) return false;
    this.#seen.add(number);
    return true;
  }
}
