import { LinearMemory } from '../assembly/linear-memory.ts';
import type { Layout } from '../store/encoder.ts';
import type { KeyList } from '../store/key-list.ts';
import { KeySet, rangeOf } from '../store/key-set.ts';
import { newRows, type Rows, settleRows, takeBack } from '../store/rows.ts';
import { type SharedInts, settle } from '../store/shared-ints.ts';
import { type Candidates, Sieve } from '../store/sieve.ts';
import { Block } from './block.ts';
import { LabelCounts } from './label-counts.ts';
import { Newcomers } from './newcomers.ts';
import { Ordered } from './ordered.ts';
import {
  awaitSettled,
  beginRound,
  finish,
  giveUp,
  type Portions,
  portions,
  startOf,
  stopOf,
  takePortion,
} from './portions.ts';
import { eachStretch, type Stretch, type Stretches } from './stretches.ts';
import { EXPANDED, type Stepper, type Verdicts } from './transition-system.ts';

/** Rows, and those of them whose keys may be new. */
export interface Source {
  readonly rows: Rows;
  readonly candidates: Candidates;
}

/** What came of expanding states; of each of them it is written down in the round. */
export interface Generated extends Source {
  readonly kind: 'generated';
  /** False if keys must be laid out anew. */
  readonly fits: boolean;
  readonly cuts: Float64Array;
}

/** The rows of a round, all shares' and the late ones, in the order of the states that they came of. */
export interface RoundRows {
  readonly sources: readonly Source[];
  readonly stretches: Stretches;
}

/** Which of all shares one is. */
export interface Ownership {
  readonly owner: number;
  readonly owners: number;
}

/** How a share expands and looks at states. */
export interface Looking {
  readonly stepper: Stepper;
  readonly verdicts: Verdicts;
}

/** What a share needs of a search; in another thread, copies that share the memory. */
export interface Common {
  readonly order: KeyList;
  /** See `SparseParents`. */
  readonly firstChildren: SharedInts;
}

/**
 * One thread's share of a search: it expands some of the states, keeps the set of those keys whose hash is its own, and
 * looks at the new states among the successors that it found. A round of a breadth-first search has three parts, `generate`,
 * `insert` and `append`; every share has done one before any does the next.
 *
 * Hot: all of it runs on integers, in arrays that threads share.
 */
export class Share {
  readonly rows: Rows = newRows();
  /** New states that must be asked about. */
  readonly asked: number[] = [];
  set: KeySet;
  readonly counted: LabelCounts;
  #stepper: Stepper;
  #verdicts: Verdicts;
  readonly #common: Common;
  /** All rows of the round, the last ones those of states that were put aside. */
  #sources: readonly Source[] = [];
  readonly #ownership: Ownership;
  readonly #sieve: Sieve;
  /** Looks up what other shares have found too. */
  #ordered: Ordered;
  #isNew = new Uint8Array(1 << 10);
  readonly #newcomers: Newcomers;
  readonly #unsettled: number[] = [];
  /** The round that it takes part in, and the rounds that it has alone. */
  #round: Portions;
  readonly #ownRound: Portions;
  #fits = true;
  #rowsBefore = 0;
  readonly #block = new Block();

  constructor(
    { stepper, verdicts }: Looking,
    common: Common,
    layout: Layout,
    ownership: Ownership = { owner: 0, owners: 1 },
  ) {
    this.#stepper = stepper;
    const memory = new LinearMemory(stepper.memory);
    settleRows(this.rows, memory);
    settle(common.firstChildren, memory);
    this.#sieve = new Sieve(memory);
    this.counted = new LabelCounts(memory);
    this.#ownRound = portions(memory);
    this.#round = this.#ownRound;
    this.#verdicts = verdicts;
    this.#common = common;
    this.#newcomers = new Newcomers(common.order, memory);
    this.#ownership = ownership;
    this.set = this.#newSet();
    this.#ordered = new Ordered(this.set);
    verdicts.layOut(layout);
  }

  /** Expands and looks at states with other means from now on, and reads keys as they are laid out now. */
  learn({ stepper, verdicts }: Looking, layout: Layout): void {
    this.#stepper = stepper;
    this.#verdicts = verdicts;
    verdicts.layOut(layout);
  }

