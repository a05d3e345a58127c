import { type Behaviour, WAITS } from './behaviour.ts';
import { Placement } from './placement.ts';
import type { Thread } from './threads.ts';

/**
 * Tries to explain a history as another one was. What changes the object comes in the order of then as far as it can, and
 * then whatever else fits; what leaves it as it is takes effect as soon as it can.
 */
export class Retracing {
  readonly #placement: Placement;
  #state: number;
  #left: number;

  constructor(threads: readonly Thread[], behaviour: Behaviour) {
    this.#placement = new Placement(threads, behaviour);
    this.#state = behaviour.initial;
    this.#left = this.#placement.toExplain;
  }

  /**
   * The threads whose steps change the object, in an order that explains all answers; undefined if none was found, which
   * does not say that there is none.
   */
  along(known: readonly number[]): readonly number[] | undefined {
    const changing: number[] = [];
    for (let next = 0; this.#placeLasting() > 0; ) {
      const isKnown = next < known.length;
      const thread = isKnown ? known[next]! : this.#firstThatFits();
      next++;
      if (thread < 0) return undefined;
      if (this.#change(thread)) changing.push(thread);
    }
    return changing;
  }

  /** Places what leaves the object as it is; tells how many answers are left to explain. */
  #placeLasting(): number {
    const { threads, behaviour } = this.#placement;
    for (let thread = 0; thread < threads.length; thread++) {
      const effect = this.#placement.effectNext(thread, this.#state);
      if (effect === WAITS || behaviour.stateAfter(effect) !== this.#state) continue;
      this.#left -= this.#placement.place(thread);
      // Others, and its own next step, may have waited for it.
      thread = -1;
    }
    return this.#left;
  }

  /** The first thread whose next step is answered as it was; -1 if there is none. */
  #firstThatFits(): number {
    const { threads, counts } = this.#placement;
    for (let thread = 0; thread < threads.length; thread++)
      if (
        threads[thread]!.steps[counts[thread]!]?.answer !== undefined &&
        this.#placement.effectNext(thread, this.#state) !== WAITS
      )
        return thread;
    return -1;
  }

  /** Places the next step of a thread, if it can be the next of all. */
  #change(thread: number): boolean {
    const effect = this.#placement.effectNext(thread, this.#state);
    if (effect === WAITS) return false;
    this.#left -= this.#placement.place(thread);
    this.#state = this.#placement.behaviour.stateAfter(effect);
    return true;
  }
}
