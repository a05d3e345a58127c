import { Map } from 'immutable';
import { ModelError } from '../errors.ts';
import { isAmong } from '../faults/faults.ts';
import { canonicalKey } from '../model/canonical-key.ts';
import { type Outcome as ModelOutcome, type Send, Step } from '../model/effects.ts';
import type { ProtocolInstance } from '../model/instance.ts';
import type { ProcessId } from '../model/process-id.ts';
import { startOf } from '../model/role.ts';
import type { ProcessStep } from '../property/judge.ts';
import { changedTimers, drift, jump, passTime, withTimers } from './clocks.ts';
import { lie, pause, resume, turnByzantine } from './conditions.ts';
import {
  doubled,
  type Letter,
  letter,
  letterText,
  placesInNetwork,
  placeToReceive,
  without,
} from './inbox.ts';
import { divide, heal, withoutCut } from './partition.ts';
import { conditionOf, inboxOf, type ProtocolState, timersOf } from './protocol-state.ts';
import { survivor } from './survivor.ts';
import type { Transition } from './trace.ts';
import {
  contextFor,
  contextOf,
  hindrance,
  type Outcomes,
  type ProtocolOutcome,
  type Setting,
  suffer,
  type Turn,
} from './turn.ts';

type ProtocolTransition = Exclude<Transition, { readonly kind: 'action' }>;
type OfMessage = Extract<ProtocolTransition, { readonly message: unknown }>;

/** All that may come of a transition, in order; or why it cannot be taken. */
export function takeInProtocol(
  setting: Setting,
  state: ProtocolState,
  transition: Transition,
  number: number,
): Outcomes {
  switch (transition.kind) {
    case 'action':
      return 'a protocol has no actions but those of its processes';
    case 'tick':
    case 'late':
      return passTime(setting, state, transition.kind);
    case 'partition':
      return divide(setting, state, transition);
    case 'heal':
      return heal(state);
    default: {
      const { process: name } = transition;
      const process = setting.instance.processes.find(({ id }) => String(id) === name);
      if (process === undefined) return `there is no process ${name}`;
      return takeOfProcess({ setting, state, process, number }, transition);
    }
  }
}

function takeOfProcess(
  turn: Turn,
  transition: Extract<ProtocolTransition, { readonly process: string }>,
): Outcomes {
  switch (transition.kind) {
    case 'act':
      return act(turn, transition.action);
    case 'timer':
      return goOff(turn, transition.timer);
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
    case 'pause':
      return pause(turn);
    case 'resume':
      return resume(turn);
    case 'jump':
      return jump(turn, transition.by);
    case 'drift':
      return drift(turn, transition.by);
    case 'byzantine':
      return turnByzantine(turn);
    case 'lie':
      return lie(turn, transition);
  }
}

function act(turn: Turn, name: string): Outcomes {
  const { state, process } = turn;
  const hindered = hindrance(turn);
  if (hindered !== undefined) return hindered;
  const action = Object.entries(process.role.actions ?? {}).find(([key]) => key === name)?.[1];
  if (action === undefined) return `${process.id} has no action ${name}`;
  const steps = stepsOf(action(state.locals.get(process.id), contextOf(turn)));
  if (steps.length === 0) return `action ${name} of ${process.id} is not enabled`;
  return steps.map((step) => moved(turn, 'act', step));
}

function goOff(turn: Turn, timer: string): Outcomes {
  const { process } = turn;
  const hindered = hindrance(turn);
  if (hindered !== undefined) return hindered;
  const timers = timersOf(turn.state, process.id);
  if (timers.get(timer) !== 0) return `timer ${timer} of ${process.id} is not due`;
  const stopped = { ...turn, state: withTimers(turn.state, process.id, timers.remove(timer)) };
  const serve = Object.entries(process.role.timers ?? {}).find(([key]) => key === timer)?.[1];
  const steps = stepsOf(serve?.(turn.state.locals.get(process.id), contextOf(stopped)));
  if (steps.length === 0) return [{ state: stopped.state, sent: [] }];
  return steps.map((step) => moved(stopped, 'timer', step));
}

