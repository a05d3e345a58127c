import type { ProcessId } from '../model/process-id.ts';
import type { Behaviour } from './behaviour.ts';
import type { CallHistory, ClientHistory, Operation } from './call-history.ts';
import type { Call } from './sequential-object.ts';

/** A call in a thread, as the judge sees it: in numbers of the object's behaviour. */
export interface Step {
  readonly operation: number;
  /** What it was answered; a call that was not may take effect or not, with any answer. */
  readonly answer: number | undefined;
  /** How many steps of each client's main thread must come before it; 0 where none must. */
  readonly after: readonly number[];
}

/** Calls of one client that take effect in this order. */
export interface Thread {
  readonly steps: readonly Step[];
  /** How many of them were answered. */
  readonly answered: number;
  /** Of a call that a crash cut off: its number among those of its client, from 0. */
  readonly cutOff?: number;
  /** A number, from 0 up, for what was answered; and that for the same without the last of it. Each client has its own numbers. */
  readonly outcome: number;
  readonly outcomeBefore: number;
}

/** Which order the calls must keep: that of real time between all of them, or only that within each client. */
export type Order = 'real-time' | 'program';

/** Histories as threads. The same client has few histories, in many combinations with others': each is looked at once. */
export class Threads {
  readonly #behaviour: Behaviour;
  readonly #order: Order;
  #clients: readonly ProcessId[] = [];
  /** For each client the threads of its histories. */
  #known: readonly WeakMap<ClientHistory, readonly Thread[]>[] = [];
  /** For each client what it was answered so far, by texts. */
  #outcomes: readonly Map<string, number>[] = [];

  constructor(behaviour: Behaviour, order: Order) {
    this.#behaviour = behaviour;
    this.#order = order;
  }

  /** The threads of a history: one a client, and one for each call that a crash cut off. */
  of(history: CallHistory): readonly Thread[] {
    const clients: ProcessId[] = [];
    const histories: ClientHistory[] = [];
    history.forEach((one, client) => {
      clients.push(client);
      histories.push(one);
    });
    if (!isSameList(clients, this.#clients)) {
      this.#clients = clients;
      this.#known = clients.map(() => new WeakMap());
      this.#outcomes = clients.map(() => new Map());
    }
    const threads: Thread[] = [];
    const cutOff: Thread[] = [];
    for (let index = 0; index < histories.length; index++) {
      const all = this.#ofClient(index, histories[index]!);
      threads.push(all[0]!);
      for (let other = 1; other < all.length; other++) cutOff.push(all[other]!);
    }
    return cutOff.length === 0 ? threads : [...threads, ...cutOff];
  }

  /** The main thread of a client, then one for each of its calls that was cut off. */
  #ofClient(index: number, history: ClientHistory): readonly Thread[] {
    const known = this.#known[index]!.get(history);
    if (known !== undefined) return known;
    const client = this.#clients[index]!;
    const { finished, pending, abandoned } = history;
    const main = [...finished, ...(pending === null ? [] : [pending])];
    const steps = main.map((one) => this.#stepOf(client, one));
    const threads = [
      {
        steps,
        answered: finished.size,
        outcome: this.#outcomeOf(index, steps, finished.size),
        outcomeBefore: this.#outcomeOf(index, steps, Math.max(0, finished.size - 1)),
      },
      ...abandoned.toArray().map((one, cutOff) => ({
        steps: [this.#stepOf(client, one)],
        answered: 0,
        cutOff,
        outcome: 0,
        outcomeBefore: 0,
      })),
    ];
    this.#known[index]!.set(history, threads);
    return threads;
  }

  #outcomeOf(index: number, steps: readonly Step[], answered: number): number {
    const outcomes = this.#outcomes[index]!;
    let text = '';
    for (const { operation, answer } of steps.slice(0, answered)) text += `${operation} ${answer},`;
    const known = outcomes.get(text) ?? outcomes.size;
    outcomes.set(text, known);
    return known;
  }

  #stepOf(client: ProcessId, { call, answer, after }: Operation): Step {
    const behaviour = this.#behaviour;
    return {
      // A history has only calls that are declared for its object.
      operation: behaviour.numberOf(client, call as Call),
      answer: answer === undefined ? undefined : behaviour.answers.numberOf(answer),
      after: this.#clients.map((other) =>
        this.#order === 'real-time' || other === client ? (after.get(other) ?? -1) + 1 : 0,
      ),
    };
  }
}

function isSameList(one: readonly ProcessId[], other: readonly ProcessId[]): boolean {
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) return false;
  return true;
}
