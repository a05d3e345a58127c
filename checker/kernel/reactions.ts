import { Record as ImmutableRecord } from 'immutable';
import { ModelError } from '../errors.ts';
import { canonicalKey } from '../model/canonical-key.ts';
import { type Message, Step, type TimerChange } from '../model/effects.ts';
import { makingOf, NO_VALUE } from '../model/making.ts';
import { type Context, type Delivered, type Role, startOf } from '../model/role.ts';
import { type Condition, changed } from './conditions.ts';
import type { AsText, ModelCalls } from './model-calls.ts';
import type { Parcel, ProtocolValues } from './protocol-values.ts';
import { UNTOLD } from './words.ts';

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
  /** The ways to serve a timer that is due. */
  serve(process: number, local: number, timer: string): readonly Reaction[];
  /** The ways to receive a message; undefined if it is ignored. */
  receive(process: number, local: number, envelope: number): readonly Reaction[] | undefined;
  /** The local state that a crash leaves. */
  crash(process: number, local: number): number;
  /** The ways to restart. */
  restart(process: number, local: number): readonly Reaction[];
  /** What is left of a process that has become Byzantine. */
  turn(process: number): number;
  /** Every message that a process may send when it is Byzantine, once, as envelopes. */
  alphabet(process: number): readonly number[];
}

/** What a role has answered. */
interface Found {
  readonly place: string;
  readonly process: number;
  readonly steps: readonly Step<unknown>[];
}

/** A reaction in texts: the local state and its condition, and each send's receiver and message. */
type Way = readonly [
  state: string,
  condition: string,
  sends: readonly (readonly [to: number, message: string])[],
];

const NO_STEPS: readonly Step<unknown>[] = [];

type Handler = (
  local: unknown,
  message: Delivered<Message>,
  context: Context<string, string>,
) => unknown;

/** How a process is at first, but for its timers. */
const FRESH: Condition = { is: 'up', timers: {}, ahead: 0 };

/** The most ticks that a timer can be started with: each number of ticks left makes states of its own. */
const MOST_TICKS = 1000;

/** Runs the functions of a protocol's roles on values, and gives what they answer as ids. */
export class Reactions implements Reacts {
  readonly #values: ProtocolValues;
  readonly #calls: ModelCalls;
  readonly #starts = new Map<number, Step<unknown>>();
  readonly #textOfReactions: (reactions: readonly Reaction[]) => string;

  readonly #told: AsText<readonly Reaction[]>;
  /** What was found out last, before it was turned into ids. */
  #last: Found = { place: '', process: 0, steps: [] };

  constructor(values: ProtocolValues, calls: ModelCalls) {
    this.#values = values;
    this.#calls = calls;
    this.#told = {
      write: (reactions) => this.#write(reactions),
      read: (text) => this.#read(text),
    };
    this.#textOfReactions = (reactions) =>
      reactions
        .map((one) => this.#textOf(one))
        .sort()
        .join(' or ') || 'nothing';
  }

  /** How a process starts. */
  initial(process: number): Reaction {
    const { initialTimers = {} } = this.#role(process);
    const changes = Object.entries(initialTimers).flatMap(([timer, ticks = null]) => ({
      timer,
      ticks,
    }));
    this.#refuseStrange(this.#place(process, 'initialTimers'), process, changes);
    const condition = { ...FRESH, timers: changed(FRESH.timers, changes) };
    const place = this.#place(process, 'initial');
    return this.#reactionOf(place, process, condition, this.#start(process));
  }

  /** The ways to take an action; none if it is not enabled. */
  act(process: number, local: number, action: string): readonly Reaction[] {
    const run = this.#role(process).actions?.[action];
    if (run === undefined) return [];
    return this.#ask(process, local, `action "${action}"`, NO_ENVELOPE, (value) =>
      run(value, this.#contextOf(process, local)),
    );
  }