function receive(
  turn: Turn,
  { kind, from, message }: OfMessage,
  then: (turn: Turn, taken: Letter) => Outcomes,
): Outcomes {
  const { setting, state, process } = turn;
  const hindered = hindrance(turn);
  if (kind === 'discard' ? !isDeaf(turn) : hindered !== undefined)
    return hindered ?? `${process.id} is up`;
  const inbox = inboxOf(state, process.id);
  const open = withoutCut(state, process.id, inbox);
  const place = placeToReceive(open, setting.environment.network, letterText(from, message));
  const taken = open[place];
  if (taken === undefined)
    return `no such message from ${from} can reach ${process.id}: ${inTheWay(turn)}`;
  const inboxes = state.inboxes.set(process.id, without(inbox, inbox.indexOf(taken)));
  const outcomes = then({ ...turn, state: { ...state, inboxes } }, taken);
  return typeof outcomes === 'string' ? outcomes : outcomes.map((one) => ({ ...one, taken }));
}

/** Whether a process takes no notice of what reaches it. */
const isDeaf = ({ state, process }: Turn): boolean =>
  ['down', 'byzantine'].includes(conditionOf(state, process.id));

const inTheWay = ({ state, process }: Turn): string => {
  const waiting = inboxOf(state, process.id).map(({ text }) => text);
  return waiting.length === 0 ? 'its inbox is empty' : `its inbox holds ${waiting.join('; ')}`;
};

/** What a message makes of its receiver, or that it is ignored where such messages are kept. */
function deliver(turn: Turn, taken: Letter): Outcomes {
  const outcomes = heard(turn, taken);
  if (turn.setting.environment.ignored === 'received') return outcomes;
  const effective = outcomes.filter((one) => hasEffect(turn, one));
  return effective.length === 0
    ? `${turn.process.id} ignores ${taken.message.kind}, which stays in the network`
    : effective;
}

/** Whether a delivery does more than to take the message. */
const hasEffect = (
  { state: before, process: { id } }: Turn,
  { state, sent, step }: ProtocolOutcome,
): boolean =>
  sent.length > 0 || step !== undefined || !timersOf(before, id).equals(timersOf(state, id));

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
): Outcomes {
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

function crash(turn: Turn): Outcomes {
  const { setting, state, process } = turn;
  const { id, role, roleName } = process;
  const condition = conditionOf(state, id);
  if (condition === 'down') return `${id} is down already`;
  if (condition === 'byzantine') return `${id} is Byzantine`;
  if (!isAmong(roleName, setting.environment.crashing))
    return `a ${roleName} does not crash in this spec`;
  const counted = suffer(turn, 'crash');
  if (typeof counted === 'string') return counted;
  const fresh = startOf(role, contextFor(setting.instance, process, Map())).next;
  const next = survivor(state.locals.get(id), fresh, role.durable ?? []);
  const kept = timersOf(state, id).filter((_, timer) => role.durableTimers?.includes(timer));
  const fallen = withTimers({ ...counted, conditions: state.conditions.set(id, 'down') }, id, kept);
  return [moved({ ...turn, state: fallen }, 'crash', new Step(next, []))];
}

function restart(turn: Turn): Outcomes {
  const { state, process } = turn;
  if (conditionOf(state, process.id) !== 'down') return hindrance(turn) ?? `${process.id} is up`;
  const counted = suffer(turn, 'restart');
  if (typeof counted === 'string') return counted;
  const local = state.locals.get(process.id);
  const risen = {
    ...turn,
    state: { ...counted, conditions: state.conditions.remove(process.id) },
  };
  const steps = stepsOf(process.role.recover?.(local, contextOf(turn)));
  const outcomes = steps.length === 0 ? [new Step(local, [])] : steps;
  return outcomes.map((step) => moved(risen, 'restart', step));
}

/** The state after a process took a step: its local state and timers, the messages sent and the history. */
function moved(
  { setting, state, process, number }: Turn,
  kind: ProcessStep['kind'],
  { next, sends, timers }: Step<unknown>,
): ProtocolOutcome {
  const { id: self, roleName: role } = process;
  const before = state.locals.get(self);
  const after = {
    ...withTimers(state, self, changedTimers(timersOf(state, self), timers)),
    inboxes: post(setting.instance, state.inboxes, self, sends, number),
    locals: state.locals.set(self, next),
  };
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
