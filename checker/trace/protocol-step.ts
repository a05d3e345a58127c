import { ModelError } from '../errors.ts';
import type { Environment, Fault } from '../faults/faults.ts';
import { canonicalKey } from '../model/canonical-key.ts';
import { type Outcome as ModelOutcome, type Send, Step } from '../model/effects.ts';
import type { Process, ProtocolInstance } from '../model/instance.ts';
import type { ProcessId } from '../model/process-id.ts';
import { type Context, startOf } from '../model/role.ts';
import type { ProcessStep } from '../property/judge.ts';
import {
  doubled,
  type Letter,
  letter,
  letterText,
  placesInNetwork,
  placeToReceive,
  without,
} from './inbox.ts';
import { inboxOf, type ProtocolState } from './protocol-state.ts';
import { survivor } from './survivor.ts';
import type { Sent, Transition } from './trace.ts';

/** What stays the same in every state of a protocol. */
export interface Setting {
  readonly instance: ProtocolInstance;
  readonly environment: Environment;
}

/** One way in which a transition of a protocol may turn out. */
export interface ProtocolOutcome {
  readonly state: ProtocolState;
  readonly sent: readonly Sent[];
  /** The message that the transition takes or doubles. */
  readonly taken?: Letter;
  readonly step?: ProcessStep | undefined;
}

type ProtocolTransition = Exclude<Transition, { readonly kind: 'action' }>;
type OfMessage = Extract<ProtocolTransition, { readonly message: unknown }>;

/** A process whose turn it is, in a state, for the step of a number. */
interface Turn {
  readonly setting: Setting;
  readonly state: ProtocolState;
  readonly process: Process;
  readonly number: number;
}

/** All that may come of a transition, in order; or why it cannot be taken. */
export function takeInProtocol(
  setting: Setting,
  state: ProtocolState,
  transition: Transition,
  number: number,
): readonly ProtocolOutcome[] | string {
  if (transition.kind === 'action') return 'a protocol has no actions but those of its processes';
  const process = setting.instance.processes.find(({ id }) => String(id) === transition.process);
  if (process === undefined) return `there is no process ${transition.process}`;
  const turn = { setting, state, process, number };
  switch (transition.kind) {
    case 'act':
      return act(turn, transition.action);
    case 'deliver':
      return receive(turn, transition, deliver);
    case 'discard':
      return receive(turn, transition, discard);
    case 'loss':
    case 'duplication':
      return disturb(turn, transition.kind, transition);
    case 'crash':
      return crash(turn);
    case 'restart':
      return restart(turn);
  }
}

function act(turn: Turn, name: string): readonly ProtocolOutcome[] | string {
  const { state, process } = turn;
  if (state.down.has(process.id)) return `${process.id} is down`;
  const action = Object.entries(process.role.actions ?? {}).find(([key]) => key === name)?.[1];
  if (action === undefined) return `${process.id} has no action ${name}`;
  const steps = stepsOf(action(state.locals.get(process.id), contextOf(turn)));
  if (steps.length === 0) return `action ${name} of ${process.id} is not enabled`;
  return steps.map((step) => moved(turn, 'act', step));
}

function receive(
  turn: Turn,
  { kind, from, message }: OfMessage,
  then: (turn: Turn, taken: Letter) => readonly ProtocolOutcome[] | string,
): readonly ProtocolOutcome[] | string {
  const { setting, state, process } = turn;
  const down = state.down.has(process.id);
  if (down !== (kind === 'discard')) return `${process.id} is ${down ? 'down' : 'up'}`;
  const inbox = inboxOf(state, process.id);
  const place = placeToReceive(inbox, setting.environment.network, letterText(from, message));
  const taken = inbox[place];
  if (taken === undefined)
    return `no such message from ${from} can reach ${process.id}: ${inTheWay(turn)}`;
  const inboxes = state.inboxes.set(process.id, without(inbox, place));
  const outcomes = then({ ...turn, state: { ...state, inboxes } }, taken);
  return typeof outcomes === 'string' ? outcomes : outcomes.map((one) => ({ ...one, taken }));
}

const inTheWay = ({ state, process }: Turn): string => {
  const waiting = inboxOf(state, process.id).map(({ text }) => text);
  return waiting.length === 0 ? 'its inbox is empty' : `its inbox holds ${waiting.join('; ')}`;
};

/** What a message makes of its receiver, or that it is ignored where such messages are kept. */
function deliver(turn: Turn, taken: Letter): readonly ProtocolOutcome[] | string {
  const outcomes = heard(turn, taken);
  if (turn.setting.environment.ignored === 'received') return outcomes;
  const effective = outcomes.filter(({ sent, step }) => sent.length > 0 || step !== undefined);
  return effective.length === 0
    ? `${turn.process.id} ignores ${taken.message.kind}, which stays in the network`
    : effective;
}

function heard(turn: Turn, { from, message }: Letter): readonly ProtocolOutcome[] {
  const { state, process } = turn;
  const handler = process.role.on?.[message.kind];
  if (handler === undefined) return [{ state, sent: [] }];
  // The handler of a kind is typed by that kind; the message is of it.
  const delivered = { ...message, from } as Parameters<typeof handler>[1];
  const steps = stepsOf(handler(state.locals.get(process.id), delivered, contextOf(turn)));
  if (steps.length === 0) return [{ state, sent: [] }];
  return steps.map((step) => moved(turn, 'deliver', step));
}

