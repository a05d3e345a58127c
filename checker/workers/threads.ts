import {
  getEnvironmentData,
  isMainThread,
  MessageChannel,
  type MessagePort,
  receiveMessageOnPort,
  Worker,
} from 'node:worker_threads';
import { compiledLoops } from '../assembly/loops.ts';
import { LimitReached } from '../errors.ts';
import type { Told } from '../kernel/exchange.ts';
import { ORDERS, type Order, REPLIES, type Reply, type Start } from './orders.ts';

/** How long the main thread waits without looking whether a worker has died, in milliseconds. */
const PATIENCE = 20;

/** Where `loading/one-script.mjs` has put the program, if it runs it. */
const PROGRAM = 'the program of the main thread';

/** Whether the program has said that threads that run it do the work of threads. */
let isShared = false;

/** Says that in a thread of a search this program calls `work`, with what may be searched. */
export function shareProgram(): void {
  isShared = true;
}

/** Whether other threads can run the same program as the main thread, and so have what it searches. */
export const canRunProgram = (): boolean =>
  isShared && isMainThread && getEnvironmentData(PROGRAM) !== undefined;

/** So many answers can be claimed at a time, see `kernel/exchange.ts`. */
const CLAIMS = 1 << 16;

/** One worker thread, and how it is spoken to. */
interface Thread {
  readonly worker: Worker;
  readonly port: MessagePort;
  readonly tidings: MessagePort;
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
  /** Whether the program cannot be run in other threads, as has turned out. */
  #cannotHaveModel = false;
  /** Whether they run the program of the main thread, so that they have the model, too. */
  haveModel = false;

  /**
   * @param owners how many threads there are, the main thread included
   * @param sleeps whether it is kept how states were reached
   */
  constructor(owners: number, sleeps: boolean) {
    this.#count = owners;
    this.#sleeps = sleeps;
  }

  /** What is claimed by whom, see `kernel/exchange.ts`. */
  readonly claims = new Int32Array(new SharedArrayBuffer(4 * CLAIMS));

  /**
   * Whether all are up; starts them if they are not yet starting, and waits for them if it is to.
   * @param haveModel whether they run the program of the main thread, if they are to be started
   */
  areUp(waits: boolean, haveModel: () => boolean): boolean {
    this.#threads ??= this.#startAll(haveModel());
    if (this.#cannotHaveModel) {
      // Nothing was handed over so far.
      for (const { worker } of this.#all) void worker.terminate();
      this.#cannotHaveModel = false;
      this.#threads = this.#startAll(false);
    }
    while (waits && !this.haveReplied());
    return this.haveReplied(0);
  }

  #startAll(haveModel: boolean): readonly Thread[] {
    this.haveModel = haveModel;
    return Array.from({ length: this.#count - 1 }, (_, index) =>
      this.#start(1 + index, haveModel ? 'boot-with-model.mjs' : 'boot.mjs'),
    );
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

  /** What they have told since it was last asked for. */
  tidings(): readonly Told[] {
    return this.#all.flatMap(({ tidings }) => {
      const told: Told[] = [];
      // Only workers post to this port, and only that.
      for (let one = receiveMessageOnPort(tidings); one; one = receiveMessageOnPort(tidings))
        told.push(...(one.message as readonly Told[]));
      return told;
    });
  }

  async end(): Promise<void> {
    await Promise.all(this.#all.map(({ worker }) => worker.terminate()));
  }

  get #all(): readonly Thread[] {
    return this.#threads ?? [];
  }

  #start(owner: number, boot: string): Thread {
    const { port1, port2 } = new MessageChannel();
    const { port1: tidings, port2: telling } = new MessageChannel();
    const signals = new Int32Array(new SharedArrayBuffer(8));
    const workerData: Start = {
      port: port2,
      signals,
      owner,
      owners: this.#count,
      sleeps: this.#sleeps,
      loops: compiledLoops(),
      telling,
      claims: this.claims,
    };
    const worker = new Worker(new URL(`../workers/${boot}`, import.meta.url), {
      workerData,
      transferList: [port2, telling],
      argv: process.argv.slice(2),
      // What a program prints while it is loaded the main thread has printed.
      stdout: this.haveModel,
    });
    worker.unref();
    worker.stdout.resume();
    const isUp = () => Atomics.load(signals, REPLIES) > 0;
    const withModel = this.haveModel;
    const lose = (error: Error) => {
      // Those that were given up have been replaced.
      if (withModel && !isUp()) this.#cannotHaveModel ||= this.haveModel;
      else this.#lost ??= error;
    };
    worker.on('error', (error: unknown) => {
      if (hasNoMemory(error))
        lose(
          new RangeError(`Array buffer allocation failed: worker ${owner + 1} has no memory left`),
        );
      else lose(error instanceof Error ? error : new Error(String(error)));
    });
    worker.on('exit', (code) => {
      lose(new LimitReached(`worker ${owner + 1} has ended too early (exit code ${code})`));
    });
    return { worker, port: port1, tidings, signals, awaited: 1 };
  }
}

/** Whether a thread has ended because its heap is full. */
const hasNoMemory = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY';
