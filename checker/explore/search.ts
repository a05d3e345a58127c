import { Batch } from '../store/batch.ts';
import { StateStore } from '../store/state-store.ts';
import { type Parents, SparseParents } from './parents.ts';
import type { Stop } from './result.ts';
import type { Questions, TransitionSystem } from './transition-system.ts';

/** A property decided, and how to get there. */
export interface Found {
  readonly property: number;
  /** The states on the way there, from an initial one. */
  readonly states: () => readonly Int32Array[];
  /** The label of the last transition, where that one decides. */
  readonly label: number | undefined;
}

/** When a search is over before everything has been seen. */
export interface Goal {
  readonly mostStates: number;
  readonly mostDepth: number;
  /** Whether what was found is enough. */
  readonly isEnough: (found: readonly Found[]) => boolean;
}

/** The transitions from one state: what happens in each, and the state that it leads to. */
export interface Successor {
  readonly label: number;
  readonly state: Int32Array;
}

/** When so many transitions are collected, they are looked up together. */
const FULL = 1 << 12;

/**
 * What all strategies share: the states found so far, what is counted, and what was found out. A
 * strategy only chooses which state to expand next.
 *
 * Hot: transitions are first collected, as keys, and then looked up together in a loop that does nothing else,
 * so that the processor waits for many places of the table at once instead of one after the other.
 */
export class Search {
  readonly system: TransitionSystem;
  readonly store: StateStore;
  readonly goal: Goal;
  readonly found: Found[] = [];
  transitions = 0;
  /** The greatest distance from an initial state so far. */
  depth = 0;
  /** What ended the search early. */
  stopped: Stop | undefined;
  /** Whether what was found is enough. */
  enough = false;
  readonly #questions: Questions;
  readonly #decided: Uint8Array;
  readonly #parents: Parents;
  readonly #added: (state: number) => void;
  readonly #batch = new Batch();
  /** The states expanded since the batch was last looked up, and for each where its transitions end. */
  readonly #expanded: number[] = [];
  readonly #ends: number[] = [];
  #taken = new Float64Array(1 << 10);
  readonly #parent: Int32Array;
  readonly #child: Int32Array;
  /** The number of the state that `#parent` holds. */
  #parentRead = -1;

  /**
   * @param parents how parents are kept; found again, unless said, which needs a search that expands states in order
   * @param added is called with the number of each state that is found for the first time
   */
  constructor(
    system: TransitionSystem,
    questions: Questions,
    goal: Goal,
    parents?: Parents,
    added: (state: number) => void = () => {},
  ) {
    this.system = system;
    this.#questions = questions;
    this.goal = goal;
    this.store = new StateStore(system.width);
    this.#decided = new Uint8Array(questions.count);
    this.#parents = parents ?? new SparseParents((state, from) => this.#isSuccessor(state, from));
    this.#added = added;
    this.#parent = new Int32Array(system.width);
    this.#child = new Int32Array(system.width);
  }

  get over(): boolean {
    return this.enough || this.stopped !== undefined;
  }

  /** How often the transitions with a label were taken. */
  taken(label: number): number {
    return this.#taken[label] ?? 0;
  }

  /** How many distinct states were found, at most as many as were allowed. */
  get states(): number {
    return Math.min(this.store.size, this.goal.mostStates);
  }

  /** Everything kept for the states found, in bytes. */
  get bytes(): number {
    return this.store.bytes + this.#parents.bytes;
  }

  /** Adds the initial states. */
  start(): void {
    const { store, system } = this;
    const { count, vectors } = system.initial();
    for (let i = 0; i < count; i++) store.add(vectors, i * system.width);
    store.layOut(system.greatestIds());
    system.layOut(store.encoder);
    for (let number = 0; number < store.size && !this.over; number++) this.#welcome(number, -1);
  }

