import { forgetBefore, makeRoomFor } from '../store/key-list.ts';
import { newRows, type Rows } from '../store/rows.ts';
import { StateStore } from '../store/state-store.ts';
import { type Parents, SparseParents, type StoredParents } from './parents.ts';
import { endOf, isStuck, type Portions } from './portions.ts';
import type { Stop } from './result.ts';
import { type Common, Share } from './share.ts';
import type { Stretch } from './stretches.ts';
import { EXPANDED, type Questions, type TransitionSystem } from './transition-system.ts';

/** How many states are asked what they decide between two looks at the clock. */
const ASKED = 64;

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
  /** Whether states that are expanded are forgotten but for their keys: less memory, so that there are no paths. */
  readonly compact: boolean;
  /** Whether what was found is enough. */
  readonly isEnough: (found: readonly Found[]) => boolean;
}

/** What a share has counted. */
export interface Counted {
  readonly transitions: number;
  readonly taken: Float64Array;
  /** Of its set of keys. */
  readonly bytes: number;
}

/** The transitions from one state: what happens in each, and the state that it leads to. */
export interface Successor {
  readonly label: number;
  readonly state: Int32Array;
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
  /** The greatest distance from an initial state so far. */
  depth = 0;
  /** How many states are found and still to be looked at, by the strategy's own account. */
  frontier = 0;
  /** How many transitions each bound has cut. */
  readonly cuts: Float64Array;
  /** What ended the search early. */
  stopped: Stop | undefined;
  /** Whether what was found is enough. */
  enough = false;
  /** Everything that is expanded in this thread. */
  readonly share: Share;
  readonly #questions: Questions;
  readonly #decided: Uint8Array;
  readonly #sparse: SparseParents;
  readonly #stored: StoredParents | undefined;
  readonly common: Common;
  #others: readonly Counted[] = [];

  /**
   * @param parents where parents are kept by a search that does not expand states in the order it finds them */
  constructor(system: TransitionSystem, questions: Questions, goal: Goal, parents?: StoredParents) {
    this.system = system;
    this.goal = goal;
    // Where each transition is asked about, none may be asleep.
    this.store = new StateStore(system.width, system.sleeps && !questions.asksSteps);
    this.#questions = questions;
    this.#decided = new Uint8Array(questions.count);
    this.#sparse = new SparseParents((state, from) => this.#isSuccessor(state, from));
    this.#stored = parents;
    this.common = { order: this.store.order, firstChildren: this.#sparse.firstChildren };
    this.cuts = new Float64Array(system.cuts.length);
    this.share = new Share(
      { stepper: system, verdicts: questions },
      this.common,
      this.store.encoder.layout,
    );
  }

  get over(): boolean {
    return this.enough || this.stopped !== undefined;
  }

  /**
   * Whether the clock, the memory or the user has ended the search, which then ends at once. A limit of states ends it with its
   * round, so that it has found the same for any number of threads.
   */
  get isGivenUp(): boolean {
    return this.stopped !== undefined && this.stopped !== 'states' && this.stopped !== 'depth';
  }

  get transitions(): number {
    return this.#others.reduce((sum, one) => sum + one.transitions, this.share.counted.transitions);
  }

  /** How often the transitions with a label were taken. */
  taken(label: number): number {
    return this.#others.reduce(
      (sum, one) => sum + (one.taken[label] ?? 0),
      this.share.counted.of(label),
    );
  }

  /** Takes note of what other shares than the search's own have counted. */
  countOthers(others: readonly Counted[]): void {
    this.#others = others;
  }

  /** How many distinct states were found, at most as many as were allowed. */
  get states(): number {
    return Math.min(this.store.size, this.goal.mostStates);
  }

  /** Everything kept for the states found, in bytes. */
  get bytes(): number {
    const keys = this.#others.reduce((sum, { bytes }) => sum + bytes, this.share.set.bytes);
    return this.store.bytes + keys + this.#parents.bytes;
  }

  /** Adds the initial states. */
  start(): void {
    const { store, system } = this;
    const { count, vectors } = system.initial();
    this.layOut(system.greatestIds());
    for (let i = 0; i < count; i++)
      this.#number(vectors.slice(i * system.width, (i + 1) * system.width), -1);
    this.#sparse.start(store.size);
    for (let state = 0; state < store.size; state++)
      this.#decide(this.#questions.ofInitial(this.#vectorOf(state)), () => this.pathTo(state));
    if (store.size > this.goal.mostStates) this.stopped = 'states';
  }

