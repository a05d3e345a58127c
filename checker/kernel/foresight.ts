import { makersMet } from '../model/record-makers.ts';
import type { Configuration } from '../spec/configuration.ts';
import { Encoder, type Layout } from '../store/encoder.ts';
import { type KeyList, keyHigh, keyLow } from '../store/key-list.ts';
import { readIn, type Theirs } from './ahead.ts';
import { compile } from './compile.ts';
import type { Compiled } from './compiled.ts';
import { decide, UNDECIDED } from './decision-tree.ts';
import { Telling, type Told } from './exchange.ts';
import type { StateFacts } from './facts.ts';
import { slotFacts } from './plain-tables.ts';
import { ProtocolIds } from './protocol-ids.ts';
import { FactsFrom } from './question.ts';
import type { SharedModel } from './reader.ts';
import type { Words } from './words.ts';

/** What came to be numbered since: for each list of words the texts, one behind the other. */
export type News = readonly (readonly string[])[];

/** States, by expanding which a type of records was met. A value of a type that was never met cannot be made of a text. */
export interface Meeting {
  readonly from: number;
  readonly to: number;
}

/** A thread looks at no more of them than this. */
const MOST_MET = 128;

/** Follows what is numbered, for other threads. */
export class Newspaper {
  readonly #words: readonly Words[];
  readonly #told: number[];

  constructor(words: readonly Words[]) {
    this.#words = words;
    this.#told = words.map(() => 0);
  }

  /** What is new since it was last asked for. */
  news(): News {
    return this.#words.map((words, index) => {
      const texts: string[] = [];
      for (let id = this.#told[index]!; id < words.size; id++) texts.push(words.textOf(id));
      this.#told[index] = words.size;
      return texts;
    });
  }
}

/**
 * A model of a thread's own, by which it finds out what the main thread is about to ask: this numbers for itself, and tells answers in
 * texts. So the functions of a model are run by all threads; and all numbers are given by one thread, in the order in which it would
 * have given them alone. What is not found out here, for whatever reason, the main thread finds out itself.
 */
export class Foresight {
  readonly #own: Compiled;
  readonly #telling = new Telling();
  readonly #texts: string[][];
  readonly #state: Int32Array;
  #theirs: Theirs | undefined;
  #facts: StateFacts | undefined;
  #seen: readonly FactsFrom[] = [];
  #layout: Encoder | undefined;

  /**
   * @param symmetric whether states are reduced by symmetry: then what is run in other names is run as well
   * @param shifting the same of numbers that rise
   */
  constructor(configuration: Configuration, symmetric: boolean, shifting: boolean) {
    this.#own = compile(configuration, symmetric, shifting, this.#telling);
    this.#texts = this.#own.words.map(() => []);
    this.#state = new Int32Array(this.#own.system.width);
  }

  /** Takes note of what the main thread knows, and how its keys are laid out. */
  learn(model: SharedModel, layout: Layout): void {
    this.#theirs = { model, texts: this.#texts };
    this.#layout = new Encoder(layout, false);
    this.#facts =
      model.kind === 'protocol' ? new ProtocolIds(model.tables) : slotFacts(layout.width);
    const facts = this.#facts;
    this.#seen = model.inquiries.map(({ places }) => new FactsFrom(facts, places));
  }

  read(news: News): void {
    for (const [index, texts] of news.entries()) {
      const known = this.#texts[index];
      for (const text of texts) known?.push(text);
    }
  }

  /** Shares out from now on what is to be found out. @param claims see `Telling` */
  begin(claims: Int32Array): void {
    const { system, words } = this.#own;
    this.#telling.apart(() => system.initial());
    // By telling what there is at first, it meets the types of that.
    for (const one of words) for (let id = 0; id < one.size; id++) one.textOf(id);
    this.#telling.begin(claims);
  }

  /**
   * Meets types of records, by whatever is run to expand some states.
   * @param order the keys of states
   * @param makers the types that are known elsewhere, see `makersMet`
   */
  meet(order: KeyList, meetings: readonly Meeting[], makers: readonly string[]): void {
    const areMet = () => makers.every((maker) => makersMet().includes(maker));
    for (const { from, to } of meetings)
      this.#telling.apart(() => {
        for (let state = from; state < Math.min(to, from + MOST_MET) && !areMet(); state++)
          this.expand(keyHigh(order, state), keyLow(order, state), false);
      });
  }

  /** Finds out what is missing to expand a state; or if not only that, whatever is run to expand it. */
  expand(high: number, low: number, isKnown = true): void {
    const theirs = this.#theirs;
    const own = this.#stateOf(high, low);
    if (own === undefined || theirs === undefined) return;
    this.#own.ahead.expand(this.#state, own, theirs, isKnown, this.#attempt);
  }

  /** Finds out what is missing to say whether a state decides any property. */
  ask(high: number, low: number): void {
    const own = this.#stateOf(high, low);
    if (own === undefined) return;
    for (const [index, { tree, property, places }] of this.#inquiries.entries()) {
      // Both lists are of the same length.
      const facts = this.#seen[index]!;
      if (decide(tree, facts, this.#state, 0) !== UNDECIDED) continue;
      const what = `property ${property} ${places} ${readIn(tree, facts, this.#state)}`;
      this.#attempt(what, () => this.#own.ask(property, places, own));
    }
  }

  /** What was found out since it was last asked for. */
  told(): readonly Told[] {
    return this.#telling.takeAll();
  }

  /** Runs something, unless another thread does. What fails here will fail where it is needed, and is reported there. */
  readonly #attempt = (what: string, find: () => void): void => {
    if (!this.#telling.claims(what)) return;
    try {
      find();
    } catch {}
  };

  get #inquiries(): SharedModel['inquiries'] {
    return this.#theirs?.model.inquiries ?? [];
  }

  /** A state in this thread's numbers; undefined if something in it cannot be made here. */
  #stateOf(high: number, low: number): Int32Array | undefined {
    const theirs = this.#theirs;
    if (theirs === undefined || this.#layout === undefined) return undefined;
    this.#layout.decode(high, low, this.#state, 0);
    try {
      return this.#own.ahead.stateOf(this.#state, theirs);
    } catch {
      return undefined;
    }
  }
}
