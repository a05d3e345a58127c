import type { DecisionTree } from './decision-tree.ts';
import type { FactWords } from './fact-words.ts';
import { type Facts, type Reader, Renumbered } from './facts.ts';
import { type AskedElsewhere, Remembered } from './remembered.ts';

/**
 * The facts of a state as seen from some processes: first their local states, then which processes they
 * are, then all facts of the state. So what is found out of one process or pair holds for all that look the
 * same, unless the predicate looks at who they are.
 */
export class FactsFrom implements Facts {
  readonly count: number;
  /** The facts that are the local states of these processes. Set before asking. */
  places: readonly number[];
  readonly #facts: Facts;
  readonly #seen: number;

  constructor(facts: Facts, places: readonly number[]) {
    this.#facts = facts;
    this.places = places;
    this.#seen = places.length;
    this.count = 2 * this.#seen + facts.count;
  }

  idOf(vectors: Int32Array, at: number, fact: number): number {
    const seen = this.#seen;
    if (fact >= 2 * seen) return this.#facts.idOf(vectors, at, fact - 2 * seen);
    if (fact >= seen) return this.places[fact - seen]!;
    return this.#facts.idOf(vectors, at, this.places[fact]!);
  }

  /** The fact of the whole state that one of these facts is; undefined for who a process is. */
  wholeFact(fact: number): number | undefined {
    const seen = this.#seen;
    if (fact >= 2 * seen) return fact - 2 * seen;
    return fact < seen ? this.places[fact] : undefined;
  }

  fieldOf(id: number, field: number): number {
    return this.#facts.fieldOf(id, field);
  }

  learnField(id: number, field: number): void {
    this.#facts.learnField(id, field);
  }

  isFleeting(fact: number): boolean {
    const whole = this.wholeFact(fact);
    return whole !== undefined && this.#facts.isFleeting(whole);
  }
}

/** The same facts as texts. */
const wordsFrom = (facts: FactsFrom, words: FactWords): FactWords => ({
  textOf: (vectors, at, fact) => {
    const whole = facts.wholeFact(fact);
    return whole === undefined
      ? String(facts.idOf(vectors, at, fact))
      : words.textOf(vectors, at, whole);
  },
  nameOfField: (field) => words.nameOfField(field),
  numberOfField: (name) => words.numberOfField(name),
});

/** How a predicate is asked through what it reads: of the local states at some places, who is there, and the rest. */
export class Reading {
  /** Reads local states, by their index among those asked about. */
  readonly local: Reader;
  /** Reads the facts of the whole state. */
  readonly whole: Reader;
  readonly #places: number;

  /** @param places how many processes are asked about */
  constructor(reader: Reader, places: number) {
    this.local = reader;
    this.whole = new Renumbered(reader, 2 * places);
    this.#places = places;
  }

  /** Reads which process is at an index. */
  who(index: number): number {
    return this.local.whole(this.#places + index);
  }
}

/** One predicate, asked of different processes, and remembered for all of them together. */
export class Question {
  readonly #facts: FactsFrom;
  readonly #remembered: Remembered;

  /**
   * @param places the facts that are local states, in the number that it is always asked of
   * @param elsewhere how it is asked, where several threads have the model
   */
  constructor(
    facts: Facts,
    places: readonly number[],
    run: (reading: Reading) => number,
    elsewhere?: Pick<AskedElsewhere, 'calls' | 'place' | 'asked' | 'runs' | 'words'>,
  ) {
    const from = new FactsFrom(facts, places);
    this.#facts = from;
    const answerOf = (reader: Reader) => run(new Reading(reader, places.length));
    this.#remembered = new Remembered(
      from,
      answerOf,
      elsewhere && {
        ...elsewhere,
        words: wordsFrom(from, elsewhere.words),
        write: String,
        read: Number,
        isAnswer: (answer, reader) => answerOf(reader) === answer,
      },
    );
  }

  ask(places: readonly number[], vectors: Int32Array, at: number): number {
    this.#facts.places = places;
    return this.#remembered.ask(vectors, at);
  }

  /** The answers remembered so far. */
  get tree(): DecisionTree {
    return this.#remembered.tree;
  }

  /** Has everything noted that the answer for these places was found by. To be called after `ask`. */
  noteReads(
    places: readonly number[],
    vectors: Int32Array,
    at: number,
    note: (fact: number, field: number) => void,
  ): void {
    const facts = this.#facts;
    facts.places = places;
    this.#remembered.noteReads(vectors, at, (fact, field) => {
      const whole = facts.wholeFact(fact);
      if (whole !== undefined) note(whole, field);
    });
  }
}