  /** The ways to serve a timer that is due. */
  serve(process: number, local: number, timer: string): readonly Reaction[] {
    const condition = this.#values.conditionOf(local);
    const timers = changed(condition.timers, [{ timer, ticks: null }]);
    const stopped = this.#values.withCondition(local, { ...condition, timers });
    const reactions = this.#ask(process, stopped, `timer "${timer}"`, NO_ENVELOPE, (value) =>
      this.#role(process).timers?.[timer]?.(value, this.#contextOf(process, stopped)),
    );
    return reactions.length === 0 ? [{ local: stopped, parcels: [] }] : reactions;
  }

  /** The ways to receive a message; undefined if it is ignored. */
  receive(process: number, local: number, envelope: number): readonly Reaction[] | undefined {
    const { kind } = this.#values.message(envelope);
    // `on` maps each kind of message to the handler for that kind; `Object.hasOwn` keeps out what objects inherit.
    const on = (this.#role(process).on ?? {}) as Readonly<Record<string, Handler>>;
    const handler = Object.hasOwn(on, kind) ? on[kind] : undefined;
    if (handler === undefined) return undefined;
    const context = this.#contextOf(process, local);
    const reactions = this.#ask(process, local, `handler "${kind}"`, envelope, (value, again) =>
      handler(value, this.#values.delivered(envelope, again), context),
    );
    return reactions.length === 0 ? undefined : reactions;
  }

  /** The local state that a crash leaves: the initial one, with what is durable kept. */
  crash(process: number, local: number): number {
    const { durable = [], durableTimers = [] } = this.#role(process);
    const value = this.#values.local(local);
    const { timers: running, ahead } = this.#values.conditionOf(local);
    const timers = Object.fromEntries(
      Object.entries(running).filter(([timer]) => durableTimers.includes(timer)),
    );
    const down: Condition = { is: 'down', timers, ahead };
    if (durable === 'everything') return this.#values.localId(value, down);
    const kept = durable.map((name): [string, unknown] => [name, fieldOf(value, name)]);
    return this.#values.localId(withFields(this.#start(process).next, kept), down);
  }

  /** What is left of a process that has become Byzantine. */
  turn(process: number): number {
    return this.#values.localId(this.#start(process).next, { ...FRESH, is: 'byzantine' });
  }

  /** Every message that a process may send when it is Byzantine, once, as envelopes. */
  alphabet(process: number): readonly number[] {
    const { alphabet } = this.#role(process);
    if (alphabet === undefined) return [];
    const place = this.#place(process, 'alphabet');
    const envelopes = this.#calls.call(
      { place, keyOf: String },
      () =>
        alphabet(this.#values.context(process, FRESH)).map((message) =>
          this.#values.envelopeOf(place, process, message),
        ),
      () => String(this.#values.process(process).id),
    );
    return [...new Set(envelopes)];
  }

  /** The ways to restart. */
  restart(process: number, local: number): readonly Reaction[] {
    const condition = this.#values.conditionOf(local);
    const restored = this.#values.withCondition(local, { ...condition, is: 'up' });
    const { recover } = this.#role(process);
    if (recover === undefined) return [{ local: restored, parcels: [] }];
    const reactions = this.#ask(process, restored, 'recover', NO_ENVELOPE, (value) =>
      recover(value, this.#contextOf(process, restored)),
    );
    return reactions.length === 0 ? [{ local: restored, parcels: [] }] : reactions;
  }

  #start(process: number): Step<unknown> {
    const known = this.#starts.get(process);
    if (known !== undefined) return known;
    const start = this.#calls.call(
      { place: this.#place(process, 'initial'), keyOf: keyOfStart },
      () => startOf(this.#role(process), this.#values.context(process, FRESH)),
      () => String(this.#values.process(process).id),
    );
    this.#starts.set(process, start);
    return start;
  }

  #ask(
    process: number,
    local: number,
    what: string,
    envelope: number,
    run: (value: unknown, again: boolean) => unknown,
  ): readonly Reaction[] {
    const values = this.#values;
    const place = this.#place(process, what);
    return this.#calls.callOnce(
      { place, keyOf: keyOfReactions, textOf: this.#textOfReactions },
      (again) => {
        const steps = this.#stepsOf(place, run(values.local(local, again), again));
        if (!again) this.#last = { place, process, steps };
        const before = values.conditionOf(local);
        return steps.map((step) => this.#reactionOf(place, process, before, step));
      },
      () =>
        canonicalKey(values.local(local)) +
        (envelope < 0 ? '' : ` and ${canonicalKey(values.message(envelope))}`),
      this.#told,
      () =>
        `${process} ${values.localText(local)}${envelope < 0 ? '' : ` and ${values.envelopeText(envelope)}`}`,
    );
  }

  #stepsOf(place: string, outcome: unknown): readonly Step<unknown>[] {
    if (outcome === undefined || outcome === null || outcome === false) return NO_STEPS;
    const steps: readonly unknown[] = Array.isArray(outcome) ? outcome : [outcome];
    return steps.map((step) => {
      if (step instanceof Step) return step;
      throw new ModelError(
        `${place} returned ${describe(step)}. Return step(next, ...sends), an array of steps, or nothing.`,
      );
    });
  }

  /** What was found out last, as a text for another thread: who it is, and of each way the local state, and what is sent in that order. */
  #write(reactions: readonly Reaction[]): string {
    const values = this.#values;
    const { place, process, steps } = this.#last;
    const ways = reactions.map(({ local }, index): Way => {
      // As it was made, which may be otherwise than what is kept of all that are equal to it.
      const { next, sends } = steps[index]!;
      return [
        makingOf(next) ?? UNTOLD,
        values.conditions.textOf(values.conditions.idOf(values.conditionOf(local))),
        sends.map((send) => [values.receiverOf(place, send), makingOf(send.message) ?? UNTOLD]),
      ];
    });
    return JSON.stringify([process, ways]);
  }

  /** What another thread has found out, in ids that are given in the order in which they would be here. */
  #read(text: string): readonly [readonly Reaction[]] | undefined {
    const values = this.#values;
    // Another thread wrote it by `#write`.
    const [process, ways] = JSON.parse(text) as [number, readonly Way[]];
    const made = ways.map(([state, condition, sends]) => ({
      next: values.locals.valueOfText(state),
      condition,
      sends: sends.map(([to, message]) => ({ to, message: values.messages.valueOfText(message) })),
    }));
    // Before anything is numbered: what is understood in part is found out here as if nothing had been told.
    const all = made.flatMap(({ next, sends }) => [next, ...sends.map(({ message }) => message)]);
    if (all.includes(NO_VALUE)) return undefined;
    const reactions = made.map(({ next, condition, sends }): Reaction => {
      const local = values.localId(
        next,
        values.conditions.of(values.conditions.takeOver(condition)),
      );
      const sent = sends.map(({ to, message }): [number, number] => [
        to,
        // It was a message where it was sent.
        values.envelopeOf('', process, message as Message),
      ]);
      return { local, parcels: values.parcelsWith(sent) };
    });
    return [reactions];
  }

  #reactionOf(
    place: string,
    process: number,
    before: Condition,
    { next, sends, timers }: Step<unknown>,
  ): Reaction {
    this.#refuseStrange(place, process, timers);
    return {
      // Where no timer is touched, it is known already which condition it is.
      local: this.#values.localId(
        next,
        timers.length === 0 ? before : { ...before, timers: changed(before.timers, timers) },
      ),
      parcels: this.#values.parcelsOf(place, process, sends),
    };
  }

  #textOf({ local, parcels }: Reaction): string {
    const values = this.#values;
    const sends = parcels.flatMap(({ to, envelopes }) =>
      values.parcels
        .tupleOf(envelopes)
        .map((envelope) => `${values.process(to).id} ← ${canonicalKey(values.message(envelope))}`),
    );
    const { timers } = values.conditionOf(local);
    const running = Object.entries(timers).map(([timer, ticks]) => `timer ${timer} ${ticks}`);
    return [canonicalKey(values.local(local)), ...running, ...sends].join(', ');
  }

  /** @throws ModelError if a step starts or stops what is no timer of the role, or for what is no number of ticks. */
  #refuseStrange(place: string, process: number, changes: readonly TimerChange[]): void {
    const { timers = {} } = this.#role(process);
    for (const { timer, ticks } of changes) {
      if (!Object.hasOwn(timers, timer)) {
        const known = Object.keys(timers).join(', ') || 'none';
        throw new ModelError(
          `${place} starts or stops timer "${timer}", which its role does not declare in "timers"; there are: ${known}.`,
        );
      }
      if (ticks !== null && !(Number.isInteger(ticks) && ticks >= 0 && ticks <= MOST_TICKS))
        throw new ModelError(
          `${place} starts timer "${timer}" with ${ticks} ticks; give a whole number from 0 to ${MOST_TICKS}.`,
        );
    }
  }

  #contextOf(process: number, local: number): Context<string, string> {
    return this.#values.context(process, this.#values.conditionOf(local));
  }

  #role(process: number): Role<unknown> {
    return this.#values.process(process).role;
  }

  #place(process: number, what: string): string {
    return `${this.#values.name}: ${what} of role ${this.#values.process(process).roleName}`;
  }
}

/** Of a function that is given a local state and nothing else. */
const NO_ENVELOPE = -1;

const keyOfStart = ({ next, sends, timers }: Step<unknown>): string =>
  canonicalKey([next, ...sends, ...timers]);

const keyOfReactions = (reactions: readonly Reaction[]): string =>
  reactions.map(keyOfReaction).sort().join(';');

const keyOfReaction = ({ local, parcels }: Reaction): string => {
  let key = `${local}`;
  for (const { to, envelopes } of parcels) key += ` ${to} ${envelopes}`;
  return key;
};

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
