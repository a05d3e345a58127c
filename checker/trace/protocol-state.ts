import { List, Map } from 'immutable';
import { type Environment, type FaultBudget, shownCounts } from '../faults/faults.ts';
import { canonicalForm, type Json, textOf } from '../model/canonical.ts';
import type { Message } from '../model/effects.ts';
import type { ProtocolInstance } from '../model/instance.ts';
import type { ProcessId } from '../model/process-id.ts';
import type { Envelope, World } from '../model/subject.ts';
import type { Seen } from '../property/judge.ts';
import { separates } from './cut.ts';
import type { Inbox } from './inbox.ts';
import type { Cut, MessageForm, StateForm } from './trace.ts';

/** How a process is. */
export type Condition = 'up' | 'paused' | 'down' | 'byzantine';

/** The running timers of a process, with the ticks that are left. */
export type Ticks = Map<string, number>;

/** A whole state of a protocol, as values. */
export interface ProtocolState {
  readonly locals: Map<ProcessId, unknown>;
  /** How each process is that is not up. */
  readonly conditions: Map<ProcessId, Condition>;
  readonly timers: Map<ProcessId, Ticks>;
  /** By how many ticks each clock is ahead of true time. */
  readonly ahead: Map<ProcessId, number>;
  readonly inboxes: Map<ProcessId, Inbox>;
  readonly faults: FaultBudget;
  readonly partition: Cut | null;
  readonly history: unknown;
}

export const inboxOf = (state: ProtocolState, process: ProcessId): Inbox =>
  state.inboxes.get(process, []);

export const conditionOf = ({ conditions }: ProtocolState, process: ProcessId): Condition =>
  conditions.get(process, 'up');

export const timersOf = ({ timers }: ProtocolState, process: ProcessId): Ticks =>
  timers.get(process) ?? Map();

/** The state as plain data, slot by slot. */
export function protocolForm(
  instance: ProtocolInstance,
  { budget }: Environment,
  state: ProtocolState,
): StateForm {
  const locals = instance.processes.map(({ id }) => [String(id), processForm(state, id)] as const);
  const { partition } = state;
  return {
    ...Object.fromEntries(locals),
    network: networkForm(envelopes(instance, state)),
    faults: shownCounts(state.faults, budget) as Json,
    ...(budget.partition === 0
      ? {}
      : { partition: partition && { away: partition.away, links: partition.links } }),
    ...(instance.history === undefined ? {} : { history: canonicalForm(state.history) }),
  };
}

function processForm(state: ProtocolState, id: ProcessId): Json {
  const local = canonicalForm(state.locals.get(id));
  const timers = timersOf(state, id);
  const ahead = state.ahead.get(id, 0);
  const timed =
    timers.isEmpty() && ahead === 0
      ? local
      : { '#timed': local, timers: Object.fromEntries(timers), ahead };
  const condition = conditionOf(state, id);
  return condition === 'up' ? timed : { [`#${condition}`]: timed };
}

/** The messages in flight as plain data, sorted by their text. */
const networkForm = (inFlight: readonly Envelope[]): readonly MessageInFlight[] =>
  inFlight
    .map(({ from, to, message }) => ({
      from: String(from),
      to: String(to),
      // The form of plain data with a kind is an object with the same kind.
      message: canonicalForm(message) as MessageForm,
    }))
    .map((form) => ({ form, text: textOf(form) }))
    .sort((a, b) => (a.text < b.text ? -1 : a.text > b.text ? 1 : 0))
    .map(({ form }) => form);

/** How a message in flight is written in the slot `network`. */
type MessageInFlight = {
  readonly from: string;
  readonly to: string;
  readonly message: MessageForm;
};

/** Tells states apart by the order of each channel and the origin of each message as well. */
export const protocolKey = (
  instance: ProtocolInstance,
  environment: Environment,
  state: ProtocolState,
): string =>
  textOf([
    protocolForm(instance, environment, state),
    instance.processes.map(({ id }) =>
      inboxOf(state, id).map(({ text, sentAt }) => `${sentAt} ${text}`),
    ),
  ]);

/** Tells states apart by all that they are: where messages are in order, by that order as well. */
export const protocolIdentity = (
  {
    instance,
    environment,
  }: { readonly instance: ProtocolInstance; readonly environment: Environment },
  state: ProtocolState,
): string =>
  textOf([
    protocolForm(instance, environment, state),
    environment.network === 'fifo'
      ? instance.processes.map(({ id }) => channelsOf(inboxOf(state, id)))
      : null,
  ]);

/** The messages of an inbox in order, sender by sender. */
const channelsOf = (inbox: Inbox): readonly string[] =>
  inbox
    .map(({ from, text }) => ({ from: String(from), text }))
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
    .map(({ text }) => text);

/** The state as the properties of the protocol see it. */
export function seenOfProtocol(instance: ProtocolInstance, state: ProtocolState): Seen {
  const locals = (role: string) =>
    instance.processes
      .filter(({ roleName }) => roleName === role)
      .map(({ id }) => [id, state.locals.get(id)] as const);
  const world: World<unknown> = {
    history: state.history,
    inFlight: List(envelopes(instance, state)),
    faults: state.faults,
    isUp: (process) => conditionOf(state, process) !== 'down',
    isPaused: (process) => conditionOf(state, process) === 'paused',
    isByzantine: (process) => conditionOf(state, process) === 'byzantine',
    isCut: (from, to) => state.partition !== null && separates(state.partition, from, to),
    remaining: (process, timer) => timersOf(state, process).get(timer),
  };
  return {
    view: Object.fromEntries(Object.keys(instance.roles).map((role) => [role, Map(locals(role))])),
    world,
    locals,
  };
}

const envelopes = (instance: ProtocolInstance, state: ProtocolState): readonly Envelope[] =>
  instance.processes.flatMap(({ id }) =>
    inboxOf(state, id).map(({ from, message }): Envelope<Message> => ({ from, to: id, message })),
  );