  /**
   * Finds what comes after the states from `from` to before `to`, in this thread; `askFound` asks about them afterwards.
   */
  expand(from: number, to: number): void {
    const { share, store } = this;
    let generated = share.generate(from, to);
    while (!generated.fits) {
      this.layOut(this.system.greatestIds());
      generated = share.generate(from, to);
    }
    const { rows } = generated;
    this.countCuts(generated.cuts);
    this.makeRoom(to, share.insert());
    const stretch: Stretch = {
      source: 0,
      from: 0,
      to: rows.count,
      state: from,
      stateEnd: to,
      owner: 0,
      next: store.size,
    };
    store.order.length = share.append(rows, stretch);
    this.#noteParents(rows, from, to);
    this.askDeadlocks(share.round);
    this.askSteps(rows, stretch, (state) => endOf(share.round, state));
    if (store.size > this.goal.mostStates) this.stopped = 'states';
  }

  /**
   * Asks what the states decide that were found since. After a round, as several threads do: to ask may number values in other
   * names, and ids are to be given in the same order.
   */
  *askFound(): Generator<void, void, void> {
    const { asked } = this.share;
    yield* this.ask(asked);
    asked.length = 0;
  }

  /** Counts transitions that bounds have cut. */
  countCuts(cuts: Float64Array): void {
    for (let bound = 0; bound < cuts.length; bound++) this.cuts[bound]! += cuts[bound]!;
  }

  /** How many states may be expanded together, of so many. */
  together(most: number): number {
    return this.#questions.asksInTurn ? 1 : most;
  }

