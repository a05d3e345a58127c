import { ModelError } from '../errors.ts';
import type { Environment } from '../faults/faults.ts';
import type { Message, Send } from '../model/effects.ts';
import type { Process, ProtocolInstance } from '../model/instance.ts';
import type { ProcessId } from '../model/process-id.ts';
import type { Context } from '../model/role.ts';
import { firstOf, internPair, pairInterner, secondOf } from '../store/pair-interner.ts';
import type { MessageForm } from '../trace/trace.ts';
import { Inboxes } from './inboxes.ts';
import { Interner } from './interner.ts';
import { TupleInterner } from './tuple-interner.ts';

/** What is sent to one process in one step: its number, and the envelopes as an interned tuple. */
export interface Parcel {
  readonly to: number;
  readonly envelopes: number;
}

/**
 * Every value of a protocol by number: processes, local states, messages, envelopes, inboxes,
 * events for the history. A local id is twice the number of the state, and one more while the process is down.
 */
export class ProtocolValues {
  readonly name: string;
  readonly processes: readonly Process[];
  readonly locals = new Interner();
  readonly messages = new Interner();
  /** Envelopes by (number of the sender, id of the message). */
  readonly envelopes = pairInterner();
  readonly inboxes: Inboxes;
  /** Tuples of envelopes that one step sends to one process. */
  readonly parcels = new TupleInterner();
  readonly events = new Interner();
  readonly #numbers: ReadonlyMap<ProcessId, number>;
  readonly #contexts: readonly Context[];

  constructor({ name, processes }: ProtocolInstance, environment: Environment) {
    this.name = name;
    this.processes = processes;
    this.inboxes = new Inboxes(environment.network, (envelope) => this.senderOf(envelope));
    this.#numbers = new Map(processes.map(({ id }, number) => [id, number]));
    const all = (roleName: string) =>
      processes.filter((process) => process.roleName === roleName).map(({ id }) => id);
    this.#contexts = processes.map(({ id, roleName }) =>
      Object.freeze({
        self: id,
        peers: Object.freeze(all(roleName).filter((other) => other !== id)),
        all,
      }),
    );
  }

  process(number: number): Process {
    // Numbers of processes are only ever made from this list.
    return this.processes[number]!;
  }

  context(number: number): Context {
    return this.#contexts[number]!;
  }

  localId(value: unknown, down: boolean): number {
    return 2 * this.locals.idOf(value) + (down ? 1 : 0);
  }

  isDown(local: number): boolean {
    return (local & 1) === 1;
  }

  /** @param again as an equal value that was made another way */
  local(local: number, again = false): unknown {
    return again ? this.locals.twinOf(local >> 1) : this.locals.valueOf(local >> 1);
  }

  /** The number of the process that sent an envelope. */
  senderOf(envelope: number): number {
    return firstOf(this.envelopes, envelope);
  }

  /** The message of an envelope with its sender, as a handler gets it. */
  delivered(envelope: number, again: boolean): Message & { readonly from: ProcessId } {
    const message = this.message(envelope, again);
    return Object.freeze({ ...message, from: this.process(this.senderOf(envelope)).id });
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
  parcelsOf(
    place: string,
    sender: number,
    sends: readonly Send[],
    ordered: boolean,
  ): readonly Parcel[] {
    const byReceiver = new Map<number, number[]>();
    for (const send of sends) {
      const to = this.#numbers.get(send.to);
      if (to === undefined)
        throw new ModelError(
          `${place} sends to ${String(send.to)}, which is no process of ${this.name}.`,
        );
      const envelope = this.#envelopeOf(place, sender, send.message);
      byReceiver.set(to, [...(byReceiver.get(to) ?? []), envelope]);
    }
    return [...byReceiver]
      .sort(([a], [b]) => a - b)
      .map(([to, tuple]) => ({
        to,
        envelopes: this.parcels.idOf(ordered ? tuple : tuple.sort((a, b) => a - b)),
      }));
  }

  #envelopeOf(place: string, sender: number, message: Message): number {
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
