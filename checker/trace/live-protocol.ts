import { Map } from 'immutable';
import { NO_FAULTS } from '../faults/faults.ts';
import { canonicalForm } from '../model/canonical.ts';
import type { Process, ProtocolInstance } from '../model/instance.ts';
import type { ProcessId } from '../model/process-id.ts';
import { startOf } from '../model/role.ts';
import type { Configuration } from '../spec/configuration.ts';
import { changedTimers } from './clocks.ts';
import { wordsOf } from './conditions.ts';
import { deliverable, distinct, type Inbox, type Letter } from './inbox.ts';
import type { LiveState, Outcome } from './live-state.ts';
import { cutsOf, withoutCut } from './partition.ts';
import {
  conditionOf,
  inboxOf,
  type ProtocolState,
  protocolForm,
  protocolIdentity,
  protocolKey,
  seenOfProtocol,
  type Ticks,
} from './protocol-state.ts';
import { post, takeInProtocol } from './protocol-step.ts';
import { mentionedBy, numbersIn, shiftedState } from './risen-state.ts';
import type { MessageForm, Transition } from './trace.ts';
import { contextFor, type ProtocolOutcome, type Setting } from './turn.ts';

/** The number that stands for the beginning where others stand for steps. */
const BEGINNING = 0;

/** The initial state of a protocol, ready to be taken further. */
export function startOfProtocol(
  instance: ProtocolInstance,
  { environment }: Configuration,
): LiveState {
  const starts = instance.processes.map(
    (process) => [process, startOf(process.role, contextFor(instance, process, Map()))] as const,
  );
  const inboxes = starts.reduce(
    (sent, [{ id }, { sends }]) => post(instance, sent, id, sends, BEGINNING),
    Map<ProcessId, Inbox>(),
  );
  return live(
    { instance, environment },
    {
      locals: Map(starts.map(([{ id }, { next }]) => [id, next])),
      conditions: Map(),
      timers: Map(
        starts.map(([{ id, role }, { timers }]) => [
          id,
          changedTimers(initialTimers(role), timers),
        ]),
      ),
      ahead: Map(),
      inboxes,
      faults: NO_FAULTS,
      partition: null,
      history: instance.history?.initial,
    },
  );
}

const initialTimers = ({ initialTimers = {} }: Process['role']): Ticks =>
  Map(
    Object.entries(initialTimers).flatMap(([timer, ticks]): [string, number][] =>
      ticks === undefined ? [] : [[timer, ticks]],
    ),
  );

function live(setting: Setting, state: ProtocolState): LiveState {
  const { instance, environment } = setting;
  return {
    form: protocolForm(instance, environment, state),
    key: protocolKey(instance, environment, state),
    identity: (shift) => protocolIdentity(setting, shift ? shiftedState(state, shift) : state),
    numbers: () => numbersIn(state),
    mentionedBy: (transition) => mentionedBy(instance, state, transition),
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

function candidatesOf(setting: Setting, state: ProtocolState): readonly Transition[] {
  const ofWhole: readonly Transition[] = [
    { kind: 'tick' },
    { kind: 'late' },
    ...(setting.environment.budget.partition === 0 ? [] : cutsOf(setting)).map((cut) => ({
      kind: 'partition' as const,
      ...cut,
    })),
    { kind: 'heal' },
  ];
  return [
    ...setting.instance.processes.flatMap((process) => candidatesFor(setting, state, process)),
    ...ofWhole,
  ];
}

function candidatesFor(
  setting: Setting,
  state: ProtocolState,
  one: Process,
): readonly Transition[] {
  const { id, role } = one;
  const { network, jumpBy } = setting.environment;
  const process = String(id);
  const condition = conditionOf(state, id);
  const inbox = inboxOf(state, id);
  const up = condition === 'up';
  const { actions = {}, timers = {} } = up ? role : ASLEEP;
  const taking = (kind: 'deliver' | 'discard' | 'loss' | 'duplication') => (one: Letter) => ({
    kind,
    process,
    from: String(one.from),
    message: one.form,
  });
  const open = withoutCut(state, id, inbox);
  return [
    ...Object.keys(actions).map((action) => ({ kind: 'act' as const, process, action })),
    ...Object.keys(timers).map((timer) => ({ kind: 'timer' as const, process, timer })),
    ...deliverable(open, network).map(taking(up ? 'deliver' : 'discard')),
    ...distinct(inbox).map(taking('loss')),
    ...distinct(inbox).map(taking('duplication')),
    { kind: condition === 'down' ? ('restart' as const) : ('crash' as const), process },
    { kind: condition === 'paused' ? ('resume' as const) : ('pause' as const), process },
    ...Array.from({ length: jumpBy }, (_, at) => ({ kind: 'jump' as const, process, by: at + 1 })),
    ...[1, -1].map((by) => ({ kind: 'drift' as const, process, by })),
    { kind: 'byzantine' as const, process },
    ...(condition === 'byzantine' ? liesOf(setting, one) : []),
  ];
}

/** What a process does of itself that is not up. */
const ASLEEP: Pick<Process['role'], 'actions' | 'timers'> = {};

/** All that a Byzantine process may send. */
const liesOf = (setting: Setting, process: Process): readonly Transition[] =>
  setting.instance.processes.flatMap(({ id: to }) =>
    wordsOf({ setting, process }).map((word) => ({
      kind: 'lie' as const,
      process: String(process.id),
      to: String(to),
      // The form of plain data with a kind is an object with the same kind.
      content: canonicalForm(word) as MessageForm,
    })),
  );