  /**
   * Takes over the keys of its own among all states, which were laid out anew or counted for others before.
   * @param set holds them already
   */
  adopt(layout: Layout, set?: KeySet): void {
    this.#verdicts.layOut(layout);
    this.#sieve.forget();
    this.set = set ?? this.#newSet();
    this.#ordered = new Ordered(this.set);
    if (set === undefined) this.set.adopt(this.#common.order);
  }

  /** Expands the states from `from` to before `to`, alone. */
  generate(from: number, to: number): Generated {
    beginRound(this.#ownRound, from, to);
    this.begin(this.#ownRound);
    this.#expandStates(from, to);
    return this.generated;
  }

  /**
   * Expands portions of a round, as many as are left for it.
   * @param waits whether it waits where much was put aside, which someone expands meanwhile
   * @param look is called of each portion before it is said that it is done
   * @param takeNote is called when more may be known
   */
  generatePortions(
    round: Portions,
    waits: boolean,
    look: (portion: number) => void,
    takeNote: () => void,
  ): Generated {
    this.begin(round);
    while (this.#fits) {
      const portion = takePortion(round);
      if (portion < 0) break;
      if (this.expandPortion(portion)) {
        look(portion);
        this.finishPortion(portion);
      }
      if (waits && this.#fits) awaitSettled(round, portion);
      takeNote();
    }
    if (!this.#fits) giveUp(round);
    return this.generated;
  }

  /** Takes part in a round. */
  begin(round: Portions): void {
    this.#round = round;
    this.#fits = true;
    takeBack(this.rows, 0, 0);
    this.#sieve.restart();
    this.#stepper.cuts.fill(0);
  }

  /** Expands the states of a portion that it has taken; false if keys must be laid out anew. Portions come in the order of their states. */
  expandPortion(portion: number): boolean {
    this.#rowsBefore = this.rows.count;
    this.#expandStates(startOf(this.#round, portion), stopOf(this.#round, portion));
    return this.#fits;
  }

  /** Says that the portion is done that it has expanded last. */
  finishPortion(portion: number): void {
    finish(this.#round, portion, this.#ownership.owner, this.#rowsBefore);
  }

  /** What came of the states that it has expanded in this round. */
  get generated(): Generated {
    const { cuts } = this.#stepper;
    const { candidates } = this.#sieve;
    return { kind: 'generated', fits: this.#fits, rows: this.rows, candidates, cuts };
  }

  /** The round that it takes part in. */
  get round(): Portions {
    return this.#round;
  }

  #expandStates(from: number, to: number): void {
    const { rows } = this;
    const { first, ends, fates } = this.#round;
    const block = this.#block;
    for (let state = from; state < to && this.#fits; state += block.count) {
      const sifted = rows.count;
      block.fill(this.#common.order, state, to);
      this.#fits = this.#stepper.expandAll(block, rows) === EXPANDED;
      this.#sieve.sift(rows, sifted, rows.count);
      ends.data.set(block.ends.subarray(0, block.count), state - first);
      fates.data.set(block.fates.subarray(0, block.count), state - first);
    }
  }

  /** Adds those keys of a round that are its own, and marks which are new; gives how many are, stretch by stretch. */
  insertAll({ sources, stretches }: RoundRows): Int32Array {
    this.#sources = sources;
    return this.#ordered.add(sources, stretches);
  }

  /** Numbers the new states of those stretches that it appends; gives those that must be asked about. */
  appendAll(stretches: Stretches): readonly number[] {
    const { owner } = this.#ownership;
    this.asked.length = 0;
    this.#verdicts.refresh();
    for (const stretch of eachStretch(stretches)) {
      const source = this.#sources[stretch.source];
      if (stretch.owner === owner && source !== undefined) this.#number(source.rows, stretch);
    }
    this.countAsleep(this.rows);
    this.#lookAtNew();
    return this.asked;
  }

  /** Adds the keys of its own rows, all of them its own, and marks which are new; gives how many are. */
  insert(): number {
    const { keys, rows, count } = this.#sieve.candidates;
    if (this.#isNew.length < count) this.#isNew = new Uint8Array(2 * count);
    const isNew = this.#isNew;
    const added = this.set.addAll(keys.data, 0, count, isNew);
    const fresh = this.rows.fresh.data;
    const numbers = rows.data;
    for (let index = 0; index < count; index++) fresh[numbers[index]!] = isNew[index]!;
    return added;
  }

  /** Numbers the new states among the rows of a stretch, and looks at them; gives the number after the last. */
  append(rows: Rows, stretch: Stretch): number {
    this.#verdicts.refresh();
    this.countAsleep(rows);
    const number = this.#number(rows, stretch);
    this.#lookAtNew();
    return number;
  }

  /** The same, but that some may not have been looked at yet. */
  #number(rows: Rows, stretch: Stretch): number {
    const newcomers = this.#newcomers;
    const { from, to, next } = stretch;
    this.counted.addAll(rows.labels, from, to);
    // Those that are looked at together have numbers one after the other.
    if (newcomers.count > 0 && newcomers.first + newcomers.count !== next) this.#lookAtNew();
    const isLate = rows === this.#sources.at(-1)?.rows;
    const { firstChildren } = this.#common;
    newcomers.begin(rows, stretch, isLate ? undefined : this.#round, firstChildren.data);
    let number = next + newcomers.take(next);
    while (newcomers.isFull) {
      this.#lookAtNew();
      number += newcomers.take(number);
    }
    return number;
  }

  /** Looks at the states that were numbered and not yet looked at. */
  #lookAtNew(): void {
    const newcomers = this.#newcomers;
    const unsettled = this.#unsettled;
    this.#verdicts.lookAt(newcomers, unsettled);
    for (const index of unsettled) this.asked.push(newcomers.first + index);
    unsettled.length = 0;
    newcomers.count = 0;
  }

  /** Has no keys any more; others have taken them over. */
  forgetKeys(): void {
    this.set = this.#newSet();
    this.#ordered = new Ordered(this.set);
  }

  #newSet(): KeySet {
    return new KeySet(rangeOf(this.#ownership.owner, this.#ownership.owners));
  }

  /** Counts the transitions that are asleep among some rows. */
  countAsleep({ asleep }: Rows): void {
    this.counted.addAll(asleep.labels, 0, asleep.count);
  }
}
