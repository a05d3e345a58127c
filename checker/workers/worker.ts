import {
  getEnvironmentData,
  type MessagePort,
  receiveMessageOnPort,
  workerData,
} from 'node:worker_threads';
import { takeLoops } from '../assembly/loops.ts';
import { isDeferred, isGivenUp, type Portions, startOf, stopOf } from '../explore/portions.ts';
import { type Common, Share } from '../explore/share.ts';
import { Foresight } from '../kernel/foresight.ts';
import { readerOf } from '../kernel/reader.ts';
import { configure } from '../spec/configuration.ts';
import type { Spec } from '../spec/spec.ts';
import { addChunk, keyHigh, keyList, keyLow } from '../store/key-list.ts';
import { moveTo, type SharedInts, sharedInts } from '../store/shared-ints.ts';
import {
  CHANCE,
  type Known,
  ORDERS,
  type Order,
  type OrderTo,
  REPLIES,
  type Reply,
  type Start,
} from './orders.ts';
import { applyMoves, arraysOf } from './shared-arrays.ts';

/** One worker: does what it is ordered, one order after the other, and waits in between. */
class Worker {
  readonly #start: Start;
  readonly #specs: readonly Spec[];
  readonly #common: Common;
  #arrays: readonly SharedInts[] = [];
  #share: Share | undefined;
  #known: Known | undefined;
  /** What it finds out of the model, where it has it. */
  #foresight: Foresight | undefined;

  constructor(start: Start, specs: readonly Spec[]) {
    this.#start = start;
    this.#specs = specs;
    this.#common = { order: keyList(start.sleeps), firstChildren: sharedInts(1) };
  }

  /** @returns nothing if the order has no reply */
  obey(order: Order): Reply | undefined {
    if (order.kind === 'learn') return this.#learn(order);
    const share = this.#share;
    const known = this.#known;
    if (share === undefined || known === undefined)
      throw new Error(`ordered to ${order.kind} without a model`);
    switch (order.kind) {
      case 'adopt':
        this.#add(order.order);
        this.#common.order.length = order.states;
        share.adopt(known.layout);
        return { kind: 'done' };
      case 'foresee':
        this.#foresee(order, known);
        return { kind: 'done' };
      case 'generate':
        return this.#generate(share, order);
      case 'note':
        applyMoves(this.#arrays, order.moves);
        return undefined;
      case 'insert':
        return { kind: 'inserted', added: share.insertAll(order.round) };
      case 'append':
        return this.#append(share, order);
    }
  }

  #generate(share: Share, order: OrderTo<'generate'>): Reply {
    const { round, isFollowed, moves, news, meetings, makers } = order;
    applyMoves(this.#arrays, moves);
    this.#foresight?.read(news);
    this.#foresight?.meet(this.#common.order, meetings, makers);
    return share.generatePortions(
      round,
      // What other states hold that is new as well, it does not find out twice.
      isFollowed && this.#foresight === undefined,
      (portion) => this.#lookAhead(round, portion),
      () => this.#takeNote(),
    );
  }

  #append(share: Share, order: OrderTo<'append'>): Reply {
    applyMoves(this.#arrays, order.moves);
    this.#add(order.order);
    moveTo(this.#common.firstChildren, order.firstChildren);
    this.#foresight?.read(order.news);
    const asked = share.appendAll(order.stretches);
    for (const state of asked)
      this.#look(order.round, state, (...key) => this.#foresight?.ask(...key));
    this.#tell();
    const { counted, set } = share;
    return {
      kind: 'appended',
      asked,
      counted: { transitions: counted.transitions, taken: counted.all, bytes: set.bytes },
    };
  }

  /** Finds out what is missing for those states of a portion that are put aside, before it is said that the portion is done. */
  #lookAhead(round: Portions, portion: number): void {
    if (this.#foresight === undefined) return;
    for (let state = startOf(round, portion); state < stopOf(round, portion); state++)
      if (isDeferred(round, state))
        this.#look(round, state, (...key) => this.#foresight?.expand(...key));
    this.#tell();
  }

  #look(round: Portions, state: number, look: (high: number, low: number) => void): void {
    const { order } = this.#common;
    if (!isGivenUp(round)) look(keyHigh(order, state), keyLow(order, state));
  }

  #tell(): void {
    const told = this.#foresight?.told() ?? [];
    if (told.length > 0) this.#start.telling.postMessage(told);
  }

  /** Obeys what has come while it generates. */
  #takeNote(): void {
    for (let order = orderFrom(this.#start.port); order; order = orderFrom(this.#start.port))
      this.obey(order);
  }

  #add(chunks: readonly Int32Array[]): void {
    for (const chunk of chunks) addChunk(this.#common.order, chunk);
  }

  #learn({ known }: OrderTo<'learn'>): Reply {
    const { owner, owners } = this.#start;
    const { model, layout } = known;
    this.#arrays = arraysOf(known);
    this.#known = known;
    this.#foresight?.learn(model, layout);
    const reader = readerOf(model, layout);
    if (this.#share === undefined)
      this.#share = new Share(reader, this.#common, layout, { owner, owners });
    else this.#share.learn(reader, layout);
    return { kind: 'done' };
  }

  #foresee({ question, news }: OrderTo<'foresee'>, { model, layout }: Known): void {
    const spec = this.#specs.find(({ name }) => name === question.spec);
    // Then the main thread runs all of the model, as it does without threads that have it.
    if (spec === undefined) return;
    // What a model does by chance while it is loaded is another thing in each thread.
    if (getEnvironmentData(CHANCE) === true) return;
    const { variant, parameters, symmetric, shifting } = question;
    try {
      const configuration = configure(spec, variant, parameters);
      const foresight = new Foresight(configuration, symmetric, shifting);
      foresight.learn(model, layout);
      foresight.read(news);
      foresight.begin(this.#start.claims);
      this.#foresight = foresight;
    } catch {
      // A model that can be made in one thread only is run in that one.
    }
  }
}

/**
 * Waits for orders for ever; the main thread, which has started this one with nothing else to do, ends it.
 * @param specs what is searched is one of these; none if the main thread has the model alone
 */
export function work(specs: readonly Spec[]): never {
  const start = workerData as Start;
  takeLoops(start.loops);
  const { port, signals } = start;
  // It counts as a reply that the thread is up.
  Atomics.add(signals, REPLIES, 1);
  Atomics.notify(signals, REPLIES);
  const worker = new Worker(start, specs);
  let heard = 0;
  for (;;) {
    Atomics.wait(signals, ORDERS, heard);
    heard = Atomics.load(signals, ORDERS);
    for (let order = orderFrom(port); order; order = orderFrom(port)) {
      const reply = answer(worker, order);
      if (reply === undefined) continue;
      port.postMessage(reply);
      Atomics.add(signals, REPLIES, 1);
      Atomics.notify(signals, REPLIES);
    }
  }
}

/** The next order, if there is one. */
const orderFrom = (port: MessagePort): Order | undefined =>
  // Only the main thread posts to this port, and only orders.
  receiveMessageOnPort(port)?.message as Order | undefined;

function answer(worker: Worker, order: Order): Reply | undefined {
  try {
    return worker.obey(order);
  } catch (error) {
    const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
    return { kind: 'failed', name, message, stack };
  }
}
