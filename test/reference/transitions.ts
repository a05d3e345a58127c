import { Record } from 'immutable';
import { type Environment, type Fault, isAmong, NO_FAULTS } from '../../checker/faults/faults.ts';
import { canonicalForm } from '../../checker/model/canonical.ts';
import { canonicalKey } from '../../checker/model/canonical-key.ts';
import { type Message, type Outcome, Step } from '../../checker/model/effects.ts';
import type { Process, ProtocolInstance, StepKind } from '../../checker/model/instance.ts';
import type { ProcessId } from '../../checker/model/process-id.ts';
import type { Context, Durable } from '../../checker/model/role.ts';
import type { FaultsSoFar } from '../../checker/model/subject.ts';
import type { Cut, MessageForm, Transition } from '../../checker/trace/trace.ts';
import { changesOfClocks, cuts, isCut } from './environment.ts';

export type Flying = { readonly from: ProcessId; readonly message: Message };

/** A process: its state, how it is, its clock and timers, and the messages on their way to it, oldest first. */
export type Node = {
  readonly local: unknown;
  readonly is: 'up' | 'paused' | 'down' | 'byzantine';
  readonly timers: Ticks;
  readonly ahead: number;
  readonly inbox: Inbox;
};
type Inbox = readonly Flying[];
export type Ticks = { readonly [timer: string]: number };

/** A state of a protocol, process by process. */
export type Whole = {
  readonly nodes: readonly Node[];
  readonly faults: FaultsSoFar;
  readonly partition: Cut | null;
  readonly history: unknown;
};

/** A transition out of a state. */
export type Move<State> = { readonly transition: Transition; readonly to: State };

/** Where a transition starts: one process in one state. */
export type Here = Process &
  Node & {
    readonly protocol: ProtocolInstance;
    readonly env: Environment;
    readonly state: Whole;
    readonly at: number;
    readonly context: Context<string, string>;
  };

/** The transitions of a state: for each process in turn, then of the whole, line by line as in ARCHITECTURE.md. */
export const movesOf = (
  protocol: ProtocolInstance,
  env: Environment,
  state: Whole,
): readonly Move<Whole>[] => {
  const everyone = protocol.processes.map((_, at) => hereOf(protocol, env, state, at));
  return [
    ...everyone.flatMap((here) =>
      [
        ...[actions, timers, receptions, losses, duplications, crash, restart],
        ...[pause, resume, jumps, drifts, turn, lies],
      ].flatMap((moves) => moves(here)),
    ),
    ...tick(state, env, everyone),
    ...partitions(state, env, protocol),
  ];
};

function hereOf(protocol: ProtocolInstance, env: Environment, state: Whole, at: number): Here {
  const node = state.nodes[at]!;
  const context = contextOf(protocol, at, node.timers);
  return { ...protocol.processes[at]!, ...node, protocol, env, state, at, context };
}

const actions = (here: Here): readonly Move<Whole>[] =>
  Object.entries(here.is === 'up' ? (here.role.actions ?? {}) : {}).flatMap(([action, act]) =>
    stepsOf(act(here.local, here.context)).map((step) => ({
      transition: { kind: 'act', process: String(here.id), action },
      to: take(here, here.state, step, 'act'),
    })),
  );

const timers = (here: Here): readonly Move<Whole>[] =>
  Object.entries(here.is === 'up' ? (here.role.timers ?? {}) : {}).flatMap(([timer, serve]) => {
    if (here.timers[timer] !== 0) return [];
    const { [timer]: _, ...others } = here.timers;
    const stopped = changed(here, { timers: others });
    const outcome = serve?.(here.local, contextOf(here.protocol, here.at, others));
    return takeOrStay(here, { kind: 'timer', process: String(here.id), timer }, stopped, outcome);
  });

