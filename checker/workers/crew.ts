import { Block, DEFERRED, STUCK } from '../explore/block.ts';
import type { Together } from '../explore/breadth-first.ts';
import type { Counted, Search } from '../explore/search.ts';
import { type Generated, type RoundRows, Share } from '../explore/share.ts';
import { addStretch, eachStretch, type Stretch, stretches } from '../explore/stretches.ts';
import { OUTGROWN } from '../explore/transition-system.ts';
import type { Compiled } from '../kernel/compiled.ts';
import { readerOf } from '../kernel/reader.ts';
import { newRows, takeBack } from '../store/rows.ts';
import { Sieve } from '../store/sieve.ts';
import type { Known, Moves, Order, Reply } from './orders.ts';
import { SharedArrays } from './shared-arrays.ts';
import { Threads } from './threads.ts';

/**
 * A breadth-first search by several threads: in each round every thread expands a part of the states; the main thread, which
 * alone has the model, those that hold something new; then every thread looks up the keys whose hash is its own, in
 * the order of the states that they came of; then each numbers the new states that it found. So states have the same
 * numbers, and all counts are the same, for any number of threads.
 */
export class Crew implements Together {
  readonly #search: Search;
  readonly #compiled: Compiled;
  readonly #threads: Threads;
  readonly #owners: number;
  readonly #from: number;
  readonly #arrays = new SharedArrays();
  /** What was expanded by the main thread because it held something new. */
  readonly #late = newRows();
  /** Apart from those of the shares: what they have seen may have come of later states. */
  readonly #lateSieve: Sieve;
  readonly #stretches = stretches();
  readonly #block = new Block();
  /** The main thread's part of the work, once the others are up. */
  #own: Share | undefined;
  #chunksSent = 0;
  /** What the other threads have counted. */
  #counts: readonly Counted[] = [];

  /**
   * @param size how many threads there are in all, and from how many states on they search; if from 0, the search waits
   * until all are up
   */
  constructor(
    search: Search,
    compiled: Compiled,
    { workers, from }: { readonly workers: number; readonly from: number },
  ) {
    this.#search = search;
    this.#compiled = compiled;
    this.#owners = workers;
    this.#from = from;
    this.#threads = new Threads(workers, search.common.order.arrivals !== undefined);
    this.#lateSieve = new Sieve(workers);
  }

  /** Whether it is worth it and the others are up; they are started where that is not so. */
  get isReady(): boolean {
    return this.#search.store.size >= this.#from && this.#threads.areUp(this.#from === 0);
  }

  *round(from: number, to: number): Generator<number, void, void> {
    const own = this.#own ?? (yield* this.#begin());
    for (;;) {
      const round = yield* this.#generate(own, from, to);
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
    const mine = { transitions: own.transitions, taken: own.allTaken, bytes: own.set.bytes };
    return [mine, ...this.#counts];
  }

  /** Hands over from the main thread to all. */
  *#begin(): Generator<number, Share, void> {
    const { store, common } = this.#search;
    const model = this.#compiled.shared();
    const own = new Share(readerOf(model, store.encoder.layout), common, store.encoder.layout, {
      owner: 0,
      owners: this.#owners,
    });
    yield* this.#adopt(own);
    this.#search.share.forgetKeys();
    this.#own = own;
    return own;
  }

  /** Has every thread take over its keys, which were laid out anew. */
  *#adopt(own: Share): Generator<number, void, void> {
    const { store } = this.#search;
    yield* this.#teach(own);
    const order = this.#newChunks();
    this.#threads.give(() => ({ kind: 'adopt', order, states: store.size }));
    own.adopt(store.encoder.layout);
    yield* this.#replies();
  }

  /** Sees to it that every thread knows what the main thread does; gives the arrays that have moved. */
  *#update(own: Share): Generator<number, Moves, void> {
    if (this.#arrays.isOther(this.#known)) yield* this.#teach(own);
    return this.#arrays.moves();
  }

