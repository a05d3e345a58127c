import type { Map } from 'immutable';
import { observe, type Start } from '../model/history.ts';
import type { ProtocolInstance, StepKind } from '../model/instance.ts';
import type { ProcessId } from '../model/process-id.ts';
import type { Protocol } from '../model/protocol.ts';
import type { Past } from '../property/property.ts';
import { type CallEvent, type CallHistory, emptyHistory, withEvent } from './call-history.ts';
import type { Call, SequentialObject } from './sequential-object.ts';
import { firstWays, type Ways, waysAfter } from './ways.ts';

/** How the calls of a client are seen in its local states. One step may end a call and invoke the next. */
export interface ClientCalls<Local, C extends Call, Answer> {
  /** The call that a client invokes by a step, if it does; `before` is undefined at the beginning. */
  readonly invoked: (
    before: Local | undefined,
    after: Local,
    self: ProcessId,
  ) => C | false | null | undefined;
  /** What a client is answered by a step, if it is; undefined if not. */
  readonly answered: (before: Local, after: Local, self: ProcessId) => Answer | undefined;
}

interface CallsDefinition<Locals, C extends Call, Answer, State> {
  /** What the called object must seem to be. */
  readonly object: SequentialObject<C, Answer, State>;
  /** By role: who calls it, and how that is seen. */
  readonly clients: {
    readonly [Name in keyof Locals]?: ClientCalls<Locals[Name], NoInfer<C>, NoInfer<Answer>>;
  };
  /**
   * What is remembered of the calls: all of them; or only the ways in which they may have taken effect, so
   * that there are fewer states. Both tell the same of linearizability; the history, unless said.
   */
  readonly keep?: 'history' | 'monitor';
}

/** A definition with its types forgotten: its functions are only given states, calls and answers of its own. */
type Observation = Required<CallsDefinition<Record<string, unknown>, Call, unknown, unknown>>;

/** A protocol whose calls are observed. */
export interface ProtocolWithCalls<Locals, Parameters>
  extends Protocol<Locals, Parameters, CallHistory | Ways> {
  readonly observation: Observation;
}

/** The same protocol, with a history variable of the calls of a shared object and of their answers. */
export function calls<
  Locals,
  Parameters,
  // Said in this way, so that a word in a call or an answer is typed as that very word.
  Kind extends string,
  C extends Call<Kind>,
  Answer extends string | number | boolean | object | null,
  State,
>(
  protocol: Protocol<Locals, Parameters>,
  definition: CallsDefinition<Locals, C, Answer, State>,
): ProtocolWithCalls<Locals, Parameters> {
  // Its functions are only given local states of the role they are declared for, and calls, answers and states they made.
  const observation = { keep: 'history', ...definition } as unknown as Observation;
  return {
    name: protocol.name,
    kind: protocol.kind,
    parameters: protocol.parameters,
    observation,
    instantiate: (values) => {
      const instance = protocol.instantiate(values);
      return observing({ ...protocol, instantiate: () => instance }, instance, observation);
    },
  };
}

function observing<Locals, Parameters>(
  protocol: Protocol<Locals, Parameters>,
  instance: ProtocolInstance,
  observation: Observation,
): ProtocolInstance {
  const clients = clientsOf(instance, observation);
  const note = Object.fromEntries(
    Object.keys(observation.clients).map((role) => [
      role,
      (before: unknown, after: unknown, self: ProcessId, kind: StepKind) =>
        eventOf(observation, role, { before, after, self, kind }),
    ]),
  );
  const { keep, object } = observation;
  const started = <History>(
    first: History,
    record: (history: History, event: CallEvent) => History,
  ) =>
    checkingItself(
      observe<Locals, Parameters, History, CallEvent>(protocol, {
        initial: (start) =>
          eventsAtStart(observation, statesOf(start, clients)).reduce(record, first),
        note: note as object,
        record,
      }).instantiate({}),
    );
  return keep === 'monitor'
    ? started(firstWays(clients, object), (ways, event) => waysAfter(ways, event, object))
    : started(emptyHistory(clients), (history, event) => withEvent(history, event, clients));
}

/** Recording runs nothing of a spec but the object, see `Behaviour`. */
const checkingItself = (instance: ProtocolInstance): ProtocolInstance => ({
  ...instance,
  history: instance.history && { ...instance.history, checksItself: true },
});

const clientsOf = (
  { processes }: ProtocolInstance,
  { clients }: Observation,
): readonly ProcessId[] =>
  processes.filter(({ roleName }) => Object.hasOwn(clients, roleName)).map(({ id }) => id);

const statesOf = (start: Start<unknown>, clients: readonly ProcessId[]): Past['start'] => {
  // A start has a map for each role of the protocol.
  const byRole = start as Readonly<Record<string, Map<ProcessId, unknown>>>;
  return (role) =>
    clients
      .filter((client) => client.role === role)
      .map((client) => [client, byRole[role]?.get(client)]);
};

function eventsAtStart(observation: Observation, start: Past['start']): readonly CallEvent[] {
  return Object.entries(observation.clients).flatMap(([role, { invoked } = NEVER]) =>
    start(role).flatMap(([client, local]): readonly CallEvent[] => {
      const call = invoked(undefined, local, client) || undefined;
      return call === undefined ? [] : [{ client, ends: null, call }];
    }),
  );
}

/** Of a role that is declared with undefined. */
const NEVER: ClientCalls<unknown, Call, unknown> = {
  invoked: () => undefined,
  answered: () => undefined,
};

/** What a step of a client means for its calls; undefined if nothing. */
function eventOf(
  { clients }: Observation,
  role: string,
  {
    before,
    after,
    self: client,
    kind,
  }: { before: unknown; after: unknown; self: ProcessId; kind: StepKind },
): CallEvent | undefined {
  const { invoked, answered } = clients[role] ?? NEVER;
  if (kind === 'crash') {
    // What the state after it still waits for, as if it had just begun.
    const call = invoked(undefined, after, client) || undefined;
    return { client, ends: 'abandoned', ...(call && { call }) };
  }
  const answer = answered(before, after, client);
  const call = invoked(before, after, client) || undefined;
  if (answer === undefined && call === undefined) return undefined;
  return {
    client,
    ...(answer === undefined ? { ends: null } : { ends: 'answered', answer }),
    ...(call && { call }),
  };
}

/** An event of a run, and the number of the step in which it was; 0 is the beginning. */
export interface TimedEvent extends CallEvent {
  readonly step: number;
}

/** Everything that a run meant for calls, in order. */
export const eventsOf = (observation: Observation, past: Past): readonly TimedEvent[] => [
  ...eventsAtStart(observation, past.start).map((event) => ({ ...event, step: 0 })),
  ...past.steps.flatMap(({ role, number, ...step }) => {
    const event = Object.hasOwn(observation.clients, role)
      ? eventOf(observation, role, step)
      : undefined;
    return event === undefined ? [] : [{ ...event, step: number }];
  }),
];
