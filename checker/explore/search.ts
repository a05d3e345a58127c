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

/**
 * What all strategies share: the states found so far, what is counted, and what was found out. A
 * strategy only chooses which state to expand next.
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
  #taken = new Float64Array(1 << 10);

  constructor(system: TransitionSystem, questions: Questions, goal: Goal) {
    this.system = system;
    this.#questions = questions;
    this.goal = goal;
    this.store = new StateStore(system.width);
    this.#decided = new Uint8Array(questions.count);
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

  /** Adds the initial states; calls `added` with the number of each that is new. */
  start(added: (state: number) => void): void {
    const { count, vectors } = this.system.initial();
    for (let i = 0; i < count && !this.over; i++) {
      const at = i * this.system.width;
      if (this.#isNew(vectors, at, -1)) {
        const number = this.store.size - 1;
        this.#decide(this.#questions.ofState(undefined, vectors, at), () => this.pathTo(number));
        added(number);
      }
    }
  }

  /** Finds what comes after the state numbered `number`; calls `added` with the number of each new state. */
  expand(state: Int32Array, number: number, added: (state: number) => void): void {
    const questions = this.#questions;
    const { width } = this.system;
    const out = this.system.expand(state);
    if (!out.alive) this.#decide(questions.ofDeadlock(state), () => this.pathTo(number));
    for (let i = 0; i < out.count && !this.over; i++) {
      const at = i * width;
      this.countTransition(out.labels[i]!);
      if (questions.asksLabels || questions.asksSteps)
        this.askStep(state, out, i, () => this.pathTo(number));
      if (this.#isNew(out.vectors, at, number)) {
        const next = this.store.size - 1;
        added(next);
        const hits = questions.ofState(state, out.vectors, at);
        if (hits.length > 0) this.#decide(hits, () => this.pathTo(next));
      }
    }
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
    const at = i * this.system.width;
    const label = out.labels[i]!;
    const hits = [
      ...(this.#questions.asksLabels ? this.#questions.ofLabel(label) : []),
      ...(this.#questions.asksSteps ? this.#questions.ofStep(state, out.vectors, at) : []),
    ];
    this.#decide(
      hits,
      () => [...pathToState(), out.vectors.slice(at, at + this.system.width)],
      label,
    );
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

  #isNew(vectors: Int32Array, at: number, parent: number): boolean {
    if (!this.store.add(vectors, at, parent)) return false;
    if (this.store.size <= this.goal.mostStates) return true;
    this.stopped = 'states';
    return false;
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

/**
 * A strategy: chooses the order in which states are expanded. It yields now and then, with the number of
 * states found and not yet expanded, so that whoever runs it can look at the clock.
 */
export type Strategy = (search: Search) => Generator<number, void, void>;

/** How many states are expanded between two looks at the clock. */
export const SLICE = 2048;