  /** Gives every thread the model and the layout as they are now. */
  *#teach(own: Share): Generator<number, void, void> {
    const known = this.#known;
    const { model, layout } = known;
    this.#arrays.sent(known);
    own.learn(readerOf(model, layout), layout);
    yield* this.#all(() => ({ kind: 'learn', known }));
  }

  get #known(): Known {
    return { model: this.#compiled.shared(), layout: this.#search.store.encoder.layout };
  }

  /** Expands the states of a round; gives its rows, or undefined if keys must be laid out anew. */
  *#generate(own: Share, from: number, to: number): Generator<number, Round | undefined, void> {
    const moves = yield* this.#update(own);
    const part = (owner: number) => from + Math.floor(((to - from) * owner) / this.#owners);
    this.#threads.give((owner) => ({
      kind: 'generate',
      from: part(owner),
      to: part(owner + 1),
      moves,
    }));
    const mine = own.generate(part(0), part(1));
    const theirs = (yield* this.#replies()).map((reply) => expected(reply, 'generated'));
    const parts = [mine, ...theirs];
    if (!parts.every(({ fits }) => fits)) return undefined;
    return yield* this.#expandDeferred(parts);
  }

  /** Expands what the threads could not, in order, and puts all rows in order. */
  *#expandDeferred(parts: readonly Generated[]): Generator<number, Round | undefined, void> {
    const { system } = this.#compiled;
    const late = this.#late;
    const list = this.#stretches;
    const stuck: number[] = parts.flatMap((part) => part.stuck);
    takeBack(late, 0, 0);
    list.count = 0;
    system.cuts.fill(0);
    const deferred = parts.flatMap((part) => part.deferred);
    const ends = yield* this.#expandLate(deferred, stuck);
    if (ends === undefined) return undefined;
    let lateCount = 0;
    for (const [owner, part] of parts.entries())
      for (const stretch of stretchesOf(part, owner, parts.length)) {
        if (stretch.source === owner) addStretch(list, stretch);
        else {
          const from = lateCount === 0 ? 0 : ends[lateCount - 1]!;
          addStretch(list, { ...stretch, from, to: ends[lateCount++]! });
        }
      }
    // Of the rounds before it remembers nothing: keys may be laid out otherwise since.
    this.#lateSieve.forget();
    this.#lateSieve.restart();
    this.#lateSieve.sift(late, 0, late.count);
    const sources = [
      ...parts.map(({ rows, candidates }) => ({ rows, candidates })),
      { rows: late, candidates: this.#lateSieve.candidates },
    ];
    const rows = { sources, stretches: list };
    return { rows, parts, stuck: stuck.sort((a, b) => a - b) };
  }

  /**
   * Expands states that hold something new, in their order; gives where the rows of each end, or undefined if keys must be laid out anew.
   * @param stuck where those are added from which nothing but faults can happen
   */
  *#expandLate(
    states: readonly number[],
    stuck: number[],
  ): Generator<number, readonly number[] | undefined, void> {
    const { order } = this.#search.store;
    const ends: number[] = [];
    const block = this.#block;
    for (let from = 0; from < states.length; from += block.count) {
      block.pick(order, states, from);
      if (this.#compiled.system.expandAll(block, this.#late) === OUTGROWN) return undefined;
      for (let index = 0; index < block.count; index++) {
        ends.push(block.ends[index]!);
        const fate = block.fates[index];
        if (fate === DEFERRED) throw new Error('the main thread has a model to ask');
        if (fate === STUCK) stuck.push(states[from + index]!);
      }
      yield 0;
    }
    return ends;
  }

  /** Looks up the rows of a round, numbers the new states, and asks what they decide. */
  *#finish(own: Share, { rows, parts, stuck }: Round, to: number): Generator<number, void, void> {
    const search = this.#search;
    for (const { cuts } of parts) search.countCuts(cuts);
    search.countCuts(this.#compiled.system.cuts);
    this.#threads.give(() => ({ kind: 'insert', round: rows }));
    const mine = own.insertAll(rows);
    const theirs = (yield* this.#replies()).map((reply) => expected(reply, 'inserted').added);
    const counts = parts.map((_, owner) =>
      [mine, ...theirs].reduce((sum, added) => sum + added[owner]!, 0),
    );
    const added = counts.reduce((sum, count) => sum + count, 0);
    search.makeRoom(to, added);
    const firstOf = (owner: number) =>
      search.store.size + counts.slice(0, owner).reduce((sum, count) => sum + count, 0);
    const moves = yield* this.#update(own);
    const order = this.#newChunks();
    const firstChildren = search.common.firstChildren.data;
    this.#threads.give((owner) => ({
      kind: 'append',
      stretches: rows.stretches,
      next: firstOf(owner),
      moves,
      order,
      firstChildren,
    }));
    own.countAsleep(this.#late);
    const mineAsked = own.appendAll(rows.stretches, firstOf(0));
    const appended = (yield* this.#replies()).map((reply) => expected(reply, 'appended'));
    const asked = [...mineAsked, ...appended.flatMap((reply) => reply.asked)];
    this.#counts = appended.map(({ counted }) => counted);
    search.store.order.length += added;
    search.askDeadlocks(stuck);
    if (search.asksSteps)
      for (const stretch of eachStretch(rows.stretches))
        search.askSteps(rows.sources[stretch.source]!.rows, stretch, endsOf(stretch, parts));
    search.ask(asked);
  }

  #newChunks(): readonly Int32Array[] {
    const { chunks } = this.#search.store.order;
    const fresh = chunks.slice(this.#chunksSent);
    this.#chunksSent = chunks.length;
    return fresh;
  }

  *#all(order: (owner: number) => Order): Generator<number, readonly Reply[], void> {
    this.#threads.give(order);
    return yield* this.#replies();
  }

  *#replies(): Generator<number, readonly Reply[], void> {
    while (!this.#threads.haveReplied()) yield 0;
    return this.#threads.replies();
  }
}

/** A part of a round in stretches: what was expanded there, and the states that were not, one by one, whose rows come late. */
function* stretchesOf(part: Generated, owner: number, lateSource: number): Generator<Stretch> {
  const { first, end, ends, deferred } = part;
  const endOf = (state: number) => (state < first ? 0 : ends[state - first]!);
  let state = first;
  for (const next of [...deferred, end]) {
    const rows = { from: endOf(state - 1), to: endOf(next - 1) };
    if (next > state) yield { source: owner, ...rows, state, stateEnd: next, owner };
    if (next < end)
      yield { source: lateSource, from: 0, to: 0, state: next, stateEnd: next + 1, owner };
    state = next + 1;
  }
}

/** The rows of a round, what each thread said of them, and the states from which nothing but faults can happen. */
interface Round {
  readonly rows: RoundRows;
  readonly parts: readonly Generated[];
  readonly stuck: readonly number[];
}

/** Where the rows of each state of a stretch end, from that of its first one on. */
function endsOf({ source, to, state }: Stretch, parts: readonly Generated[]): Int32Array {
  const part = parts[source];
  if (part === undefined) return Int32Array.of(to);
  return part.ends.subarray(state - part.first);
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
