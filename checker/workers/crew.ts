import { LinearMemory } from '../assembly/linear-memory.ts';
import type { Together } from '../explore/breadth-first.ts';
import {
  beginRound,
  countOf,
  endOf,
  giveUp,
  ownerOf,
  type Portions,
  portions,
  rowsOf,
  startOf,
  stopOf,
  takePortion,
} from '../explore/portions.ts';
import type { Counted, Search } from '../explore/search.ts';
import { type Generated, type RoundRows, Share } from '../explore/share.ts';
import {
  addStretch,
  eachStretch,
  numberStretches,
  type Stretches,
  stretches,
} from '../explore/stretches.ts';
import type { Compiled } from '../kernel/compiled.ts';
import { readerOf } from '../kernel/reader.ts';
import { Foreseeing, type Searched } from './foreseeing.ts';
import { Late } from './late.ts';
import type { Known, Moves, Order, Reply } from './orders.ts';
import { SharedArrays } from './shared-arrays.ts';
import { Threads } from './threads.ts';

/**
 * A breadth-first search by several threads: in each round every thread expands some of the states, and the main thread, which
 * alone gives numbers, those that hold something new as well; then every thread looks up the keys whose hash is its own, in
 * the order of the states that they came of; then each numbers the new states that it found. So states have the same
 * numbers, and all counts are the same, for any number of threads.
 */
export class Crew implements Together {
  readonly #search: Search;
  readonly #compiled: Compiled;
  readonly #threads: Threads;
  readonly #owners: number;
  readonly #waits: boolean;
  readonly #isWorthIt: (open: number) => boolean;
  readonly #arrays = new SharedArrays();
  readonly #portions: Portions;
  /** What is expanded by the main thread because it holds something new. */
  readonly #late: Late;
  readonly #stretches = stretches();
  /** The main thread's part of the work, once the others are up. */
  #own: Share | undefined;
  /** What is done where all threads have the model; undefined where only the main thread does. */
  #foreseeing: Foreseeing | undefined;
  readonly #areToForesee: () => boolean;
  #chunksSent = 0;
  /** What the other threads have counted. */
  #counts: readonly Counted[] = [];

  /**
   * @param manner how many threads there are in all, whether it is worth it by now that they search, with so many states found and not yet
   * expanded, and whether the search waits until they are up
   */
  constructor(
    search: Search,
    compiled: Compiled,
    manner: {
      readonly workers: number;
      readonly waits: boolean;
      readonly isWorthIt: (open: number) => boolean;
      /** Where the others can have the model: what it takes, and whether it is of use, when they start. */
      readonly foresees?: (Searched & { readonly isWorthIt: () => boolean }) | undefined;
    },
  ) {
    const { workers, waits, isWorthIt, foresees } = manner;
    this.#search = search;
    this.#compiled = compiled;
    this.#owners = workers;
    this.#waits = waits;
    this.#isWorthIt = isWorthIt;
    this.#threads = new Threads(workers, search.common.order.arrivals !== undefined);
    this.#portions = portions(new LinearMemory(compiled.system.memory));
    this.#late = new Late(compiled.system);
    this.#areToForesee = foresees?.isWorthIt ?? (() => false);
    this.#foreseeing = foresees && new Foreseeing(search, compiled, foresees);
  }