const receptions = (here: Here): readonly Move<Whole>[] =>
  deliverable(here).flatMap((place) => {
    if (here.is === 'paused') return [];
    const { from, message } = here.inbox[place]!;
    const handler = here.is === 'up' ? here.role.on?.[message.kind] : undefined;
    const outcome = handler?.(here.local, { ...message, from }, here.context);
    const rest = changed(here, { inbox: here.inbox.toSpliced(place, 1) });
    const kind = here.is === 'up' ? 'deliver' : 'discard';
    const moves = takeOrStay(here, about(here, kind, place), rest, outcome);
    return kind === 'deliver' && here.env.ignored === 'kept'
      ? moves.filter(({ to }) => !same(to, rest))
      : moves;
  });

const deliverable = (here: Here): readonly number[] =>
  (here.env.network === 'fifo' ? oldest(here.inbox) : distinct(here)).filter(
    (place) => !isCut(here.state.partition, here.inbox[place]!.from, here.id),
  );

const losses = (here: Here): readonly Move<Whole>[] =>
  (lasts(here, 'loss') ? distinct(here) : []).map((place) => ({
    transition: about(here, 'loss', place),
    to: counted('loss', changed(here, { inbox: here.inbox.toSpliced(place, 1) })),
  }));

const duplications = (here: Here): readonly Move<Whole>[] =>
  (lasts(here, 'duplication') ? distinct(here) : []).map((place) => {
    const inbox = here.inbox.toSpliced(place, 0, here.inbox[place]!);
    const to = counted('duplication', changed(here, { inbox }));
    return { transition: about(here, 'duplication', place), to };
  });

const crash = (here: Here): readonly Move<Whole>[] => {
  const isRunning = here.is === 'up' || here.is === 'paused';
  if (!isRunning || !isAmong(here.roleName, here.env.crashing) || !lasts(here, 'crash')) return [];
  const fresh = startOf(here.role.initial(newContext(here))).next;
  const local = afterCrash(here.role.durable, here.local, fresh);
  const kept = here.role.durableTimers ?? [];
  const timers = Object.fromEntries(
    Object.entries(here.timers).filter(([timer]) => kept.includes(timer)),
  );
  const down = become(here, changed(here, { is: 'down', timers }), local, 'crash');
  return [{ transition: { kind: 'crash', process: String(here.id) }, to: counted('crash', down) }];
};

const newContext = ({ protocol, at }: Here) => contextOf(protocol, at, {});

const restart = (here: Here): readonly Move<Whole>[] => {
  if (here.is !== 'down' || !lasts(here, 'restart')) return [];
  const again = counted('restart', changed(here, { is: 'up' }));
  const outcome = here.role.recover?.(here.local, here.context);
  return takeOrStay(here, { kind: 'restart', process: String(here.id) }, again, outcome);
};

const pause = (here: Here): readonly Move<Whole>[] =>
  here.is === 'up' && isAmong(here.roleName, here.env.pausing) && lasts(here, 'pause')
    ? [
        {
          transition: { kind: 'pause', process: String(here.id) },
          to: counted('pause', changed(here, { is: 'paused' })),
        },
      ]
    : [];

const resume = (here: Here): readonly Move<Whole>[] =>
  here.is === 'paused'
    ? [
        {
          transition: { kind: 'resume', process: String(here.id) },
          to: changed(here, { is: 'up' }),
        },
      ]
    : [];

const jumps = (here: Here): readonly Move<Whole>[] =>
  lasts(here, 'jump')
    ? changesOfClocks(here, 'jump').map(({ transition, node }) => ({
        transition,
        to: counted('jump', changed(here, node)),
      }))
    : [];

const drifts = (here: Here): readonly Move<Whole>[] =>
  changesOfClocks(here, 'drift').map(({ transition, node }) => ({
    transition,
    to: changed(here, node),
  }));

const turn = (here: Here): readonly Move<Whole>[] => {
  const mayLie = here.role.alphabet !== undefined && isAmong(here.roleName, here.env.lying);
  if (here.is !== 'up' || !mayLie || !lasts(here, 'byzantine')) return [];
  const local = startOf(here.role.initial(newContext(here))).next;
  const to = changed(here, { is: 'byzantine', local, timers: {}, ahead: 0 });
  const transition = { kind: 'byzantine', process: String(here.id) } as const;
  return [{ transition, to: counted('byzantine', to) }];
};

