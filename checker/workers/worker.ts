import { type MessagePort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { takeLoops } from '../assembly/loops.ts';
import { type Common, Share } from '../explore/share.ts';
import { readerOf } from '../kernel/reader.ts';
import type { Layout } from '../store/encoder.ts';
import { addChunk, keyList } from '../store/key-list.ts';
import { moveTo, type SharedInts, sharedInts } from '../store/shared-ints.ts';
import { ORDERS, type Order, REPLIES, type Reply, type Start } from './orders.ts';
import { applyMoves, arraysOf } from './shared-arrays.ts';

/** One worker: does what it is ordered, one order after the other, and waits in between. */
class Worker {
  readonly #start: Start;
  readonly #common: Common;
  #arrays: readonly SharedInts[] = [];
  #share: Share | undefined;
  #layout: Layout | undefined;

  constructor(start: Start) {
    this.#start = start;
    this.#common = { order: keyList(start.sleeps), firstChildren: sharedInts(1) };
  }

  /** @returns nothing if the order has no reply */
  obey(order: Order): Reply | undefined {
    if (order.kind === 'learn') return this.#learn(order);
    const share = this.#share;
    const layout = this.#layout;
    if (share === undefined || layout === undefined)
      throw new Error(`ordered to ${order.kind} without a model`);
    const { order: list, firstChildren } = this.#common;
    switch (order.kind) {
      case 'adopt':
        for (const chunk of order.order) addChunk(list, chunk);
        list.length = order.states;
        share.adopt(layout);
        return { kind: 'done' };
      case 'generate':
        applyMoves(this.#arrays, order.moves);
        return share.generatePortions(order.round, order.isFollowed, () => this.#takeNote());
      case 'note':
        applyMoves(this.#arrays, order.moves);
        return undefined;
      case 'insert':
        return { kind: 'inserted', added: share.insertAll(order.round) };
      case 'append':
        applyMoves(this.#arrays, order.moves);
        for (const chunk of order.order) addChunk(list, chunk);
        moveTo(firstChildren, order.firstChildren);
        return {
          kind: 'appended',
          asked: share.appendAll(order.stretches),
          counted: {
            transitions: share.counted.transitions,
            taken: share.counted.all,
            bytes: share.set.bytes,
          },
        };
    }
  }

  /** Obeys what has come while it generates. */
  #takeNote(): void {
    for (let order = orderFrom(this.#start.port); order; order = orderFrom(this.#start.port))
      this.obey(order);
  }

  #learn({ known }: Extract<Order, { readonly kind: 'learn' }>): Reply {
    const { owner, owners } = this.#start;
    const { model, layout } = known;
    this.#arrays = arraysOf(known);
    this.#layout = layout;
    const reader = readerOf(model, layout);
    if (this.#share === undefined)
      this.#share = new Share(reader, this.#common, layout, { owner, owners });
    else this.#share.learn(reader, layout);
    return { kind: 'done' };
  }
}

/** Waits for orders for ever; the main thread ends the thread. */
function work(start: Start): never {
  const { port, signals } = start;
  const worker = new Worker(start);
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

// The main thread starts this file with nothing else.
const start = workerData as Start;
takeLoops(start.loops);
// It counts as a reply that the thread is up.
Atomics.add(start.signals, REPLIES, 1);
Atomics.notify(start.signals, REPLIES);
work(start);
