import { StateStore } from '../store/state-store.ts';
import type { Stop } from './result.ts';
import type { Questions, Successors, TransitionSystem } from './transition-system.ts';

/** A property decided, and the states on the way there, from an initial one. */
export interface Found {
  readonly property: number;
  readonly states: readonly Int32Array[];
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

/** How many successors are collected before they are looked up together. */
const BATCH = 1 << 12;

/**
 * What all strategies share: the states found so far, what is counted, and what was found out. A
 * strategy only chooses which state to expand next.
 *
 * Hot: successors are first collected, as keys, and then looked up together in a loop that does nothing else,
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
  readonly #added: (state: number) => void;
  #taken = new Float64Array(1 << 10);
  readonly #parent: Int32Array;
  readonly #child: Int32Array;
  /** The number of the state that `#parent` holds. */
  #parentRead = -1;

  /** @param added is called with the number of each state that is found for the first time */
  constructor(
    system: TransitionSystem,
    questions: Questions,
    goal: Goal,
    added: (state: number) => void = () => {},
  ) {
    this.system = system;
    this.#questions = questions;
    this.goal = goal;
    this.store = new StateStore(system.width, BATCH);
    this.#decided = new Uint8Array(questions.count);
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

  /** Adds the initial states. */
  start(): void {
    const { count, vectors } = this.system.initial();
    for (let i = 0; i < count; i++) this.#collect(vectors, i * this.system.width, -1);
    this.settle();
  }

  /** Finds what comes after the state numbered `number`. New states are known once it is settled. */
  expand(state: Int32Array, number: number): void {
    const questions = this.#questions;
    const { width } = this.system;
    const out = this.system.expand(state);
    if (!out.alive)
      this.#decideAfterSettling(questions.ofDeadlock(state), () => this.pathTo(number));
    for (let i = 0; i < out.count; i++) {
      this.countTransition(out.labels[i]!);
      if (questions.asksLabels || questions.asksSteps) {
        this.askStep(state, out, i, () => this.pathTo(number));
        if (this.over) return;
      }
      this.#collect(out.vectors, i * width, number);
    }
  }

  /** Looks up the states collected, and asks what those decide that are new. */
  settle(): void {
    const { store } = this;
    const first = store.size;
    store.settle();
    for (let number = first; number < store.size && !this.over; number++) {
      if (number >= this.goal.mostStates) this.stopped = 'states';
      else this.#ask(number);
    }
  }

  #collect(vectors: Int32Array, at: number, parent: number): void {
    if (this.store.collect(vectors, at, parent)) return;
    this.settle();
    this.store.makeRoom(vectors, at);
    this.store.collect(vectors, at, parent);
  }

  #ask(number: number): void {
    const { store } = this;
    const parent = store.parentOf(number);
    store.read(number, this.#child);
    if (parent >= 0 && parent !== this.#parentRead) store.read(parent, this.#parent);
    this.#parentRead = parent;
    this.#added(number);
    const hits = this.#questions.ofState(parent < 0 ? undefined : this.#parent, this.#child, 0);
    if (hits.length > 0) this.#decide(hits, () => this.pathTo(number));
  }

  countTransition(label: number): void {
    this.transitions++;
    if (label >= this.#taken.length) this.#growTaken(label);
    this.#taken[label]!++;
  }

  /** Asks what the `i`th successor of a state decides as a step. */
  askStep(
    state: Int32Array,
    out: Successors,
    i: number,
    pathToState: () => readonly Int32Array[],
  ): void {
    const { width } = this.system;
    const label = out.labels[i]!;
    const ofLabel = this.#questions.asksLabels ? this.#questions.ofLabel(label) : NONE;
    const ofStep = this.#questions.asksSteps
      ? this.#questions.ofStep(state, out.vectors, i * width)
      : NONE;
    if (ofLabel.length + ofStep.length === 0) return;
    const last = out.vectors.slice(i * width, (i + 1) * width);
    this.#decideAfterSettling([...ofLabel, ...ofStep], () => [...pathToState(), last], label);
  }

  /** Counts a state that a path has come to, and asks what it decides. */
  visit(parent: Int32Array, state: Int32Array, path: () => readonly Int32Array[]): void {
    if (this.store.add(state, 0, -1) && this.store.size > this.goal.mostStates)
      this.stopped = 'states';
    else this.#decide(this.#questions.ofState(parent, state, 0), path);
  }

  askDeadlock(state: Int32Array, path: () => readonly Int32Array[]): void {
    this.#decide(this.#questions.ofDeadlock(state), path);
  }

  /** The states from an initial one to the one numbered `number`, each found from the one before. */
  pathTo(number: number): readonly Int32Array[] {
    const path: Int32Array[] = [];
    for (let at = number; at >= 0; at = this.store.parentOf(at)) {
      const state = new Int32Array(this.system.width);
      this.store.read(at, state);
      path.push(state);
    }
    return path.reverse();
  }

  /** What was collected before comes first, so that the shortest path is found first. */
  #decideAfterSettling(
    hits: readonly number[],
    path: () => readonly Int32Array[],
    label?: number,
  ): void {
    if (hits.length === 0) return;
    this.settle();
    if (!this.over) this.#decide(hits, path, label);
  }

  #decide(hits: readonly number[], path: () => readonly Int32Array[], label?: number): void {
    for (const property of hits) {
      if (this.#decided[property] === 1) continue;
      this.#decided[property] = 1;
      this.#questions.drop(property);
      this.found.push({ property, states: path(), label });
      this.enough ||= this.goal.isEnough(this.found);
    }
  }

  #growTaken(label: number): void {
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
