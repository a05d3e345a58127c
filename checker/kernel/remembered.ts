import { ModelError } from '../errors.ts';
import { findPair } from '../store/pair-table.ts';
import {
  type DecisionTree,
  decide,
  decisionTree,
  factIn,
  factsReadBy,
  fieldIn,
  forEachRead,
  growTree,
  idOfRead,
  noteReads,
  readOf,
  UNDECIDED,
} from './decision-tree.ts';
import { failedElsewhere, Hearing, otherElsewhere, type ReadText, Telling } from './exchange.ts';
import type { FactWords } from './fact-words.ts';
import type { Facts, Reader } from './facts.ts';
import type { ModelCalls } from './model-calls.ts';

/** Beyond so many entries a function of the state is run each time: then almost every state is new to it. */
const MOST_ENTRIES = 1 << 22;

/** How a function of states is asked, and its answers told, where several threads have the model. */
export interface AskedElsewhere {
  readonly calls: ModelCalls;
  readonly words: FactWords;
  /** What the function is called in reports, and by a name that no other has. */
  readonly place: string;
  readonly asked: string;
  /** How often the model is run for an answer. */
  readonly runs: number;
  readonly write: (answer: number) => string;
  /** @returns -1 if it cannot be understood */
  readonly read: (text: string) => number;
  /** Whether it is the answer here, too. */
  readonly isAnswer: (answer: number, reader: Reader) => boolean;
}

/**
 * A pure function of a state, run once for all states that agree in what it reads. What it reads is
 * recorded, never declared, and makes a decision tree, which is walked instead.
 */
export class Remembered {
  readonly tree: DecisionTree = decisionTree();
  readonly #facts: Facts;
  readonly #run: (reader: Reader) => number;
  readonly #elsewhere: AskedElsewhere | undefined;

  /** @param run gives a number from 0 up that depends on nothing but what it reads */
  constructor(facts: Facts, run: (reader: Reader) => number, elsewhere?: AskedElsewhere) {
    this.#facts = facts;
    this.#run = run;
    this.#elsewhere = elsewhere;
  }

  /** The answer for the state that starts at `at`. */
  ask(vectors: Int32Array, at: number): number {
    const known = decide(this.tree, this.#facts, vectors, at);
    return known === UNDECIDED ? this.#miss(vectors, at) : known;
  }

  /**
   * Has everything noted that the answer for a state was found by, in that order: the same for all states that agree
   * in it. To be called after `ask`.
   */
  noteReads(vectors: Int32Array, at: number, note: (fact: number, field: number) => void): void {
    if (forEachRead(this.tree, this.#facts, vectors, at, note)) return;
    // What is not remembered may have read anything.
    for (const fact of factsReadBy(this.tree)) note(fact, 0);
  }

  #miss(vectors: Int32Array, at: number): number {
    const recorder = new Recorder(this.#facts, vectors, at);
    const answer =
      this.#elsewhere === undefined
        ? this.#run(recorder)
        : this.#runOnce(this.#elsewhere, recorder, vectors, at);
    const read = recorder.along(this.tree);
    if (this.tree.next.size < MOST_ENTRIES) growTree(this.tree, read, answer);
    else noteReads(this.tree, read);
    return answer;
  }

  /** The answer, which this thread tells to another one, or may have been told. */
  #runOnce(elsewhere: AskedElsewhere, recorder: Recorder, vectors: Int32Array, at: number): number {
    const { exchange } = elsewhere.calls;
    if (exchange instanceof Telling) {
      const readSoFar = () => this.#textsOf(elsewhere, recorder, vectors, at);
      const answer = exchange.told(
        () => this.#run(recorder),
        (text) => ({ asked: elsewhere.asked, reads: readSoFar(), ...text }),
        elsewhere.write,
      );
      return answer;
    }
    const heard =
      exchange === undefined || exchange.isEmpty
        ? undefined
        : heardOf(elsewhere, exchange, vectors, at);
    if (heard?.failed !== undefined) {
      this.#run(recorder);
      throw new ModelError(`${elsewhere.place} ${failedElsewhere(heard.failed)}`);
    }
    const answer = heard === undefined ? -1 : elsewhere.read(heard.answer);
    if (heard === undefined || answer < 0) return this.#run(recorder);
    for (const [fact, field = 0] of heard.reads)
      if (field === 0) recorder.whole(fact);
      else recorder.field(fact, field);
    this.#accept(elsewhere, heard.answer, answer, recorder);
    return answer;
  }

  /** Counts the runs that others had for an answer, which is tested now and then. */
  #accept(
    { calls, place, runs, isAnswer }: AskedElsewhere,
    text: string,
    answer: number,
    recorder: Recorder,
  ): void {
    const before = calls.runs;
    if (calls.exchange instanceof Hearing && calls.exchange.isToBeTested(place))
      if (!isAnswer(answer, recorder)) throw new ModelError(`${place} ${otherElsewhere(text)}`);
    calls.runs = before;
    calls.countElsewhere(runs);
  }

  #textsOf(
    { words }: AskedElsewhere,
    { read }: Recorder,
    vectors: Int32Array,
    at: number,
  ): readonly ReadText[] {
    return [...read.keys()].map((what) => {
      const fact = factIn(what);
      return [fact, words.nameOfField(fieldIn(what)), words.textOf(vectors, at, fact)];
    });
  }
}