  /** Sees to it that `added` more states can be numbered that are found from states before `to`. */
  makeRoom(to: number, added: number): void {
    makeRoomFor(this.store.order, this.store.size + added);
    if (this.#stored === undefined) this.#sparse.cover(to);
  }

  /** Asks what new states decide, by their numbers. It yields now and then: a predicate may take its time. */
  *ask(states: readonly number[]): Generator<void, void, void> {
    for (let at = 0; at < states.length && !this.isGivenUp; at++) {
      if (at % ASKED === 0) yield;
      this.#askState(states[at]!);
    }
    if (this.store.size > this.goal.mostStates) this.stopped ??= 'states';
  }

  /** Asks what those states of a round decide from which nothing but faults can happen. */
  askDeadlocks(round: Portions): void {
    if (!this.#questions.asksDeadlocks) return;
    for (let state = round.first; state < round.end; state++)
      if (isStuck(round, state))
        this.#decide(this.#questions.ofDeadlock(this.#vectorOf(state)), () => this.pathTo(state));
  }

  /** Whether `askSteps` has anything to ask. */
  get asksSteps(): boolean {
    return this.#questions.asksLabels || this.#questions.asksSteps;
  }

  /**
   * Asks what transitions decide.
   * @param endOfRows where the rows of a state of the stretch end
   */
  askSteps({ keys, labels }: Rows, stretch: Stretch, endOfRows: (state: number) => number): void {
    if (!this.asksSteps) return;
    const questions = this.#questions;
    let row = stretch.from;
    for (let number = stretch.state; number < stretch.stateEnd; number++) {
      const end = endOfRows(number);
      const state = questions.asksSteps ? this.#vectorOf(number) : undefined;
      for (; row < end; row++) {
        const label = labels.data[row]!;
        if (state === undefined && questions.ofLabel(label).length === 0) continue;
        const next = this.#vectorOfKey(keys.data[2 * row]!, keys.data[2 * row + 1]!);
        this.#decide(
          this.#hitsOfStep(label, state, next),
          () => [...this.pathTo(number), next],
          label,
        );
      }
    }
  }

  /** The transitions from a state, given as a vector; nothing is counted but, in `system.cuts`, what bounds cut. */
  successorsOf(state: Int32Array): readonly Successor[] {
    this.system.cuts.fill(0);
    const rows = this.#expandVector(state);
    return Array.from({ length: rows.count }, (_, row) => {
      const next = this.#vectorOfKey(rows.keys.data[2 * row]!, rows.keys.data[2 * row + 1]!);
      return { label: rows.labels.data[row]!, state: next };
    });
  }

  countTransition(label: number): void {
    this.share.counted.add(label);
  }

  /** Asks what one transition decides. */
  askStep(state: Int32Array, { label, state: next }: Successor, path: Found['states']): void {
    this.#decide(this.#hitsOfStep(label, state, next), () => [...path(), next], label);
  }

  /** Counts a state that a path has come to, and asks what it decides. */
  visit(state: Int32Array, path: Found['states']): void {
    if (this.#number(state, -1) && this.store.size > this.goal.mostStates) this.stopped = 'states';
    else this.#decide(this.#questions.ofState(state), path);
  }

  askDeadlock(state: Int32Array, path: Found['states']): void {
    if (this.#questions.asksDeadlocks) this.#decide(this.#questions.ofDeadlock(state), path);
  }

  /** The states from an initial one to the one numbered `number`, each found from the one before. */
  pathTo(number: number): readonly Int32Array[] {
    const path: Int32Array[] = [];
    for (let at = number; at >= 0; at = this.#parents.parentOf(at)) path.push(this.#vectorOf(at));
    return path.reverse();
  }

  /** What a transition decides; without the state that it leads from, only what its label decides. */
  #hitsOfStep(label: number, state: Int32Array | undefined, next: Int32Array): readonly number[] {
    const questions = this.#questions;
    return [
      ...(questions.asksLabels ? questions.ofLabel(label) : NONE),
      ...(state !== undefined && questions.asksSteps ? questions.ofStep(state, next, 0) : NONE),
    ];
  }

  get #parents(): Parents {
    return this.#stored ?? this.#sparse;
  }

  /** Gives a state a number if it has none; true if so. */
  #number(state: Int32Array, parent: number): boolean {
    const { store } = this;
    if (!store.encode(state)) {
      this.layOut(state);
      store.encode(state);
    }
    const { high, low } = store.encoder;
    if (!this.share.set.add(high, low)) return false;
    store.push(high, low);
    this.#stored?.push(parent);
    return true;
  }

  #noteParents(rows: Rows, from: number, to: number): void {
    if (this.#stored === undefined) return;
    let row = 0;
    for (let state = from; state < to; state++)
      for (; row < endOf(this.share.round, state); row++)
        if (rows.fresh.data[row] === 1) this.#stored.push(state);
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

  #askState(number: number): void {
    if (number < this.goal.mostStates)
      this.#decide(this.#questions.ofState(this.#vectorOf(number)), () => this.pathTo(number));
  }

  #vectorOf(number: number): Int32Array {
    const state = new Int32Array(this.system.width);
    this.store.read(number, state);
    return state;
  }

  #vectorOfKey(high: number, low: number): Int32Array {
    const state = new Int32Array(this.system.width);
    this.store.encoder.decode(high, low, state, 0);
    return state;
  }

  #isSuccessor(number: number, from: number): boolean {
    const { keys, count } = this.#expandVector(this.#vectorOf(from));
    const [high, low] = [this.store.highOf(number), this.store.lowOf(number)];
    for (let row = 0; row < count; row++)
      if (keys.data[2 * row] === high && keys.data[2 * row + 1] === low) return true;
    return false;
  }

  #expandVector(state: Int32Array): Rows {
    const { store, system } = this;
    const rows = this.#spare;
    for (;;) {
      rows.count = 0;
      if (!store.encode(state)) {
        this.layOut(state);
        store.encode(state);
      }
      if (system.expand(store.encoder.high, store.encoder.low, rows) === EXPANDED) return rows;
      this.layOut(system.greatestIds());
    }
  }

  readonly #spare = newRows();

  /** Lays all keys out anew, with room for ids up to the given ones. */
  layOut(ids: Int32Array): void {
    const set = this.store.layOut(ids, this.share.set);
    const { encoder } = this.store;
    this.system.layOut(encoder);
    this.share.adopt(encoder.layout, set);
  }

  /** Forgets the states before `level`, which are expanded, where that is wanted. */
  leave(level: number): void {
    if (this.goal.compact) forgetBefore(this.store.order, level);
  }
}

const NONE: readonly number[] = [];

/**
 * A strategy: chooses the order in which states are expanded. It yields now and then, so that whoever
 * runs it can look at the clock, and keeps `search.frontier` up to date.
 */
export type Strategy = (search: Search) => Generator<void, void, void>;
