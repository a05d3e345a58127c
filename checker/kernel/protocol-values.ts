import { ModelError } from '../errors.ts';
import type { Environment } from '../faults/faults.ts';
import type { Message, Send } from '../model/effects.ts';
import type { Process, ProtocolInstance } from '../model/instance.ts';
import type { ProcessId } from '../model/process-id.ts';
import type { Context, Delivered, Surroundings } from '../model/role.ts';
import {
  firstOf,
  internPair,
  type PairInterner,
  pairInterner,
  secondOf,
} from '../store/pair-interner.ts';
import type { MessageForm } from '../trace/trace.ts';
import { type Condition, Conditions } from './conditions.ts';
import { Inboxes } from './inboxes.ts';
import { Interner } from './interner.ts';
import type { MailTables } from './protocol-tables.ts';
import { TupleInterner } from './tuple-interner.ts';

/** What is sent to one process in one step: its number, and the envelopes as an interned tuple. */
export interface Parcel {
  readonly to: number;
  readonly envelopes: number;
}

const NO_PARCELS: readonly Parcel[] = [];

/**
 * Every value of a protocol by number: processes, local states, messages, envelopes, inboxes,
 * events for the history. A local id is a pair of the number of the state and that of the condition; where there are
 * no conditions but up and down it is twice the number of the state, and one more while the process is down.
 */
export class ProtocolValues {
  readonly name: string;
  readonly roleNames: readonly string[];
  readonly processes: readonly Process[];
  readonly locals = new Interner();
  readonly conditions = new Conditions();
  readonly messages = new Interner();
  /** Envelopes by (number of the sender, id of the message). */
  readonly envelopes = pairInterner();
  readonly inboxes: Inboxes;
  /** Tuples of envelopes that one step sends to one process. */
  readonly parcels = new TupleInterner();
  readonly events = new Interner();
  /** Whether messages of one sender arrive in the order that they were sent in. */
  readonly #isOrdered: boolean;
  readonly #numbers: ReadonlyMap<ProcessId, number>;
  readonly #surroundings: readonly Surroundings[];
  /** For each process what it knows, by the number of its condition. */
  readonly #contexts: readonly Context<string, string>[][];
  /** Envelopes as handlers get them, and as they get them the second time. */
  readonly #delivered: readonly Delivered<Message>[][] = [[], []];
  /** The messages that they were made of when these were last taken over. */
  readonly #deliveredAs: unknown[] = [];
  /** Local ids, where there are more conditions than up and down. */
  readonly localPairs: PairInterner | undefined;

