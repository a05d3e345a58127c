import { type Behaviour, behaviourOf, type Operation, WAITS } from './behaviour.ts';
import type { CallHistory } from './call-history.ts';
import { Explained } from './explained.ts';
import { Placement } from './placement.ts';
import type { Call, SequentialObject } from './sequential-object.ts';
import { type Order, type Thread, Threads } from './threads.ts';

/** A call in its place in a sequential order, with the answer that it has there. */
export interface Placed extends Operation {
  readonly answer: unknown;
  /** Whether a crash cut it off. */
  readonly isCutOff: boolean;
  /** Its number among the calls of its client that were cut off, or among those that were not; from 0. */
  readonly index: number;
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
  readonly #explained: Explained;

  constructor(object: SequentialObject<Call, unknown>, order: Order) {
    this.#behaviour = behaviourOf(object);
    this.#threads = new Threads(this.#behaviour, order);
    this.#explained = new Explained(this.#behaviour);
  }

  isExplained(history: CallHistory): boolean {
    const threads = this.#threads.of(history);
    if (this.#explained.isExplained(threads)) return true;
    const search = new Search(threads, this.#behaviour, false);
    const isExplained = search.succeeds();
    if (isExplained) this.#explained.keep(threads, search.changing());
    return isExplained;
  }

  judgementOf(history: CallHistory): Judgement {
    const behaviour = this.#behaviour;
    const threads = this.#threads.of(history);
    const search = new Search(threads, behaviour, true);
    const isExplained = search.succeeds();
    const counts = threads.map(() => 0);
    const order = search.longest.map(({ thread, effect }) => {
      const { cutOff } = threads[thread]!;
      return {
        ...behaviour.operationOf(effect),
        answer: behaviour.answers.valueOf(behaviour.answerOf(effect)),
        isCutOff: cutOff !== undefined,
        index: cutOff ?? counts[thread]!++,
      };
    });
    return { isExplained, order };
  }
}

/** That the next step of a thread is placed, and has an effect. */
interface Move {
  readonly thread: number;
  readonly effect: number;
}

class Search {
  /** The longest beginning of an order so far, where it is kept; the whole of it once it is found. */
  longest: readonly Move[] = [];
  readonly #placement: Placement;
  readonly #behaviour: Behaviour;
  /** The situations from which not all can be explained. */
  readonly #hopeless = new Set<number>();
  readonly #keepsLongest: boolean;
  readonly #placed: Move[] = [];
  #mostExplained = -1;

  constructor(threads: readonly Thread[], behaviour: Behaviour, keepsLongest: boolean) {
    this.#placement = new Placement(threads, behaviour);
    this.#behaviour = behaviour;
    this.#keepsLongest = keepsLongest;
  }

  succeeds(): boolean {
    return this.#goOn(this.#behaviour.initial, 0);
  }

  /** The threads whose steps change the object, in the order that was found. */
  changing(): readonly number[] {
    let state = this.#behaviour.initial;
    const threads: number[] = [];
    for (const { thread, effect } of this.#placed) {
      const after = this.#behaviour.stateAfter(effect);
      if (after !== state) threads.push(thread);
      state = after;
    }
    return threads;
  }

  /** Whether an order that begins with what is placed explains all, when so many answers are explained by now. */
  #goOn(state: number, explained: number): boolean {
    if (this.#keepsLongest && explained > this.#mostExplained) {
      this.#mostExplained = explained;
      this.longest = [...this.#placed];
    }
    if (explained === this.#placement.toExplain) return true;
    if (this.#hopeless.size > 0 && this.#hopeless.has(this.#situation(state))) return false;
    if (this.#goesOn(state, explained)) return true;
    this.#hopeless.add(this.#situation(state));
    return false;
  }

  /** Tries first what leaves the object as it is, such as reads: that seldom has to be taken back. */
  #goesOn(state: number, explained: number): boolean {
    return this.#goesOnWith(true, state, explained) || this.#goesOnWith(false, state, explained);
  }

  #goesOnWith(leavesState: boolean, state: number, explained: number): boolean {
    for (let thread = 0; thread < this.#placement.threads.length; thread++) {
      const effect = this.#placement.effectNext(thread, state);
      if (effect === WAITS) continue;
      if ((this.#behaviour.stateAfter(effect) === state) !== leavesState) continue;
      if (this.#place(thread, effect, explained)) return true;
    }
    return false;
  }

  /** Whether all can be explained with the next step of a thread, which has this effect, in the next place. */
  #place(thread: number, effect: number, explained: number): boolean {
    const explainedNow = explained + this.#placement.place(thread);
    this.#placed.push({ thread, effect });
    if (this.#goOn(this.#behaviour.stateAfter(effect), explainedNow)) return true;
    this.#placement.takeBack(thread);
    this.#placed.pop();
    return false;
  }

  /** The number of a situation: how many steps of each thread have their place, and the object's state. */
  #situation(state: number): number {
    const { threads, counts } = this.#placement;
    let number = state;
    for (let thread = 0; thread < threads.length; thread++)
      number = number * (threads[thread]!.steps.length + 1) + counts[thread]!;
    if (number <= Number.MAX_SAFE_INTEGER) return number;
    throw new RangeError('a history has too many calls to be judged');
  }
}
