import {
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  Worker,
} from 'node:worker_threads';
import { compiledLoops } from '../assembly/loops.ts';
import { LimitReached } from '../errors.ts';
import { ORDERS, type Order, REPLIES, type Reply, type Start } from './orders.ts';

/** How long the main thread waits without looking whether a worker has died, in milliseconds. */
const PATIENCE = 20;

/** One worker thread, and how it is spoken to. */
interface Thread {
  readonly worker: Worker;
  readonly port: MessagePort;
  readonly signals: Int32Array;
  /** How many replies are to have come by now; the first says that it is up. */
  awaited: number;
}

/** The worker threads of a search besides the main thread, which gives them orders and waits for their replies. */
export class Threads {
  readonly #count: number;
  readonly #sleeps: boolean;
  #threads: readonly Thread[] | undefined;
  #lost: Error | undefined;

  /**
   * @param owners how many threads there are, the main thread included
   * @param sleeps whether it is kept how states were reached
   */
  constructor(owners: number, sleeps: boolean) {
    this.#count = owners;
    this.#sleeps = sleeps;
  }

  /** Whether all are up; starts them if they are not yet starting, and waits for them if it is to. */
  areUp(waits: boolean): boolean {
    this.#threads ??= Array.from({ length: this.#count - 1 }, (_, index) =>
      this.#start(1 + index, this.#count),
    );
    while (waits && !this.haveReplied());
    return this.haveReplied(0);
  }

  /** Gives each thread an order, by its number, which starts at 1. */
  give(order: (owner: number) => Order): void {
    for (const [index, thread] of this.#all.entries()) {
      thread.awaited++;
      thread.port.postMessage(order(1 + index));
      Atomics.add(thread.signals, ORDERS, 1);
      Atomics.notify(thread.signals, ORDERS);
    }
  }

  /** Gives each thread an order that has no reply, and that it obeys when it can. */
  tell(order: Order): void {
    for (const { port } of this.#all) port.postMessage(order);
  }

  /**
   * Whether all have done what they were ordered; waits for a little while.
   * @throws LimitReached if a thread has died
   */
  haveReplied(patience = PATIENCE): boolean {
    if (this.#lost !== undefined) throw this.#lost;
    for (const { signals, awaited } of this.#all) {
      let replies = Atomics.load(signals, REPLIES);
      if (replies < awaited && patience > 0) {
        Atomics.wait(signals, REPLIES, replies, patience);
        replies = Atomics.load(signals, REPLIES);
      }
      if (replies < awaited) return false;
    }
    return true;
  }

  /** What each has replied. */
  replies(): readonly Reply[] {
    return this.#all.map(({ port }, index) => {
      // Only workers post to this port, and only replies.
      const reply = receiveMessageOnPort(port)?.message as Reply | undefined;
      if (reply === undefined) throw new Error(`worker ${index + 2} has replied nothing`);
      if (reply.kind !== 'failed') return reply;
      const Kind = reply.name === 'RangeError' ? RangeError : Error;
      const error = new Kind(`worker ${index + 2}: ${reply.message}`);
      if (reply.stack !== undefined) error.stack = reply.stack;
      throw error;
    });
  }

  async end(): Promise<void> {
    await Promise.all(this.#all.map(({ worker }) => worker.terminate()));
  }

  get #all(): readonly Thread[] {
    return this.#threads ?? [];
  }

  #start(owner: number, owners: number): Thread {
    const { port1, port2 } = new MessageChannel();
    const signals = new Int32Array(new SharedArrayBuffer(8));
    const workerData: Start = {
      port: port2,
      signals,
      owner,
      owners,
      sleeps: this.#sleeps,
      loops: compiledLoops(),
    };
    const worker = new Worker(new URL('../workers/boot.mjs', import.meta.url), {
      workerData,
      transferList: [port2],
    });
    worker.unref();
    worker.on('error', (error) => {
      this.#lost ??= error instanceof Error ? error : new Error(String(error));
    });
    worker.on('exit', (code) => {
      this.#lost ??= new LimitReached(
        `worker ${owner + 1} has ended too early (exit code ${code})`,
      );
    });
    return { worker, port: port1, signals, awaited: 1 };
  }
}