  /** Whether they search already, or it is worth it and they are up; they are started where that is not so. */
  isReady(open: number): boolean {
    if (this.#own !== undefined) return true;
    this.#foreseeing?.follow(this.#search.store.size - open);
    return this.#isWorthIt(open) && this.#threads.areUp(this.#waits, this.#areToForesee);
  }

  /** How many threads have searched so far, the main thread included. */
  get threads(): number {
    return this.#own === undefined ? 1 : this.#owners;
  }

  *round(from: number, to: number): Generator<void, void, void> {
    try {
      yield* this.#wholeRound(from, to);
    } catch (error) {
      if (!(error instanceof GivenUp)) throw error;
    }
  }

  *#wholeRound(from: number, to: number): Generator<void, void, void> {
    const own = this.#own ?? (yield* this.#begin());
    for (;;) {
      const round = yield* this.#generate(own, from, to);
      if (this.#search.isGivenUp) return;
      if (round !== undefined) {
        yield* this.#finish(own, round, to);
        return;
      }
      this.#search.layOut(this.#compiled.system.greatestIds());
      yield* this.#adopt(own);
    }
  }

  /** Adds up what the other threads have counted, and ends them. */
  async end(): Promise<void> {
    await this.#threads.end();
  }

  /** What every thread has counted, this one's part included. */
  counted(): readonly Counted[] {
    const own = this.#own;
    if (own === undefined) return [];
    const mine = {
      transitions: own.counted.transitions,
      taken: own.counted.all,
      bytes: own.set.bytes,
    };
    return [mine, ...this.#counts];
  }

  /** Hands over from the main thread to all. */
  *#begin(): Generator<void, Share, void> {
    const { store, common } = this.#search;
    const model = this.#compiled.shared();
    const own = new Share(readerOf(model, store.encoder.layout), common, store.encoder.layout, {
      owner: 0,
      owners: this.#owners,
    });
    yield* this.#adopt(own);
    this.#search.share.forgetKeys();
    if (!this.#threads.haveModel) this.#foreseeing = undefined;
    yield* this.#foresee();
    this.#own = own;
    return own;
  }

  /** Has every thread make the model. */
  *#foresee(): Generator<void, void, void> {
    const foreseeing = this.#foreseeing;
    if (foreseeing === undefined) return;
    const order = foreseeing.order();
    this.#threads.give(() => order);
    foreseeing.begin(this.#known, order, this.#threads.claims);
    yield* this.#replies();
  }

  /** Has every thread take over its keys, which were laid out anew. */
  *#adopt(own: Share): Generator<void, void, void> {
    const { store } = this.#search;
    yield* this.#teach(own);
    const order = this.#newChunks();
    this.#threads.give(() => ({ kind: 'adopt', order, states: store.size }));
    own.adopt(store.encoder.layout);
    yield* this.#replies();
  }

  /** Sees to it that every thread knows what the main thread does; gives the arrays that have moved. */
  *#update(own: Share): Generator<void, Moves, void> {
    if (this.#arrays.isOther(this.#known)) yield* this.#teach(own);
    return this.#arrays.moves();
  }

  /** Gives every thread the model and the layout as they are now. */
  *#teach(own: Share): Generator<void, void, void> {
    const known = this.#known;
    const { model, layout } = known;
    this.#arrays.sent(known);
    own.learn(readerOf(model, layout), layout);
    this.#foreseeing?.learn(known);
    yield* this.#all(() => ({ kind: 'learn', known }));
  }

  get #known(): Known {
    return { model: this.#compiled.shared(), layout: this.#search.store.encoder.layout };
  }

