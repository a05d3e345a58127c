import { Record } from 'immutable';
import type { Environment, Fault } from '../../checker/faults/faults.ts';
import { canonicalForm, canonicalKey } from '../../checker/model/canonical.ts';
import { type Message, Step } from '../../checker/model/effects.ts';
import type { ProcessId } from '../../checker/model/process-id.ts';
import type { ProtocolInstance } from '../../checker/model/protocol.ts';
import type { Context, Durable } from '../../checker/model/role.ts';
import type { FaultsSoFar } from '../../checker/model/subject.ts';
import type { MessageForm, Transition } from '../../checker/trace/trace.ts';

export interface Flying {
  readonly from: ProcessId;
  readonly message: Message;
}

/** A process: its state, whether it is up, and the messages on their way to it, oldest first. */
interface Node {
  readonly local: unknown;
  readonly up: boolean;
  readonly inbox: readonly Flying[];
}

/** A state of a protocol, process by process. */
export interface Whole {
  readonly nodes: readonly Node[];
  readonly faults: FaultsSoFar;
  readonly history: unknown;
}

/** A transition out of a state. */
export interface Move<State> {
  readonly transition: Transition;
  readonly to: State;
}

type Moves = readonly Move<Whole>[];

/** Every process up in its initial state, nothing sent, nothing gone wrong. */
export const initialState = (protocol: ProtocolInstance): Whole => ({
  nodes: protocol.processes.map(({ role }, at) => ({
    local: role.initial(contextOf(protocol, at)),
    up: true,
    inbox: [],
  })),
  faults: { loss: 0, duplication: 0, crash: 0, restart: 0 },
  history: protocol.history?.initial,
});

/** The transitions of a state: for each process in turn, line by line as in ARCHITECTURE.md. */
export const movesOf = (protocol: ProtocolInstance, env: Environment, state: Whole): Moves =>
  protocol.processes.flatMap((_, at) => [
    ...(state.nodes[at]!.up ? actions(protocol, state, at) : []),
    ...receptions(protocol, env, state, at),
    ...messageFaults(protocol, env, state, at),
    ...processFaults(protocol, env, state, at),
  ]);

function actions(protocol: ProtocolInstance, state: Whole, at: number): Moves {
  const { id, role } = protocol.processes[at]!;
  return Object.entries(role.actions ?? {}).flatMap(([action, act]) =>
    stepsOf(act(state.nodes[at]!.local, contextOf(protocol, at))).map((step) => ({
      transition: { kind: 'act', process: String(id), action },
      to: take(protocol, state, at, step),
    })),
  );
}

function receptions(protocol: ProtocolInstance, env: Environment, state: Whole, at: number): Moves {
  const { id, role } = protocol.processes[at]!;
  const { local, up, inbox } = state.nodes[at]!;
  const places = env.network === 'fifo' ? oldest(inbox) : distinct(inbox, env);
  return places.flatMap((place) => {
    const { from, message } = inbox[place]!;
    const handler = up ? role.on?.[message.kind] : undefined;
    const outcome = handler?.(local, { ...message, from }, contextOf(protocol, at));
    const transition = about(up ? 'deliver' : 'discard', id, inbox[place]!);
    const rest = changed(state, at, { inbox: inbox.toSpliced(place, 1) });
    return takeOrStay(protocol, transition, rest, at, outcome);
  });
}

function messageFaults(
  { processes }: ProtocolInstance,
  env: Environment,
  state: Whole,
  at: number,
): Moves {
  const { inbox } = state.nodes[at]!;
  return (['loss', 'duplication'] as const).flatMap((fault) =>
    (state.faults[fault] < env.budget[fault] ? distinct(inbox, env) : []).map((place) => {
      const copies = fault === 'loss' ? [] : [inbox[place]!, inbox[place]!];
      const after = changed(state, at, { inbox: inbox.toSpliced(place, 1, ...copies) });
      return {
        transition: about(fault, processes[at]!.id, inbox[place]!),
        to: counted(fault, after),
      };
    }),
  );
}

