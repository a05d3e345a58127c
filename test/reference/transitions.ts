import { Record } from 'immutable';
import type { Environment, Fault } from '../../checker/faults/faults.ts';
import { canonicalForm } from '../../checker/model/canonical.ts';
import { canonicalKey } from '../../checker/model/canonical-key.ts';
import { type Message, type Outcome, Step } from '../../checker/model/effects.ts';
import type { Process, ProtocolInstance, StepKind } from '../../checker/model/instance.ts';
import type { ProcessId } from '../../checker/model/process-id.ts';
import type { Context, Durable } from '../../checker/model/role.ts';
import type { FaultsSoFar } from '../../checker/model/subject.ts';
import type { MessageForm, Transition } from '../../checker/trace/trace.ts';

export type Flying = { readonly from: ProcessId; readonly message: Message };

/** A process: its state, whether it is up, and the messages on their way to it, oldest first. */
export type Node = { readonly local: unknown; readonly up: boolean; readonly inbox: Inbox };
type Inbox = readonly Flying[];

/** A state of a protocol, process by process. */
export type Whole = {
  readonly nodes: readonly Node[];
  readonly faults: FaultsSoFar;
  readonly history: unknown;
};

/** A transition out of a state. */
export type Move<State> = { readonly transition: Transition; readonly to: State };

/** Where a transition starts: one process in one state. */
type Here = Process &
  Node & {
    readonly protocol: ProtocolInstance;
    readonly env: Environment;
    readonly state: Whole;
    readonly at: number;
    readonly context: Context;
  };

/** The transitions of a state: for each process in turn, line by line as in ARCHITECTURE.md. */
export const movesOf = (protocol: ProtocolInstance, env: Environment, state: Whole) =>
  protocol.processes.flatMap((process, at) => {
    const context = contextOf(protocol, at);
    const here = { ...process, ...state.nodes[at]!, protocol, env, state, at, context };
    return [actions, receptions, losses, duplications, crash, restart].flatMap((moves) =>
      moves(here),
    );
  });

const actions = (here: Here): readonly Move<Whole>[] =>
  Object.entries(here.up ? (here.role.actions ?? {}) : {}).flatMap(([action, act]) =>
    stepsOf(act(here.local, here.context)).map((step) => ({
      transition: { kind: 'act', process: String(here.id), action },
      to: take(here, here.state, step, 'act'),
    })),
  );

const receptions = (here: Here): readonly Move<Whole>[] =>
  (here.env.network === 'fifo' ? oldest(here.inbox) : distinct(here)).flatMap((place) => {
    const { from, message } = here.inbox[place]!;
    const handler = here.up ? here.role.on?.[message.kind] : undefined;
    const outcome = handler?.(here.local, { ...message, from }, here.context);
    const rest = changed(here, { inbox: here.inbox.toSpliced(place, 1) });
    const moves = takeOrStay(
      here,
      about(here, here.up ? 'deliver' : 'discard', place),
      rest,
      outcome,
    );
    return here.up && here.env.ignored === 'kept'
      ? moves.filter(({ to }) => !same(to, rest))
      : moves;
  });

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
  const { crashing } = here.env;
  const mayCrash = crashing === 'all' || crashing.includes(here.roleName);
  if (!here.up || !mayCrash || !lasts(here, 'crash')) return [];
  const local = afterCrash(
    here.role.durable,
    here.local,
    startOf(here.role.initial(here.context)).next,
  );
  const down = become(here, changed(here, { up: false }), local, 'crash');
  return [{ transition: { kind: 'crash', process: String(here.id) }, to: counted('crash', down) }];
};

const restart = (here: Here): readonly Move<Whole>[] => {
  if (here.up || !lasts(here, 'restart')) return [];
  const again = counted('restart', changed(here, { up: true }));
  const outcome = here.role.recover?.(here.local, here.context);
  return takeOrStay(here, { kind: 'restart', process: String(here.id) }, again, outcome);
};

/** One transition for each step, or, where there is none, one in which nothing else happens. */
const takeOrStay = (here: Here, transition: Transition, from: Whole, outcome: Outcome<unknown>) =>
  stepsOf(outcome).length === 0
    ? [{ transition, to: from }]
    : stepsOf(outcome).map((step) => ({
        transition,
        to: take(here, from, step, here.up ? 'deliver' : 'restart'),
      }));

/** The state after a step: a new local state, and messages at the end of the inboxes. */
function take(here: Here, state: Whole, { next, sends }: Step<unknown>, kind: StepKind): Whole {
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
  const starts = processes.map(({ role }, at) => startOf(role.initial(contextOf(protocol, at))));
  const sent = starts.flatMap(({ sends }, at) =>
    sends.map(({ to, message }) => ({ to, flying: { from: processes[at]!.id, message } })),
  );
  return {
    nodes: processes.map(({ id }, at) => ({
      local: starts[at]!.next,
      up: true,
      inbox: sent.filter(({ to }) => to === id).map(({ flying }) => flying),
    })),
    faults: { loss: 0, duplication: 0, crash: 0, restart: 0 },
    history: protocol.history?.initial,
  };
}

const startOf = (start: unknown): Step<unknown> =>
  start instanceof Step ? start : new Step(start, []);

function contextOf({ processes }: ProtocolInstance, at: number): Context {
  const { id, roleName } = processes[at]!;
  const all = (role: string) => processes.filter((one) => one.roleName === role).map((p) => p.id);
  return { self: id, peers: all(roleName).filter((peer) => peer !== id), all };
}

/** The initial state with the durable fields kept. Only records and plain objects have such fields. */
function afterCrash(durable: Durable<unknown> = [], local: unknown, initial: unknown): unknown {
  if (durable === 'everything') return local;
  if (durable.length === 0) return initial;
  const fields: object = Record.isRecord(local) ? local.toObject() : Object(local);
  const kept = Object.fromEntries(durable.map((name) => [name, Reflect.get(fields, name)]));
  return Record.isRecord(initial) ? initial.merge(kept) : { ...Object(initial), ...kept };
}
