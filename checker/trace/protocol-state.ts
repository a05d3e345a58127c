import { type Set as ImmutableSet, List, Map } from 'immutable';
import type { Environment } from '../faults/faults.ts';
import { canonicalForm, textOf } from '../model/canonical.ts';
import type { Message } from '../model/effects.ts';
import type { ProtocolInstance } from '../model/instance.ts';
import type { ProcessId } from '../model/process-id.ts';
import type { Envelope, FaultsSoFar, World } from '../model/subject.ts';
import type { Seen } from '../property/judge.ts';
import type { Inbox } from './inbox.ts';
import type { MessageForm, StateForm } from './trace.ts';

/** A whole state of a protocol, as values. */
export interface ProtocolState {
  readonly locals: Map<ProcessId, unknown>;
  readonly down: ImmutableSet<ProcessId>;
  readonly inboxes: Map<ProcessId, Inbox>;
  readonly faults: FaultsSoFar;
  readonly history: unknown;
}

export const inboxOf = (state: ProtocolState, process: ProcessId): Inbox =>
  state.inboxes.get(process, []);

/** The state as plain data, slot by slot. */
export function protocolForm(instance: ProtocolInstance, state: ProtocolState): StateForm {
  const locals = instance.processes.map(({ id }) => {
    const local = canonicalForm(state.locals.get(id));
    return [String(id), state.down.has(id) ? { '#down': local } : local] as const;
  });
  return {
    ...Object.fromEntries(locals),
    network: networkForm(envelopes(instance, state)),
    faults: { ...state.faults },
    ...(instance.history === undefined ? {} : { history: canonicalForm(state.history) }),
  };
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
export const protocolKey = (instance: ProtocolInstance, state: ProtocolState): string =>
  textOf([
    protocolForm(instance, state),
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
    protocolForm(instance, state),
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
  const roles = new Set(instance.processes.map(({ roleName }) => roleName));
  const world: World<unknown> = {
    history: state.history,
    inFlight: List(envelopes(instance, state)),
    faults: state.faults,
    isUp: (process) => !state.down.has(process),
  };
  return {
    view: Object.fromEntries(Array.from(roles, (role) => [role, Map(locals(role))])),
    world,
    locals,
  };
}

const envelopes = (instance: ProtocolInstance, state: ProtocolState): readonly Envelope[] =>
  instance.processes.flatMap(({ id }) =>
    inboxOf(state, id).map(({ from, message }): Envelope<Message> => ({ from, to: id, message })),
  );