function processFaults(
  protocol: ProtocolInstance,
  env: Environment,
  state: Whole,
  at: number,
): Moves {
  const { id, role, roleName } = protocol.processes[at]!;
  const { local, up } = state.nodes[at]!;
  const fault = up ? 'crash' : 'restart';
  const transition = { kind: fault, process: String(id) } as const;
  if (state.faults[fault] >= env.budget[fault]) return [];
  const after = counted(fault, changed(state, at, { up: !up }));
  if (!up)
    return takeOrStay(
      protocol,
      transition,
      after,
      at,
      role.recover?.(local, contextOf(protocol, at)),
    );
  if (env.crashing !== 'all' && !env.crashing.includes(roleName)) return [];
  const left = afterCrash(role.durable, local, role.initial(contextOf(protocol, at)));
  return [{ transition, to: become(protocol, after, at, left) }];
}

/** One transition for each step, or, where there is none, one in which nothing else happens. */
function takeOrStay(
  protocol: ProtocolInstance,
  transition: Transition,
  from: Whole,
  at: number,
  outcome: unknown,
): Moves {
  const steps = stepsOf(outcome);
  if (steps.length === 0) return [{ transition, to: from }];
  return steps.map((step) => ({ transition, to: take(protocol, from, at, step) }));
}

/** The state after a step: a new local state, and messages at the end of the inboxes. */
function take(protocol: ProtocolInstance, state: Whole, at: number, step: Step<unknown>): Whole {
  const from = protocol.processes[at]!.id;
  const nodes = state.nodes.map((node, to) => {
    const sends = step.sends.filter((send) => send.to === protocol.processes[to]!.id);
    return { ...node, inbox: [...node.inbox, ...sends.map(({ message }) => ({ from, message }))] };
  });
  return become(protocol, { ...state, nodes }, at, step.next);
}

/** The state after a process has got another local state, and the history has noted it. */
function become(
  { processes, history }: ProtocolInstance,
  state: Whole,
  at: number,
  next: unknown,
): Whole {
  const { id, roleName } = processes[at]!;
  const { local } = state.nodes[at]!;
  const after = changed(state, at, { local: next });
  const event = same(local, next) ? undefined : history?.note[roleName]?.(local, next, id);
  return event === undefined ? after : { ...after, history: history?.record(state.history, event) };
}

function contextOf({ processes }: ProtocolInstance, at: number): Context {
  const { id, roleName } = processes[at]!;
  const all = (role: string) =>
    processes.filter((one) => one.roleName === role).map((one) => one.id);
  return { self: id, peers: all(roleName).filter((peer) => peer !== id), all };
}

/** The places of different messages from each sender; in FIFO order, of those that differ from the one before. */
function distinct(inbox: readonly Flying[], { network }: Environment): readonly number[] {
  return [...inbox.keys()].filter((place) => {
    const earlier = inbox.slice(0, place).filter(({ from }) => from === inbox[place]!.from);
    return !earlier.slice(network === 'fifo' ? -1 : 0).some((one) => same(one, inbox[place]));
  });
}

/** The place of the oldest message from each sender. */
const oldest = (inbox: readonly Flying[]): readonly number[] =>
  [...inbox.keys()].filter((at) => inbox.findIndex(({ from }) => from === inbox[at]!.from) === at);

const about = (
  kind: 'deliver' | 'discard' | 'loss' | 'duplication',
  to: ProcessId,
  { from, message }: Flying,
) => ({
  kind,
  process: String(to),
  from: String(from),
  message: canonicalForm(message) as MessageForm,
});

const changed = (state: Whole, at: number, node: Partial<Node>): Whole => ({
  ...state,
  nodes: state.nodes.with(at, { ...state.nodes[at]!, ...node }),
});

const counted = (fault: Fault, state: Whole): Whole => ({
  ...state,
  faults: { ...state.faults, [fault]: state.faults[fault] + 1 },
});

const stepsOf = (outcome: unknown): readonly Step<unknown>[] =>
  [outcome].flat().filter((step) => step instanceof Step);

export const same = (a: unknown, b: unknown): boolean => canonicalKey(a) === canonicalKey(b);

/** The initial state with the durable fields kept. Only records and plain objects have such fields. */
function afterCrash(durable: Durable<unknown> = [], local: unknown, initial: unknown): unknown {
  if (durable === 'everything') return local;
  if (durable.length === 0) return initial;
  const fields: object = Record.isRecord(local) ? local.toObject() : Object(local);
  const kept = Object.fromEntries(durable.map((name) => [name, Reflect.get(fields, name)]));
  return Record.isRecord(initial) ? initial.merge(kept) : { ...Object(initial), ...kept };
}
