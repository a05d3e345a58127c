import fc from 'fast-check';
import {
  type Call,
  casRegister,
  counter,
  keyValueMap,
  lock,
  type ProcessId,
  processes,
  queue,
  register,
  type SequentialObject,
} from '../../checker/index.ts';
import type { CallEvent } from '../../checker/linearizability/call-history.ts';

export type SomeObject = SequentialObject<Call, unknown>;

/** Calls of some clients of an object, in the order in which they were seen. */
export interface Run {
  readonly object: SomeObject;
  readonly clients: readonly ProcessId[];
  readonly events: readonly CallEvent[];
}

const value = fc.constantFrom('x', 'y');
const read = fc.constant({ kind: 'read' });
const write = fc.record({ kind: fc.constant('write'), value });

/** Each object with calls of it, and answers that it might give. */
const objects: readonly {
  readonly object: unknown;
  readonly call: fc.Arbitrary<Call>;
  readonly answers: readonly unknown[];
}[] = [
  { object: register('x'), call: fc.oneof(read, write), answers: ['x', 'y', 'ok'] },
  {
    object: casRegister('x'),
    call: fc.oneof(
      read,
      write,
      fc.record({ kind: fc.constant('compareAndSet'), expected: value, value }),
    ),
    answers: ['x', 'y', 'ok', true, false],
  },
  {
    object: counter(),
    call: fc.oneof(
      read,
      fc.record({ kind: fc.constantFrom('add', 'fetchAndAdd'), amount: fc.constantFrom(1, 2) }),
    ),
    answers: [0, 1, 2, 3, 'ok'],
  },
  {
    object: queue<string>(),
    call: fc.oneof(
      fc.constant({ kind: 'dequeue' }),
      fc.record({ kind: fc.constant('enqueue'), value }),
    ),
    answers: ['x', 'y', null, 'ok'],
  },
  {
    object: keyValueMap<string, string>(),
    call: fc.oneof(
      fc.record({ kind: fc.constantFrom('get', 'remove'), key: value }),
      fc.record({ kind: fc.constant('put'), key: value, value }),
    ),
    answers: ['x', 'y', null, 'ok'],
  },
  {
    object: lock(),
    call: fc.record({ kind: fc.constantFrom('acquire', 'tryAcquire', 'release') }),
    answers: ['ok', true, false],
  },
];

/** One thing that a client does, if it can: invoke, let its call take effect, be answered, crash. */
interface Turn {
  readonly client: number;
  readonly call: Call;
  readonly does: 'go on' | 'crash' | 'let a call of one that crashed take effect';
  /** A wrong answer now and then, by its number among those that the object might give. */
  readonly lie: number | undefined;
}

/** Runs in which most answers are what the object gives at some moment during the call. */
export const runs: fc.Arbitrary<Run> = fc
  .tuple(fc.constantFrom(...objects), fc.integer({ min: 1, max: 4 }))
  .chain(([{ object, call, answers }, count]) => {
    const turn: fc.Arbitrary<Turn> = fc.record({
      client: fc.nat(count - 1),
      call,
      does: fc.oneof(
        { arbitrary: fc.constant('go on' as const), weight: 12 },
        { arbitrary: fc.constant('crash' as const), weight: 1 },
        {
          arbitrary: fc.constant('let a call of one that crashed take effect' as const),
          weight: 1,
        },
      ),
      lie: fc.option(fc.nat(answers.length - 1), { freq: 12, nil: undefined }),
    });
    return (
      fc
        .array(turn, { minLength: 8, maxLength: 26 })
        // Each call is one of this very object.
        .map((turns) => runOf(object as SomeObject, processes('client', count), turns, answers))
    );
  });

/** More calls than this take brute force too long. */
const MOST_CALLS = 6;

function runOf(
  object: SomeObject,
  clients: readonly ProcessId[],
  turns: readonly Turn[],
  answers: readonly unknown[],
): Run {
  const simulation = new Simulation(object);
  for (const { client, call, does, lie } of turns) {
    const self = clients[client]!;
    if (does === 'go on') simulation.goOn(self, call, lie === undefined ? NO_LIE : answers[lie]);
    else if (does === 'crash') simulation.crash(self);
    else simulation.takeEffectLate();
  }
  return { object, clients, events: simulation.events };
}

const NO_LIE = Symbol('the truth');

/** Clients that call a real object. */
class Simulation {
  readonly events: CallEvent[] = [];
  readonly #object: SomeObject;
  #state: unknown;
  readonly #pending = new Map<ProcessId, { readonly call: Call; answer?: unknown }>();
  readonly #cutOff: { readonly client: ProcessId; readonly call: Call }[] = [];

  constructor(object: SomeObject) {
    this.#object = object;
    this.#state = object.initial;
  }

  /** Invokes, takes effect or is answered, whatever comes next. */
  goOn(client: ProcessId, call: Call, lie: unknown): void {
    const mine = this.#pending.get(client);
    if (mine === undefined) {
      if (this.events.filter((one) => one.call !== undefined).length === MOST_CALLS) return;
      this.#pending.set(client, { call });
      this.events.push({ client, ends: null, call });
    } else if (mine.answer === undefined) {
      mine.answer = this.#takeEffect(client, mine.call);
    } else {
      this.#pending.delete(client);
      this.events.push({ client, ends: 'answered', answer: lie === NO_LIE ? mine.answer : lie });
    }
  }

  crash(client: ProcessId): void {
    const mine = this.#pending.get(client);
    if (mine !== undefined && mine.answer === undefined)
      this.#cutOff.push({ client, call: mine.call });
    this.#pending.delete(client);
    this.events.push({ client, ends: 'abandoned' });
  }

  /** A call of a client that crashed takes effect at last. */
  takeEffectLate(): void {
    const late = this.#cutOff.pop();
    if (late !== undefined) this.#takeEffect(late.client, late.call);
  }

  #takeEffect(client: ProcessId, call: Call): unknown {
    const effect = this.#object.apply(this.#state, call, client);
    if (effect === undefined) return undefined;
    this.#state = effect[0];
    return effect[1];
  }
}
