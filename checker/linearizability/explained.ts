import type { Behaviour } from './behaviour.ts';
import { Retracing } from './retracing.ts';
import type { Thread } from './threads.ts';

/** Beyond so many orders no more are kept. */
const MOST_KEPT = 1 << 20;

/**
 * Orders that have explained histories. A history with one answer more is mostly explained by the same order, and to follow it
 * takes a tenth of the time that a search takes; where that fails, it is searched.
 */
export class Explained {
  readonly #behaviour: Behaviour;
  /** By the number of what all clients were answered, the threads whose steps change the object, in order. */
  readonly #orders = new Map<number, readonly number[]>();

  constructor(behaviour: Behaviour) {
    this.#behaviour = behaviour;
  }

  /** Whether a history was found to be explained by an order that is known. If not, it may be explained by another. */
  isExplained(threads: readonly Thread[]): boolean {
    const outcome = numberOf(threads);
    if (outcome < 0) return false;
    if (this.#isExplainedAs(outcome, threads, outcome)) return true;
    const base = baseFor(threads.length);
    let weight = 1;
    for (let thread = threads.length - 1; thread >= 0; thread--) {
      const { outcome: now, outcomeBefore } = threads[thread]!;
      const before = outcome - weight * (now - outcomeBefore);
      if (before !== outcome && this.#isExplainedAs(before, threads, outcome)) return true;
      weight *= base;
    }
    return false;
  }

  /** Keeps an order that explains a history. */
  keep(threads: readonly Thread[], changing: readonly number[]): void {
    const outcome = numberOf(threads);
    if (outcome >= 0) this.#keep(outcome, changing);
  }

  #isExplainedAs(known: number, threads: readonly Thread[], outcome: number): boolean {
    const order = this.#orders.get(known);
    const changing = order && new Retracing(threads, this.#behaviour).along(order);
    if (changing === undefined) return false;
    if (known !== outcome) this.#keep(outcome, changing);
    return true;
  }

  #keep(outcome: number, changing: readonly number[]): void {
    if (this.#orders.size < MOST_KEPT || this.#orders.has(outcome))
      this.#orders.set(outcome, changing);
  }
}

/** What all clients were answered, as one number; -1 where calls were cut off, or it is too large. */
function numberOf(threads: readonly Thread[]): number {
  const base = baseFor(threads.length);
  let number = 0;
  for (const { outcome, cutOff } of threads) {
    if (cutOff !== undefined || outcome >= base) return -1;
    number = number * base + outcome;
  }
  return number;
}

/** How many outcomes of each client can be told apart in one exact number. */
const baseFor = (clients: number): number => Math.floor(2 ** (53 / clients));