const lies = (here: Here): readonly Move<Whole>[] =>
  here.is === 'byzantine'
    ? []
    : here.state.nodes.flatMap(({ is }, liar) => {
        const { id: from, role } = here.protocol.processes[liar]!;
        const words = is === 'byzantine' ? role.alphabet!(contextOf(here.protocol, liar, {})) : [];
        return words.flatMap((message, at) => {
          const isKnown = (one: Flying) => one.from === from && same(one.message, message);
          const isTwice = words.slice(0, at).some((word) => same(word, message));
          if (isTwice || here.inbox.some(isKnown)) return [];
          const transition: Transition = {
            kind: 'lie',
            process: String(from),
            to: String(here.id),
            content: canonicalForm(message) as MessageForm,
          };
          return [{ transition, to: changed(here, { inbox: [...here.inbox, { from, message }] }) }];
        });
      });

/** Time passes for all, if it may. */
function tick(state: Whole, env: Environment, everyone: readonly Here[]): readonly Move<Whole>[] {
  const all = state.nodes.flatMap(({ timers }) => Object.values(timers));
  if (!all.some((ticks) => ticks > 0)) return [];
  const up = everyone.filter(({ is }) => is === 'up');
  const isUrgent = up.some(({ timers }) => Object.values(timers).includes(0));
  if (env.synchronous && isUrgent) return [];
  const nodes = state.nodes.map((node) => ({
    ...node,
    timers: Object.fromEntries(
      Object.entries(node.timers).map(([timer, ticks]) => [timer, Math.max(0, ticks - 1)]),
    ),
  }));
  const isLate = env.synchronous && up.some((here) => deliverable(here).length > 0);
  if (!isLate) return [{ transition: { kind: 'tick' }, to: { ...state, nodes } }];
  if (state.faults.late >= env.budget.late) return [];
  return [{ transition: { kind: 'late' }, to: counted('late', { ...state, nodes }) }];
}

const partitions = (
  state: Whole,
  env: Environment,
  protocol: ProtocolInstance,
): readonly Move<Whole>[] => {
  if (state.partition !== null)
    return [{ transition: { kind: 'heal' }, to: { ...state, partition: null } }];
  if (state.faults.partition >= env.budget.partition) return [];
  return cuts(protocol, env).map((partition) => ({
    transition: { kind: 'partition', ...partition },
    to: counted('partition', { ...state, partition }),
  }));
};

/** One transition for each step, or, where there is none, one in which nothing else happens. */
const takeOrStay = (here: Here, transition: Transition, from: Whole, outcome: Outcome<unknown>) =>
  stepsOf(outcome).length === 0
    ? [{ transition, to: from }]
    : stepsOf(outcome).map((step) => ({
        transition,
        to: take(here, from, step, kindOf(transition)),
      }));

const kindOf = ({ kind }: Transition): StepKind =>
  kind === 'timer' || kind === 'restart' ? kind : 'deliver';

/** The timers after a step has started and stopped some. */
const afterChanges = (before: Ticks, changes: Step<unknown>['timers']): Ticks =>
  changes.reduce<Ticks>((all, { timer, ticks }) => {
    const { [timer]: _, ...others } = all;
    return ticks === null ? others : { ...others, [timer]: ticks };
  }, before);

/** The state after a step: a new local state, and messages at the end of the inboxes. */
function take(here: Here, before: Whole, { next, sends, timers }: Step<unknown>, kind: StepKind) {
  const running = afterChanges(before.nodes[here.at]!.timers, timers);
  const state = {
    ...before,
    nodes: before.nodes.with(here.at, { ...before.nodes[here.at]!, timers: running }),
  };
  const sent = sends.map(({ to, message }) => ({ to, flying: { from: here.id, message } }));
  const nodes = state.nodes.map((node, index) => {
    const mine = sent.filter(({ to }) => to === here.protocol.processes[index]!.id);
    return { ...node, inbox: [...node.inbox, ...mine.map(({ flying }) => flying)] };
  });
  return become(here, { ...state, nodes }, next, kind);
}

