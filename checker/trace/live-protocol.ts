import { Map, Set } from 'immutable';
import type { ProtocolInstance } from '../model/instance.ts';
import type { ProcessId } from '../model/process-id.ts';
import { startOf } from '../model/role.ts';
import type { Configuration } from '../spec/configuration.ts';
import { deliverable, distinct, type Inbox, type Letter } from './inbox.ts';
import type { LiveState, Outcome } from './live-state.ts';
import {
  inboxOf,
  type ProtocolState,
  protocolForm,
  protocolIdentity,
  protocolKey,
  seenOfProtocol,
} from './protocol-state.ts';
import {
  contextFor,
  type ProtocolOutcome,
  post,
  type Setting,
  takeInProtocol,
} from './protocol-step.ts';
import type { Transition } from './trace.ts';

/** The number that stands for the beginning where others stand for steps. */
const BEGINNING = 0;

/** The initial state of a protocol, ready to be taken further. */
export function startOfProtocol(
  instance: ProtocolInstance,
  { environment }: Configuration,
): LiveState {
  const starts = instance.processes.map(
    (process) => [process.id, startOf(process.role, contextFor(instance, process))] as const,
  );
  const inboxes = starts.reduce(
    (sent, [self, { sends }]) => post(instance, sent, self, sends, BEGINNING),
    Map<ProcessId, Inbox>(),
  );
  return live(
    { instance, environment },
    {
      locals: Map(starts.map(([self, { next }]) => [self, next])),
      down: Set(),
      inboxes,
      faults: { loss: 0, duplication: 0, crash: 0, restart: 0 },
      history: instance.history?.initial,
    },
  );
}

function live(setting: Setting, state: ProtocolState): LiveState {
  const { instance } = setting;
  return {
    form: protocolForm(instance, state),
    key: protocolKey(instance, state),
    identity: () => protocolIdentity(setting, state),
    seen: seenOfProtocol(instance, state),
    inFlight: state.inboxes.reduce((sum, inbox) => sum + inbox.length, 0),
    take(transition, number) {
      const outcomes = takeInProtocol(setting, state, transition, number);
      return typeof outcomes === 'string'
        ? outcomes
        : outcomes.map((outcome) => outcomeOf(setting, transition, outcome));
    },
    candidates: () => candidatesOf(setting, state),
  };
}

function outcomeOf(
  setting: Setting,
  transition: Transition,
  { state, sent, taken, step }: ProtocolOutcome,
): Outcome {
  const asTaken =
    taken !== undefined && 'message' in transition
      ? { ...transition, message: taken.form }
      : transition;
  return {
    state: live(setting, state),
    transition: asTaken,
    sent,
    sentAt: taken?.sentAt,
    step,
  };
}

function candidatesOf(
  { instance, environment }: Setting,
  state: ProtocolState,
): readonly Transition[] {
  return instance.processes.flatMap(({ id, role }): readonly Transition[] => {
    const process = String(id);
    const up = !state.down.has(id);
    const inbox = inboxOf(state, id);
    const actions = up ? Object.keys(role.actions ?? {}) : [];
    const taking = (kind: 'deliver' | 'discard' | 'loss' | 'duplication') => (one: Letter) => ({
      kind,
      process,
      from: String(one.from),
      message: one.form,
    });
    return [
      ...actions.map((action) => ({ kind: 'act' as const, process, action })),
      ...deliverable(inbox, environment.network).map(taking(up ? 'deliver' : 'discard')),
      ...distinct(inbox).map(taking('loss')),
      ...distinct(inbox).map(taking('duplication')),
      { kind: up ? ('crash' as const) : ('restart' as const), process },
    ];
  });
}
