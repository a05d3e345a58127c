import { Record as ImmutableRecord } from 'immutable';
import { ModelError } from '../errors.ts';
import { canonicalKey } from '../model/canonical-key.ts';
import { type Message, Step } from '../model/effects.ts';
import { type Context, type Delivered, type Role, startOf } from '../model/role.ts';
import type { ModelCalls } from './model-calls.ts';
import type { Parcel, ProtocolValues } from './protocol-values.ts';

/** One way a process goes on: its next local state, and what it sends. */
export interface Reaction {
  readonly local: number;
  readonly parcels: readonly Parcel[];
}

/** What the roles of a protocol answer. */
export interface Reacts {
  /** How a process starts. */
  initial(process: number): Reaction;
  /** The ways to take an action; none if it is not enabled. */
  act(process: number, local: number, action: string): readonly Reaction[];
  /** The ways to receive a message; undefined if it is ignored. */
  receive(process: number, local: number, envelope: number): readonly Reaction[] | undefined;
  /** The local state that a crash leaves. */
  crash(process: number, local: number): number;
  /** The ways to restart. */
  restart(process: number, local: number): readonly Reaction[];
}

type Handler = (local: unknown, message: Delivered<Message>, context: Context) => unknown;

/** Runs the functions of a protocol's roles on values, and gives what they answer as ids. */
export class Reactions implements Reacts {
  readonly #values: ProtocolValues;
  readonly #calls: ModelCalls;
  readonly #ordered: boolean;
  readonly #starts = new Map<number, Step<unknown>>();

  constructor(values: ProtocolValues, calls: ModelCalls, ordered: boolean) {
    this.#values = values;
    this.#calls = calls;
    this.#ordered = ordered;
  }

  /** How a process starts. */
  initial(process: number): Reaction {
    const place = this.#place(process, 'initial');
    return this.#reactionOf(place, process, this.#start(process));
  }

  /** The ways to take an action; none if it is not enabled. */
  act(process: number, local: number, action: string): readonly Reaction[] {
    const run = this.#role(process).actions?.[action];
    if (run === undefined) return [];
    return this.#ask(process, local, `action "${action}"`, '', (value) =>
      run(value, this.#values.context(process)),
    );
  }

  /** The ways to receive a message; undefined if it is ignored. */
  receive(process: number, local: number, envelope: number): readonly Reaction[] | undefined {
    const { kind } = this.#values.message(envelope);
    // `on` maps each kind of message to the handler for that kind; `Object.hasOwn` keeps out what objects inherit.
    const on = (this.#role(process).on ?? {}) as Readonly<Record<string, Handler>>;
    const handler = Object.hasOwn(on, kind) ? on[kind] : undefined;
    if (handler === undefined) return undefined;
    const input = ` and ${canonicalKey(this.#values.message(envelope))}`;
    const context = this.#values.context(process);
    const reactions = this.#ask(process, local, `handler "${kind}"`, input, (value, again) =>
      handler(value, this.#values.delivered(envelope, again), context),
    );
    return reactions.length === 0 ? undefined : reactions;
  }

  /** The local state that a crash leaves: the initial one, with what is durable kept. */
  crash(process: number, local: number): number {
    const { durable = [] } = this.#role(process);
    const value = this.#values.local(local);
    if (durable === 'everything') return this.#values.localId(value, true);
    const kept = durable.map((name): [string, unknown] => [name, fieldOf(value, name)]);
    return this.#values.localId(withFields(this.#start(process).next, kept), true);
  }

  /** The ways to restart. */
  restart(process: number, local: number): readonly Reaction[] {
    const restored = this.#values.localId(this.#values.local(local), false);
    const { recover } = this.#role(process);
    if (recover === undefined) return [{ local: restored, parcels: [] }];
    const reactions = this.#ask(process, restored, 'recover', '', (value) =>
      recover(value, this.#values.context(process)),
    );
    return reactions.length === 0 ? [{ local: restored, parcels: [] }] : reactions;
  }

  #start(process: number): Step<unknown> {
    const known = this.#starts.get(process);
    if (known !== undefined) return known;
    const start = this.#calls.call({
      place: this.#place(process, 'initial'),
      run: () => startOf(this.#role(process), this.#values.context(process)),
      keyOf: ({ next, sends }) => canonicalKey([next, ...sends]),
      input: () => String(this.#values.process(process).id),
    });
    this.#starts.set(process, start);
    return start;
  }

  #ask(
    process: number,
    local: number,
    what: string,
    input: string,
    run: (value: unknown, again: boolean) => unknown,
  ): readonly Reaction[] {
    const place = this.#place(process, what);
    const { locals } = this.#values;
    return this.#calls.call({
      place,
      run: (again) =>
        this.#reactionsOf(
          place,
          process,
          run(again ? locals.twinOf(local >> 1) : locals.valueOf(local >> 1), again),
        ),
      keyOf: (reactions) =>
        reactions
          .map((one) => this.#textOf(one))
          .sort()
          .join(' or ') || 'nothing',
      input: () => canonicalKey(locals.valueOf(local >> 1)) + input,
    });
  }

  #reactionsOf(place: string, process: number, outcome: unknown): readonly Reaction[] {
    if (outcome === undefined || outcome === null || outcome === false) return [];
    const steps: readonly unknown[] = Array.isArray(outcome) ? outcome : [outcome];
    return steps.map((step) => {
      if (!(step instanceof Step)) {
        throw new ModelError(
          `${place} returned ${describe(step)}. Return step(next, ...sends), an array of steps, or nothing.`,
        );
      }
      return this.#reactionOf(place, process, step);
    });
  }

  #reactionOf(place: string, process: number, { next, sends }: Step<unknown>): Reaction {
    return {
      local: this.#values.localId(next, false),
      parcels: this.#values.parcelsOf(place, process, sends, this.#ordered),
    };
  }

  #textOf({ local, parcels }: Reaction): string {
    const values = this.#values;
    const sends = parcels.flatMap(({ to, envelopes }) =>
      values.parcels
        .tupleOf(envelopes)
        .map((envelope) => `${values.process(to).id} ← ${canonicalKey(values.message(envelope))}`),
    );
    return [canonicalKey(values.local(local)), ...sends].join(', ');
  }

  #role(process: number): Role<unknown> {
    return this.#values.process(process).role;
  }

  #place(process: number, what: string): string {
    return `${this.#values.name}: ${what} of role ${this.#values.process(process).roleName}`;
  }
}

const fieldOf = (value: unknown, name: string): unknown =>
  // A role's durable fields are, by their type, fields of its local state.
  ImmutableRecord.isRecord(value)
    ? value.get(name)
    : (value as Readonly<Record<string, unknown>>)[name];

const withFields = (value: unknown, fields: readonly (readonly [string, unknown])[]): unknown =>
  ImmutableRecord.isRecord(value)
    ? value.merge(Object.fromEntries(fields))
    : fields.length === 0
      ? value
      : { ...(value as object), ...Object.fromEntries(fields) };

const describe = (value: unknown): string =>
  typeof value === 'function' ? 'a function' : (JSON.stringify(value) ?? 'undefined');