  constructor({ name, roles, processes }: ProtocolInstance, environment: Environment) {
    this.name = name;
    this.roleNames = Object.keys(roles);
    this.processes = processes;
    this.#isOrdered = environment.network === 'fifo';
    const { pause, byzantine } = environment.budget;
    const isTimed = processes.some(({ role }) => role.timers !== undefined);
    this.localPairs = isTimed || pause > 0 || byzantine > 0 ? pairInterner() : undefined;
    this.inboxes = new Inboxes(environment.network, (envelope) => this.senderOf(envelope));
    this.#numbers = new Map(processes.map(({ id }, number) => [id, number]));
    const all = (roleName: string) =>
      processes.filter((process) => process.roleName === roleName).map(({ id }) => id);
    this.#surroundings = processes.map(({ id, roleName }) => ({
      self: id,
      peers: Object.freeze(all(roleName).filter((other) => other !== id)),
      all,
    }));
    this.#contexts = processes.map(() => []);
  }

  /** What it takes to add messages to inboxes. */
  get mail(): MailTables {
    return {
      inboxes: this.inboxes.pairs,
      parcels: this.parcels.pairs.pairs,
      senders: this.#isOrdered ? this.envelopes.pairs : undefined,
    };
  }

  process(number: number): Process {
    // Numbers of processes are only ever made from this list.
    return this.processes[number]!;
  }

  /** What a process knows in a condition. */
  context(number: number, condition: Condition): Context<string, string> {
    const id = this.conditions.idOf(condition);
    const contexts = this.#contexts[number]!;
    const known = contexts[id];
    if (known !== undefined) return known;
    const { timers } = condition;
    const context = Object.freeze({
      ...this.#surroundings[number]!,
      remaining: (timer: string) => (Object.hasOwn(timers, timer) ? timers[timer] : undefined),
      isRunning: (timer: string) => Object.hasOwn(timers, timer) && timers[timer]! > 0,
    });
    contexts[id] = context;
    return context;
  }

  localId(value: unknown, condition: Condition): number {
    return this.#pair(this.locals.idOf(value), this.conditions.idOf(condition));
  }

  /** The same local state in another condition. */
  withCondition(local: number, condition: Condition): number {
    return this.#pair(this.stateOf(local), this.conditions.idOf(condition));
  }

  /** Another local state, by its number, in the same condition. A condition names no process. */
  withState(local: number, state: number): number {
    return this.#pair(state, this.#conditionId(local));
  }

  #pair(state: number, condition: number): number {
    return this.localPairs === undefined
      ? 2 * state + condition
      : internPair(this.localPairs, state, condition);
  }

  /** The number of the local state that a local id is of. */
  stateOf(local: number): number {
    return this.localPairs === undefined ? local >> 1 : firstOf(this.localPairs, local);
  }

  conditionOf(local: number): Condition {
    return this.conditions.of(this.#conditionId(local));
  }

  #conditionId(local: number): number {
    return this.localPairs === undefined ? local & 1 : secondOf(this.localPairs, local);
  }

  /** @param again as an equal value that was made another way */
  local(local: number, again = false): unknown {
    const state = this.stateOf(local);
    return again ? this.locals.twinOf(state) : this.locals.valueOf(state);
  }

  /** A local state in its condition, as a text (see `Words`). */
  localText(local: number): string {
    return `${this.locals.textOf(this.stateOf(local))} ${this.conditions.textOf(this.#conditionId(local))}`;
  }

  /** The local id of a state in a condition, both as texts, which are taken over (see `Words`); -1 if it cannot be made. */
  takeLocalOver(state: string, condition: string): number {
    const id = this.locals.takeOver(state);
    return id < 0 ? id : this.#pair(id, this.conditions.takeOver(condition));
  }

  /** The envelope of a sender with a message, which is a text that is taken over; -1 if it cannot be made. */
  takeEnvelopeOver(sender: number, message: string): number {
    const { messages } = this;
    const before = messages.size;
    const id = messages.takeOver(message);
    // What handlers get is made of messages as they were.
    if (id >= 0 && messages.size === before) this.#forgetDelivered(id);
    return id < 0 ? id : internPair(this.envelopes, sender, id);
  }

  #forgetDelivered(message: number): void {
    const value = this.messages.valueOf(message);
    if (this.#deliveredAs[message] === value) return;
    for (const known of this.#delivered) known.length = 0;
    this.#deliveredAs[message] = value;
  }

  /** An envelope as a text. */
  envelopeText(envelope: number): string {
    const message = this.messages.textOf(secondOf(this.envelopes, envelope));
    return `${this.senderOf(envelope)} ${message}`;
  }

  /** The number of the process that sent an envelope. */
  senderOf(envelope: number): number {
    return firstOf(this.envelopes, envelope);
  }

  /** The message of an envelope with its sender, as a handler gets it: frozen, so that all local states get the same one. */
  delivered(envelope: number, again: boolean): Delivered<Message> {
    const known = this.#delivered[again ? 1 : 0]!;
    known[envelope] ??= Object.freeze({
      ...this.message(envelope, again),
      from: this.process(this.senderOf(envelope)).id,
    });
    return known[envelope];
  }

  message(envelope: number, again = false): Message {
    const id = secondOf(this.envelopes, envelope);
    // Only messages are interned here.
    return (again ? this.messages.twinOf(id) : this.messages.valueOf(id)) as Message;
  }

  messageForm(envelope: number): MessageForm {
    // The form of a message is that of a plain object with a kind, see `envelopeOf`.
    return this.messages.formOf(secondOf(this.envelopes, envelope)) as MessageForm;
  }

  /**
   * What a step of `sender` puts in each inbox, by receiver.
   * @throws ModelError if a send has no receiver or no message.
   */
  parcelsOf(place: string, sender: number, sends: readonly Send[]): readonly Parcel[] {
    if (sends.length === 0) return NO_PARCELS;
    const byReceiver = new Map<number, number[]>();
    // What is sent to many is one object most often.
    let message: Message | undefined;
    let envelope = -1;
    for (const send of sends) {
      const to = this.receiverOf(place, send);
      if (envelope < 0 || send.message !== message)
        envelope = this.envelopeOf(place, sender, send.message);
      message = send.message;
      putIn(byReceiver, to, envelope);
    }
    return this.#parcels(byReceiver);
  }

  /** The same, of envelopes that are sent one after the other, each with its receiver. */
  parcelsWith(sent: readonly (readonly [to: number, envelope: number])[]): readonly Parcel[] {
    if (sent.length === 0) return NO_PARCELS;
    const byReceiver = new Map<number, number[]>();
    for (const [to, envelope] of sent) putIn(byReceiver, to, envelope);
    return this.#parcels(byReceiver);
  }

  /**
   * The number of the process that something is sent to.
   * @throws ModelError if there is none
   */
  receiverOf(place: string, { to }: Send): number {
    const number = this.#numbers.get(to);
    if (number !== undefined) return number;
    throw new ModelError(`${place} sends to ${String(to)}, which is no process of ${this.name}.`);
  }

  #parcels(byReceiver: ReadonlyMap<number, number[]>): readonly Parcel[] {
    return [...byReceiver]
      .sort(([a], [b]) => a - b)
      .map(([to, tuple]) => ({
        to,
        envelopes: this.parcels.idOf(this.#isOrdered ? tuple : tuple.sort((a, b) => a - b)),
      }));
  }

  /** @throws ModelError if it is no message. */
  envelopeOf(place: string, sender: number, message: Message): number {
    if (
      typeof message !== 'object' ||
      message === null ||
      typeof message.kind !== 'string' ||
      'from' in message
    ) {
      throw new ModelError(
        `${place} sends ${JSON.stringify(message)}; a message is plain data with a kind, and without a field "from".`,
      );
    }
    return internPair(this.envelopes, sender, this.messages.idOf(message));
  }
}

function putIn(byReceiver: Map<number, number[]>, to: number, envelope: number): void {
  const others = byReceiver.get(to);
  if (others === undefined) byReceiver.set(to, [envelope]);
  else others.push(envelope);
}
