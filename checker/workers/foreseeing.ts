import { isDeferred, type Portions, startOf, stopOf } from '../explore/portions.ts';
import type { Search } from '../explore/search.ts';
import type { Compiled } from '../kernel/compiled.ts';
import type { Hearing } from '../kernel/exchange.ts';
import { Foresight, type Meeting, type News, Newspaper } from '../kernel/foresight.ts';
import { recordTypesMet } from '../model/record-fields.ts';
import { makersMet } from '../model/record-makers.ts';
import type { Configuration } from '../spec/configuration.ts';
import { keyHigh, keyLow } from '../store/key-list.ts';
import type { Known, OrderTo } from './orders.ts';
import type { Threads } from './threads.ts';

/** What is searched, how it is reduced, and what was heard of it. */
export interface Searched {
  readonly configuration: Configuration;
  readonly symmetric: boolean;
  readonly shifting: boolean;
  readonly hearing: Hearing;
}

/**
 * The main thread's part where all threads have the model: it tells the others what it numbers, and hears what they have found out. It looks
 * ahead itself, too, at the states that it expands: else all that is new in these would be left to it at last, while the others have nothing to do.
 */
export class Foreseeing {
  readonly #search: Search;
  readonly #hearing: Hearing;
  readonly #asked: Omit<Searched, 'hearing'>;
  readonly #newspaper: Newspaper;
  #foresight: Foresight | undefined;
  /** By which states types of records were met that the others were not told of; how many types and states that were when it was last looked at. */
  #meetings: Meeting[] = [];
  #types = 0;
  #expanded = 0;

  constructor(search: Search, compiled: Compiled, { hearing, ...asked }: Searched) {
    this.#search = search;
    this.#hearing = hearing;
    this.#asked = asked;
    this.#newspaper = new Newspaper(compiled.words);
  }

  /** Takes note of how far the search has come. @param expanded how many states are expanded */
  follow(expanded: number): void {
    const types = recordTypesMet();
    if (types > this.#types) this.#meetings.push({ from: this.#expanded, to: expanded });
    this.#types = types;
    this.#expanded = expanded;
  }

  /** What has the others make the model. */
  order(): OrderTo<'foresee'> {
    const { configuration, symmetric, shifting } = this.#asked;
    const { spec, variant, parameters } = configuration;
    return {
      kind: 'foresee',
      question: { spec, variant, parameters, symmetric, shifting },
      news: this.news(),
    };
  }

  /** Begins to look ahead. */
  begin({ model, layout }: Known, { news }: OrderTo<'foresee'>, claims: Int32Array): void {
    const { configuration, symmetric, shifting } = this.#asked;
    const foresight = new Foresight(configuration, symmetric, shifting);
    foresight.learn(model, layout);
    foresight.read(news);
    foresight.begin(claims);
    this.#foresight = foresight;
  }

  learn({ model, layout }: Known): void {
    this.#foresight?.learn(model, layout);
  }

  /** What came to be numbered, for the others; the main thread takes note of it itself. */
  news(): News {
    const news = this.#newspaper.news();
    this.#foresight?.read(news);
    return news;
  }

  /** Which types of records are known, and by which states they were met, if there are new ones. */
  met(): Pick<OrderTo<'generate'>, 'makers' | 'meetings'> {
    const meetings = this.#meetings;
    this.#meetings = [];
    return { meetings, makers: meetings.length === 0 ? [] : makersMet() };
  }

  /** Finds out what is missing for those states of a portion that are put aside. */
  *expand(round: Portions, portion: number): Generator<void, void, void> {
    const states: number[] = [];
    for (let state = startOf(round, portion); state < stopOf(round, portion); state++)
      if (isDeferred(round, state)) states.push(state);
    yield* this.#lookAt(states, (foresight, ...key) => foresight.expand(...key));
  }

  /** Finds out what is missing to say what some states decide. */
  *ask(states: readonly number[]): Generator<void, void, void> {
    yield* this.#lookAt(states, (foresight, ...key) => foresight.ask(...key));
  }

  *#lookAt(
    states: readonly number[],
    look: (foresight: Foresight, high: number, low: number) => void,
  ): Generator<void, void, void> {
    const { order } = this.#search.store;
    const foresight = this.#foresight;
    if (foresight === undefined) return;
    for (const state of states) {
      if (this.#search.isGivenUp) return;
      look(foresight, keyHigh(order, state), keyLow(order, state));
      yield;
    }
    this.#hearing.note(foresight.told());
  }

  /** Hears what the others have found out. */
  listen(threads: Threads): void {
    this.#hearing.note(threads.tidings());
  }

  /** Ends a round: what was not asked for will not be. */
  endRound(): void {
    this.#hearing.clear();
  }
}