/** The state after the process has got another local state, and the history has noted it. */
function become(
  { protocol, at, id, roleName, local }: Here,
  state: Whole,
  next: unknown,
  kind: StepKind,
): Whole {
  const after = { ...state, nodes: state.nodes.with(at, { ...state.nodes[at]!, local: next }) };
  const note = protocol.history?.note[roleName];
  const event = same(local, next) ? undefined : note?.(local, next, id, kind);
  if (event === undefined) return after;
  return { ...after, history: protocol.history?.record(state.history, event) };
}

/** The places of different messages from each sender; if in order, of those unlike the one before. */
const distinct = ({ inbox, env }: Here): readonly number[] =>
  [...inbox.keys()].filter((place) => {
    const earlier = inbox.slice(0, place).filter(({ from }) => from === inbox[place]!.from);
    const rivals = env.network === 'fifo' ? earlier.slice(-1) : earlier;
    return !rivals.some((one) => same(one, inbox[place]));
  });

/** The place of the oldest message from each sender. */
const oldest = (inbox: Inbox): readonly number[] =>
  [...inbox.keys()].filter((at) => inbox.findIndex(({ from }) => from === inbox[at]!.from) === at);

const about = (
  { id, inbox }: Here,
  kind: 'deliver' | 'discard' | 'loss' | 'duplication',
  place: number,
): Transition => ({
  kind,
  process: String(id),
  from: String(inbox[place]!.from),
  message: canonicalForm(inbox[place]!.message) as MessageForm,
});

const changed = ({ state, at }: Here, node: Partial<Node>): Whole => ({
  ...state,
  nodes: state.nodes.with(at, { ...state.nodes[at]!, ...node }),
});

const counted = (fault: Fault, state: Whole): Whole => ({
  ...state,
  faults: { ...state.faults, [fault]: state.faults[fault] + 1 },
});

const lasts = ({ state, env }: Here, fault: Fault): boolean =>
  state.faults[fault] < env.budget[fault];

const stepsOf = (outcome: Outcome<unknown>): readonly Step<unknown>[] =>
  [outcome].flat().filter((step) => step instanceof Step);

export const same = (a: unknown, b: unknown): boolean => canonicalKey(a) === canonicalKey(b);

/** Every process up in its initial state, nothing sent but what is sent at the start, nothing gone wrong. */
export function initialState(protocol: ProtocolInstance): Whole {
  const { processes } = protocol;
  const starts = processes.map(({ role }, at) =>
    startOf(role.initial(contextOf(protocol, at, {}))),
  );
  const sent = starts.flatMap(({ sends }, at) =>
    sends.map(({ to, message }) => ({ to, flying: { from: processes[at]!.id, message } })),
  );
  return {
    nodes: processes.map(({ id, role }, at) => ({
      local: starts[at]!.next,
      is: 'up',
      timers: afterChanges((role.initialTimers ?? {}) as Ticks, starts[at]!.timers),
      ahead: 0,
      inbox: sent.filter(({ to }) => to === id).map(({ flying }) => flying),
    })),
    faults: NO_FAULTS,
    partition: null,
    history: protocol.history?.initial,
  };
}

const startOf = (start: unknown): Step<unknown> =>
  start instanceof Step ? start : new Step(start, []);

function contextOf(
  { processes }: ProtocolInstance,
  at: number,
  timers: Ticks,
): Context<string, string> {
  const { id, roleName } = processes[at]!;
  const all = (role: string) => processes.filter((one) => one.roleName === role).map((p) => p.id);
  return {
    self: id,
    peers: all(roleName).filter((peer) => peer !== id),
    all,
    remaining: (timer) => timers[timer],
    isRunning: (timer) => (timers[timer] ?? 0) > 0,
  };
}

/** The initial state with the durable fields kept. Only records and plain objects have such fields. */
function afterCrash(durable: Durable<unknown> = [], local: unknown, initial: unknown): unknown {
  if (durable === 'everything') return local;
  if (durable.length === 0) return initial;
  const fields: object = Record.isRecord(local) ? local.toObject() : Object(local);
  const kept = Object.fromEntries(durable.map((name) => [name, Reflect.get(fields, name)]));
  return Record.isRecord(initial) ? initial.merge(kept) : { ...Object(initial), ...kept };
}
