import { DifferentAnswers } from '../errors.ts';
import { freeze } from '../model/freeze.ts';
import type { ProcessId } from '../model/process-id.ts';
import { twinOf } from '../model/twin.ts';
import { keyOf } from './same.ts';
import type { Call, SequentialObject } from './sequential-object.ts';
import { Values } from './values.ts';

type SomeObject = SequentialObject<Call, unknown>;

/** A call by a client. */
export interface Operation {
  readonly client: ProcessId;
  readonly call: Call;
}

/** What an operation does in a state: the state after it, and its answer. */
interface Effect {
  readonly operation: number;
  readonly state: number;
  readonly answer: number;
}

/** Where a call must wait. */
export const WAITS = -1;

/**
 * What an object does, in numbers: states, operations and answers are numbered by value, and each operation in each state
 * is asked of the object when it is first met, and never again. It is asked twice then, the second time on equal values that were
 * made another way, so that a function that is not pure is found out.
 */
export class Behaviour {
  readonly initial: number;
  readonly answers = new Values();
  readonly #states = new Values();
  readonly #operations: Operation[] = [];
  readonly #numbers = new Map<ProcessId, Map<string, number>>();
  readonly #object: SomeObject;
  /** For each state the effect of each operation, as far as it was asked. */
  readonly #effects: (number | undefined)[][] = [];
  readonly #after: Effect[] = [];

  constructor(object: SomeObject) {
    this.#object = object;
    this.initial = this.#states.numberOf(object.initial);
  }

  /** The number of a client's call. */
  numberOf(client: ProcessId, call: Call): number {
    const ofClient = this.#numbers.get(client) ?? new Map<string, number>();
    this.#numbers.set(client, ofClient);
    const key = keyOf(call);
    const known = ofClient.get(key);
    if (known !== undefined) return known;
    ofClient.set(key, this.#operations.length);
    return this.#operations.push(freeze({ client, call })) - 1;
  }

  /** The operation with a number. */
  operation(number: number): Operation {
    // Numbers are only ever given to operations.
    return this.#operations[number]!;
  }

  /** What an operation does in a state: an effect, of which the next state and the answer can be asked; or that it waits. */
  effectOf(state: number, operation: number): number {
    this.#effects[state] ??= [];
    const effects = this.#effects[state];
    effects[operation] ??= this.#ask(state, operation);
    return effects[operation];
  }

  stateAfter(effect: number): number {
    return this.#after[effect]!.state;
  }

  answerOf(effect: number): number {
    return this.#after[effect]!.answer;
  }

  /** The operation that has an effect. */
  operationOf(effect: number): Operation {
    return this.operation(this.#after[effect]!.operation);
  }

  /** What the object's own `apply` gives, by values. */
  apply(state: unknown, call: Call, client: ProcessId): readonly [unknown, unknown] | undefined {
    const effect = this.effectOf(this.#states.numberOf(state), this.numberOf(client, call));
    if (effect === WAITS) return undefined;
    const [next, answer] = [this.stateAfter(effect), this.answerOf(effect)];
    return [this.#states.valueOf(next), this.answers.valueOf(answer)];
  }

  #ask(state: number, operation: number): number {
    const { client, call } = this.operation(operation);
    const before = this.#states.valueOf(state);
    const effect = this.#object.apply(before, call, client);
    // A twin of a call is a call.
    const again = this.#object.apply(twinOf(before), twinOf(call) as Call, client);
    const [text, textAgain] = [keyOf(effect), keyOf(again)];
    if (text !== textAgain) {
      const input = `${this.#object.name} ${keyOf(before)}, ${keyOf(call)} by ${client}`;
      throw new DifferentAnswers(input, text, textAgain);
    }
    if (effect === undefined) return WAITS;
    const [next, answer] = [this.#states.numberOf(effect[0]), this.answers.numberOf(effect[1])];
    return this.#after.push({ operation, state: next, answer }) - 1;
  }
}

const known = new WeakMap<SomeObject, Behaviour>();

/** The behaviour of an object, which is found out once. */
export function behaviourOf(object: SomeObject): Behaviour {
  const behaviour = known.get(object) ?? new Behaviour(object);
  known.set(object, behaviour);
  return behaviour;
}