/** What others have said of a state: what is read of it, fact and field, and the answer; undefined if nobody has. */
function heardOf(
  { words, asked }: AskedElsewhere,
  exchange: Hearing,
  vectors: Int32Array,
  at: number,
) {
  const reads: [fact: number, field: string][] = [];
  let found = exchange.branchOf(asked);
  while (found !== undefined && 'next' in found) {
    reads.push([found.fact, found.field]);
    found = found.next.get(words.textOf(vectors, at, found.fact));
  }
  if (found === undefined) return undefined;
  const { answer, failed } = found;
  // Fields are numbered as they are read: not before it is known that they were.
  const numbered = reads.map(([fact, field]) => [fact, words.numberOfField(field)] as const);
  return { reads: numbered, answer, failed };
}

/** Reads the state that starts at `at`, and records what. */
class Recorder implements Reader {
  /** What was read, in order, with its ids. */
  readonly read = new Map<number, number>();
  readonly #facts: Facts;
  readonly #vectors: Int32Array;
  readonly #at: number;

  constructor(facts: Facts, vectors: Int32Array, at: number) {
    this.#facts = facts;
    this.#vectors = vectors;
    this.#at = at;
  }

  whole(fact: number): number {
    const id = this.peek(fact);
    this.read.set(readOf(fact, 0), id);
    return id;
  }

  field(fact: number, field: number): void {
    const what = readOf(fact, field);
    if (this.read.has(what)) return;
    this.read.set(what, this.#idOf(what));
  }

  peek(fact: number): number {
    return this.#facts.idOf(this.#vectors, this.#at, fact);
  }

  /**
   * What was read, but first what a tree reads in this state. A function reads the same next where it has read the same so far; but one that keeps what it has read once
   * (a constant of the model, say) reads less later on. To depend on more than it has read is no harm.
   */
  along(tree: DecisionTree): ReadonlyMap<number, number> {
    const path = new Map<number, number>();
    const nodes = tree.nodes.data;
    let node = nodes[0] === 0 ? -1 : 0;
    while (node >= 0 && nodes[1 + node]! >= 0) {
      const what = nodes[1 + node]!;
      const id = this.read.get(what) ?? this.#idOf(what);
      path.set(what, id);
      node = findPair(tree.next, node, id);
    }
    if (path.size === 0) return this.read;
    for (const [what, id] of this.read) path.set(what, id);
    return path;
  }

  #idOf(what: number): number {
    if (fieldIn(what) > 0) this.#facts.learnField(this.peek(factIn(what)), fieldIn(what));
    return idOfRead(this.#facts, this.#vectors, this.#at, what);
  }
}