  /** Expands the states of a round; gives its rows, or undefined if keys must be laid out anew, or the search is over. */
  *#generate(own: Share, from: number, to: number): Generator<void, Round | undefined, void> {
    const moves = yield* this.#update(own);
    const { system } = this.#compiled;
    const late = this.#late;
    const round = this.#portions;
    beginRound(round, from, to, this.#foreseeing && this.#owners);
    late.begin();
    own.begin(round);
    const isFollowed = system.staysReadable;
    this.#foreseeing?.follow(from);
    const news = this.#foreseeing?.news() ?? [];
    const met = this.#foreseeing?.met() ?? { meetings: [], makers: [] };
    this.#threads.give(() => ({ kind: 'generate', round, isFollowed, moves, news, ...met }));
    const fits = yield* this.#takePart(own, round, isFollowed);
    if (!fits || this.#search.isGivenUp) giveUp(round);
    const theirs = (yield* this.#replies(true)).map((reply) => expected(reply, 'generated'));
    const parts = [own.generated, ...theirs];
    const isWhole = fits && theirs.every((part) => part.fits) && (yield* this.#follow(round));
    if (!isWhole || this.#search.isGivenUp) return undefined;
    late.sift();
    stretchesOf(this.#stretches, round, late, parts);
    const sources = [
      ...parts.map(({ rows, candidates }) => ({ rows, candidates })),
      { rows: late.rows, candidates: late.candidates },
    ];
    return { rows: { sources, stretches: this.#stretches }, parts };
  }

  /** Expands portions and follows the others, until all is done; false if keys must be laid out anew. */
  *#takePart(own: Share, round: Portions, isFollowed: boolean): Generator<void, boolean, void> {
    // Where models take their time, the others may as well have the processor.
    const patience = this.#foreseeing === undefined ? 0 : 1;
    let fits = true;
    let portion = 0;
    while (
      fits &&
      !this.#search.isGivenUp &&
      !(portion < 0 && this.#threads.haveReplied(patience))
    ) {
      // First what others wait for, or would put aside too.
      if (isFollowed) fits = yield* this.#follow(round);
      portion = fits ? takePortion(round) : -1;
      if (portion >= 0) fits = yield* this.#expandPortion(own, round, portion);
      yield;
    }
    return fits;
  }

  *#expandPortion(own: Share, round: Portions, portion: number): Generator<void, boolean, void> {
    if (!own.expandPortion(portion)) return false;
    if (this.#foreseeing !== undefined) yield* this.#foreseeing.expand(round, portion);
    own.finishPortion(portion);
    return true;
  }

  /** Expands what the others have put aside so far, and tells them where to find what was found out. */
  *#follow(round: Portions): Generator<void, boolean, void> {
    const fits = yield* this.#late.follow(
      round,
      this.#search.store.order,
      () => this.#search.isGivenUp,
      () => this.#foreseeing?.listen(this.#threads),
    );
    // What is grouped anew they are told after the round: till then they read what they know.
    if (this.#arrays.hasMoved && !this.#arrays.isOther(this.#known))
      this.#threads.tell({ kind: 'note', moves: this.#arrays.moves() });
    return fits;
  }

  /** Looks up the rows of a round, numbers the new states, and asks what they decide. */
  *#finish(own: Share, { rows, parts }: Round, to: number): Generator<void, void, void> {
    const search = this.#search;
    const { stretches } = rows;
    for (const { cuts } of parts) search.countCuts(cuts);
    search.countCuts(this.#compiled.system.cuts);
    this.#threads.give(() => ({ kind: 'insert', round: rows }));
    const mine = own.insertAll(rows);
    const theirs = (yield* this.#replies()).map((reply) => expected(reply, 'inserted').added);
    const size = numberStretches(stretches, [mine, ...theirs], search.store.size);
    search.makeRoom(to, size - search.store.size);
    const moves = yield* this.#update(own);
    const order = this.#newChunks();
    const firstChildren = search.common.firstChildren.data;
    const news = this.#foreseeing?.news() ?? [];
    const round = this.#portions;
    const append = { kind: 'append', round, stretches, moves, order, firstChildren, news } as const;
    this.#threads.give(() => append);
    own.countAsleep(this.#late.rows);
    const mineAsked = own.appendAll(stretches);
    if (this.#foreseeing !== undefined) yield* this.#foreseeing.ask(mineAsked);
    const appended = (yield* this.#replies()).map((reply) => expected(reply, 'appended'));
    const asked = [...mineAsked, ...appended.flatMap((reply) => reply.asked)];
    this.#counts = appended.map(({ counted }) => counted);
    search.store.order.length = size;
    search.askDeadlocks(this.#portions);
    if (search.asksSteps)
      for (const stretch of eachStretch(stretches))
        search.askSteps(rows.sources[stretch.source]!.rows, stretch, (state) =>
          stretch.source < this.#owners ? endOf(this.#portions, state) : stretch.to,
        );
    this.#foreseeing?.listen(this.#threads);
    yield* search.ask(asked.sort((a, b) => a - b));
    this.#foreseeing?.endRound();
  }

  #newChunks(): readonly Int32Array[] {
    const { chunks } = this.#search.store.order;
    const fresh = chunks.slice(this.#chunksSent);
    this.#chunksSent = chunks.length;
    return fresh;
  }

  *#all(order: (owner: number) => Order): Generator<void, readonly Reply[], void> {
    this.#threads.give(order);
    return yield* this.#replies();
  }

  /** @param isFirstPart whether nothing of the round counts so far */
  *#replies(isFirstPart = false): Generator<void, readonly Reply[], void> {
    while (!this.#threads.haveReplied()) {
      yield;
      if (!this.#search.isGivenUp) continue;
      // A function of the model may take for ever: who runs it is not waited for, unless this thread has counted its part already.
      if (this.#foreseeing !== undefined && isFirstPart) throw new GivenUp();
      giveUp(this.#portions);
    }
    return this.#threads.replies();
  }
}

/** Says that the search is over, and nothing of the round counts. */
class GivenUp extends Error {}

/** The rows of a round, and what each thread said of them. */
interface Round {
  readonly rows: RoundRows;
  readonly parts: readonly Generated[];
}

/**
 * A round in stretches: what was expanded by who has taken a portion, and one by one the states that were put aside, whose rows came late. Each
 * thread appends as many rows as the others, whoever has made them, and they lie side by side.
 */
function stretchesOf(list: Stretches, round: Portions, late: Late, parts: readonly Generated[]) {
  const all = parts.reduce((sum, { rows }) => sum + rows.count, late.rows.count);
  let before = 0;
  const add = (source: number, from: number, to: number, state: number, stateEnd: number) => {
    const owner = Math.min(parts.length - 1, Math.floor((before * parts.length) / all));
    addStretch(list, { source, from, to, state, stateEnd, owner, next: 0 });
    before += to - from;
  };
  list.count = 0;
  let index = 0;
  for (let portion = 0; portion < countOf(round); portion++) {
    const stop = stopOf(round, portion);
    let from = rowsOf(round, portion);
    for (let state = startOf(round, portion); state < stop; ) {
      const aside = Math.min(stop, late.states[index] ?? stop);
      if (aside > state) {
        const to = endOf(round, aside - 1);
        add(ownerOf(round, portion), from, to, state, aside);
        from = to;
      }
      if (aside < stop) {
        add(parts.length, late.ends[index - 1] ?? 0, late.ends[index] ?? 0, aside, aside + 1);
        index++;
      }
      state = aside + 1;
    }
  }
}

/** A reply of the kind that was asked for. */
function expected<Kind extends Reply['kind']>(
  reply: Reply,
  kind: Kind,
): Extract<Reply, { readonly kind: Kind }> {
  if (reply.kind !== kind) throw new Error(`a worker answered ${reply.kind}, not ${kind}`);
  // Its kind was just looked at.
  return reply as Extract<Reply, { readonly kind: Kind }>;
}