const discard = ({ state }: Turn): readonly ProtocolOutcome[] => [{ state, sent: [] }];

function disturb(
  turn: Turn,
  fault: 'loss' | 'duplication',
  { from, message }: OfMessage,
): readonly ProtocolOutcome[] | string {
  const { setting, state, process, number } = turn;
  const { network } = setting.environment;
  const inbox = inboxOf(state, process.id);
  const places = placesInNetwork(inbox, network, letterText(from, message));
  if (places.length === 0) return `no such message from ${from} to ${process.id} is in flight`;
  const counted = suffer(turn, fault);
  if (typeof counted === 'string') return counted;
  return inbox.flatMap((taken, place) => {
    if (!places.includes(place)) return [];
    const next = fault === 'loss' ? without(inbox, place) : doubled(inbox, network, taken, number);
    const inboxes = state.inboxes.set(process.id, next);
    return [{ state: { ...counted, inboxes }, sent: [], taken }];
  });
}

function crash(turn: Turn): readonly ProtocolOutcome[] | string {
  const { setting, state, process } = turn;
  const { crashing } = setting.environment;
  if (state.down.has(process.id)) return `${process.id} is down already`;
  if (crashing !== 'all' && !crashing.includes(process.roleName))
    return `a ${process.roleName} does not crash in this spec`;
  const counted = suffer(turn, 'crash');
  if (typeof counted === 'string') return counted;
  const fresh = startOf(process.role, contextOf(turn)).next;
  const next = survivor(state.locals.get(process.id), fresh, process.role.durable ?? []);
  const fallen = { ...turn, state: { ...counted, down: state.down.add(process.id) } };
  return [moved(fallen, 'crash', new Step(next, []))];
}

function restart(turn: Turn): readonly ProtocolOutcome[] | string {
  const { state, process } = turn;
  if (!state.down.has(process.id)) return `${process.id} is up`;
  const counted = suffer(turn, 'restart');
  if (typeof counted === 'string') return counted;
  const local = state.locals.get(process.id);
  const risen = { ...turn, state: { ...counted, down: state.down.remove(process.id) } };
  const steps = stepsOf(process.role.recover?.(local, contextOf(turn)));
  const outcomes = steps.length === 0 ? [new Step(local, [])] : steps;
  return outcomes.map((step) => moved(risen, 'restart', step));
}

/** The state with one more of a fault counted, or that the budget for it is spent. */
function suffer({ setting, state }: Turn, fault: Fault): ProtocolState | string {
  const budget = setting.environment.budget[fault];
  if (state.faults[fault] >= budget) return `the budget is spent: ${fault}=${budget}`;
  return { ...state, faults: { ...state.faults, [fault]: state.faults[fault] + 1 } };
}

/** The state after a process took a step: its local state, the messages sent and the history. */
function moved(
  { setting, state, process, number }: Turn,
  kind: ProcessStep['kind'],
  { next, sends }: Step<unknown>,
): ProtocolOutcome {
  const { id: self, roleName: role } = process;
  const before = state.locals.get(self);
  const inboxes = post(setting.instance, state.inboxes, self, sends, number);
  const after = { ...state, inboxes, locals: state.locals.set(self, next) };
  const sent = sends.map(({ to, message }) => ({
    to: String(to),
    message: letter(self, message, number).form,
  }));
  if (canonicalKey(before) === canonicalKey(next)) return { state: after, sent };
  const step: ProcessStep = { self, role, kind, before, after: next };
  return { state: { ...after, history: noted(setting, state.history, step) }, sent, step };
}

/** The inboxes with what a process sends in the step of a number. */
export function post(
  { processes }: ProtocolInstance,
  inboxes: ProtocolState['inboxes'],
  self: ProcessId,
  sends: readonly Send[],
  number: number,
): ProtocolState['inboxes'] {
  return sends.reduce((before, { to, message }) => {
    if (!processes.some(({ id }) => id === to))
      throw new ModelError(`${self} sends ${message.kind} to ${to}, which is no process.`);
    return before.update(to, [], (inbox) => [...inbox, letter(self, message, number)]);
  }, inboxes);
}

function noted({ instance }: Setting, before: unknown, step: ProcessStep): unknown {
  const event = instance.history?.note[step.role]?.(step.before, step.after, step.self, step.kind);
  return event === undefined ? before : instance.history?.record(before, event);
}

/** The steps among which a process may choose. */
function stepsOf(outcome: ModelOutcome<unknown>): readonly Step<unknown>[] {
  if (outcome instanceof Step) return [outcome];
  return outcome === undefined || outcome === null || outcome === false ? [] : outcome;
}

export function contextFor(instance: ProtocolInstance, { id, roleName }: Process): Context {
  const all = (role: string) =>
    instance.processes.filter((one) => one.roleName === role).map((one) => one.id);
  return { self: id, peers: all(roleName).filter((other) => other !== id), all };
}

const contextOf = ({ setting, process }: Turn): Context => contextFor(setting.instance, process);