  /** Finds what comes after a state. New states are known once it is settled. */
  expand(number: number): void {
    const batch = this.#batch;
    const { store, system } = this;
    let before = batch.count;
    while (!system.expand(store.highOf(number), store.lowOf(number), batch)) {
      this.settle();
      this.#layOut();
      before = 0;
    }
    this.#expanded.push(number);
    this.#ends.push(batch.count);
    if (!system.alive) this.#askDeadlockOf(number);
    if (this.#questions.asksLabels || this.#questions.asksSteps) this.#askSteps(number, before);
    if (batch.count >= FULL) this.settle();
  }

  /** Looks up the transitions collected, and asks what the states decide that are new. */
  settle(): void {
    const { store } = this;
    const batch = this.#batch;
    if (batch.count > 0) {
      this.transitions += batch.count;
      this.#countLabels();
      const added = store.addAll(batch);
      const first = store.size - added;
      let expanded = 0;
      for (let index = 0; index < added && !this.over; index++) {
        while (this.#ends[expanded]! <= store.freshRow(index)) expanded++;
        this.#welcome(first + index, this.#expanded[expanded]!);
      }
    }
    batch.count = 0;
    this.#expanded.length = 0;
    this.#ends.length = 0;
  }

  /** The transitions from a state, given as a vector; nothing is counted. */
  successorsOf(state: Int32Array): readonly Successor[] {
    const batch = new Batch();
    this.#expandVector(state, batch);
    return Array.from({ length: batch.count }, (_, row) => this.#successor(batch, row));
  }

  countTransition(label: number): void {
    this.transitions++;
    this.#makeRoomFor(label);
    this.#taken[label]!++;
  }

  /** Asks what one transition decides. */
  askStep(state: Int32Array, { label, state: next }: Successor, path: Found['states']): void {
    const hits = this.#decidedByStep(state, label, () => next);
    if (hits.length > 0) this.#decide(hits, () => [...path(), next], label);
  }

  /** Counts a state that a path has come to, and asks what it decides. */
  visit(parent: Int32Array, state: Int32Array, path: Found['states']): void {
    if (this.store.add(state, 0) && this.store.size > this.goal.mostStates) this.stopped = 'states';
    else this.#decide(this.#questions.ofState(parent, state, 0), path);
  }

  askDeadlock(state: Int32Array, path: Found['states']): void {
    this.#decide(this.#questions.ofDeadlock(state), path);
  }

  /** The states from an initial one to the one numbered `number`, each found from the one before. */
  pathTo(number: number): readonly Int32Array[] {
    const path: Int32Array[] = [];
    for (let at = number; at >= 0; at = this.#parents.parentOf(at)) path.push(this.#vectorOf(at));
    return path.reverse();
  }

  /** A state was found for the first time. */
  #welcome(number: number, parent: number): void {
    if (number >= this.goal.mostStates) {
      this.stopped = 'states';
      return;
    }
    this.#parents.note(number, parent);
    this.#added(number);
    const { store } = this;
    store.read(number, this.#child);
    if (parent >= 0 && parent !== this.#parentRead) store.read(parent, this.#parent);
    this.#parentRead = parent;
    const hits = this.#questions.ofState(parent < 0 ? undefined : this.#parent, this.#child, 0);
    if (hits.length > 0) this.#decide(hits, () => this.pathTo(number));
  }

  #askDeadlockOf(number: number): void {
    const hits = this.#questions.ofDeadlock(this.#vectorOf(number));
    if (hits.length === 0) return;
    this.settle();
    if (!this.over) this.#decide(hits, () => this.pathTo(number));
  }

  /**
   * Asks what the transitions of a state decide, which are the last ones in the batch, from `before` on. What was
   * collected before one that decides comes first, so that the shortest path is found first.
   */
  #askSteps(number: number, before: number): void {
    const batch = this.#batch;
    const state = this.#vectorOf(number);
    for (let row = before; row < batch.count; row++) {
      const label = batch.labels[row]!;
      const hits = this.#decidedByStep(state, label, () => this.#successor(batch, row).state);
      if (hits.length === 0) continue;
      const next = this.#successor(batch, row).state;
      const keys = batch.keys.slice(2 * row, 2 * batch.count);
      const labels = batch.labels.slice(row, batch.count);
      batch.count = row;
      this.settle();
      if (!this.over) this.#decide(hits, () => [...this.pathTo(number), next], label);
      if (this.over) {
        this.countTransition(label);
        return;
      }
      for (const [index, one] of labels.entries())
        batch.add(keys[2 * index]!, keys[2 * index + 1]!, one);
      this.#expanded.push(number);
      this.#ends.push(batch.count);
      row = 0;
    }
  }

  #decidedByStep(state: Int32Array, label: number, next: () => Int32Array): readonly number[] {
    const questions = this.#questions;
    const ofLabel = questions.asksLabels ? questions.ofLabel(label) : NONE;
    if (!questions.asksSteps) return ofLabel;
    return [...ofLabel, ...questions.ofStep(state, next(), 0)];
  }

  #decide(hits: readonly number[], states: Found['states'], label?: number): void {
    for (const property of hits) {
      if (this.#decided[property] === 1) continue;
      this.#decided[property] = 1;
      this.#questions.drop(property);
      this.found.push({ property, states, label });
      this.enough ||= this.goal.isEnough(this.found);
    }
  }

  #vectorOf(number: number): Int32Array {
    const state = new Int32Array(this.system.width);
    this.store.read(number, state);
    return state;
  }

  #successor({ keys, labels }: Batch, row: number): Successor {
    const state = new Int32Array(this.system.width);
    this.store.encoder.decode(keys[2 * row]!, keys[2 * row + 1]!, state, 0);
    return { label: labels[row]!, state };
  }

  #isSuccessor(number: number, from: number): boolean {
    const batch = new Batch();
    this.#expandVector(this.#vectorOf(from), batch);
    const [high, low] = [this.store.highOf(number), this.store.lowOf(number)];
    for (let row = 0; row < batch.count; row++)
      if (batch.keys[2 * row] === high && batch.keys[2 * row + 1] === low) return true;
    return false;
  }

  #expandVector(state: Int32Array, batch: Batch): void {
    const { store, system } = this;
    for (;;) {
      if (!store.encoder.encode(state, 0)) store.layOut(state);
      else if (system.expand(store.encoder.high, store.encoder.low, batch)) return;
      this.#layOut();
    }
  }

  #layOut(): void {
    this.store.layOut(this.system.greatestIds());
    this.system.layOut(this.store.encoder);
  }

  #countLabels(): void {
    const { labels, count } = this.#batch;
    for (let row = 0; row < count; row++) {
      const label = labels[row]!;
      if (label >= this.#taken.length) this.#makeRoomFor(label);
      this.#taken[label]!++;
    }
  }

  #makeRoomFor(label: number): void {
    if (label < this.#taken.length) return;
    const larger = new Float64Array(2 * Math.max(label, this.#taken.length));
    larger.set(this.#taken);
    this.#taken = larger;
  }
}

const NONE: readonly number[] = [];

/**
 * A strategy: chooses the order in which states are expanded. It yields now and then, with the number of
 * states found and not yet expanded, so that whoever runs it can look at the clock.
 */
export type Strategy = (search: Search) => Generator<number, void, void>;

/** How many states are expanded between two looks at the clock. */
export const SLICE = 2048;
