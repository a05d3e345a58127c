import { LinearMemory } from '../assembly/linear-memory.ts';
import { Block, DEFERRED } from '../explore/block.ts';
import {
  countOf,
  isDeferred,
  ownerOf,
  type Portions,
  saySettled,
  setFate,
  startOf,
  stopOf,
} from '../explore/portions.ts';
import type { Source } from '../explore/share.ts';
import { OUTGROWN, type TransitionSystem } from '../explore/transition-system.ts';
import type { KeyList } from '../store/key-list.ts';
import { newRows, settleRows, takeBack } from '../store/rows.ts';
import { type Candidates, Sieve } from '../store/sieve.ts';

/**
 * What the main thread expands of a round because it holds something new, and it alone gives numbers. It follows the others, portion by
 * portion, so that what is found out is found out in the order of the states.
 */
export class Late implements Source {
  readonly rows = newRows();
  /** The states, in their order, and where the rows of each end. */
  readonly states: number[] = [];
  readonly ends: number[] = [];
  readonly #system: TransitionSystem;
  /** Apart from those of the shares: what they have seen may have come of later states. */
  readonly #sieve: Sieve;
  readonly #block = new Block();
  #portion = 0;

  constructor(system: TransitionSystem) {
    this.#system = system;
    const memory = new LinearMemory(system.memory);
    settleRows(this.rows, memory);
    this.#sieve = new Sieve(memory);
  }

  /** Begins a round. */
  begin(): void {
    this.#portion = 0;
    this.states.length = 0;
    this.ends.length = 0;
    takeBack(this.rows, 0, 0);
    this.#system.cuts.fill(0);
  }

  /**
   * Expands what was put aside in the next portions, as far as they are done. It yields now and then.
   * @param isGivenUp whether the round is not to be finished
   * @param listen is called before a portion
   * @returns false if keys must be laid out anew
   */
  *follow(
    round: Portions,
    order: KeyList,
    isGivenUp: () => boolean,
    listen: () => void,
  ): Generator<void, boolean, void> {
    for (; this.#portion < countOf(round) && !isGivenUp(); this.#portion++) {
      if (ownerOf(round, this.#portion) < 0) return true;
      listen();
      if (!(yield* this.#expand(round, this.#portion, order, isGivenUp))) return false;
      saySettled(round, this.#portion + 1);
    }
    return true;
  }

  /** Sifts its rows, when all are there. */
  sift(): void {
    // Of the rounds before it remembers nothing: keys may be laid out otherwise since.
    this.#sieve.forget();
    this.#sieve.restart();
    this.#sieve.sift(this.rows, 0, this.rows.count);
  }

  get candidates(): Candidates {
    return this.#sieve.candidates;
  }

  *#expand(
    round: Portions,
    portion: number,
    order: KeyList,
    isGivenUp: () => boolean,
  ): Generator<void, boolean, void> {
    const states: number[] = [];
    for (let state = startOf(round, portion); state < stopOf(round, portion); state++)
      if (isDeferred(round, state)) states.push(state);
    const block = this.#block;
    for (let from = 0; from < states.length && !isGivenUp(); from += block.count) {
      block.pick(order, states, from);
      if (this.#system.expandAll(block, this.rows) === OUTGROWN) return false;
      for (let index = 0; index < block.count; index++) {
        const state = states[from + index]!;
        const fate = block.fates[index]!;
        if (fate === DEFERRED) throw new Error('the main thread has a model to ask');
        this.states.push(state);
        this.ends.push(block.ends[index]!);
        setFate(round, state, fate);
      }
      yield;
    }
    return true;
  }
}
