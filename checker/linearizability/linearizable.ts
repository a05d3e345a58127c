import { ModelError } from '../errors.ts';
import type { ProtocolSubject } from '../model/subject.ts';
import type { Past, Property } from '../property/property.ts';
import { type CallEvent, type CallHistory, emptyHistory, withEvent } from './call-history.ts';
import { eventsOf, type ProtocolWithCalls } from './calls.ts';
import { chartOf } from './chart.ts';
import { Judge, type Judgement } from './judge.ts';
import type { Order } from './threads.ts';
import type { Ways } from './ways.ts';
import { answeredText } from './wording.ts';

type About<Locals> = ProtocolSubject<Locals, CallHistory | Ways>;
type Observed = ProtocolWithCalls<unknown, unknown>['observation'];

/**
 * Every call seems to take effect at one moment between its invocation and its answer (Herlihy and Wing,
 * "Linearizability", 1990). A call that is not answered may have taken effect or not.
 */
export const linearizable = <Locals, Parameters>(
  name: string,
  { observation }: ProtocolWithCalls<Locals, Parameters>,
): Property<About<Locals>> => ordered(name, observation, 'real-time');

/**
 * All calls seem to take effect in one order that keeps the order of each client's own (Lamport, "How to Make a
 * Multiprocessor Computer That Correctly Executes Multiprocess Programs", 1979). Needs the whole history.
 */
export const sequentiallyConsistent = <Locals, Parameters>(
  name: string,
  { observation }: ProtocolWithCalls<Locals, Parameters>,
): Property<About<Locals>> => {
  if (observation.keep === 'monitor')
    throw new ModelError(
      `"${name}": a monitor only keeps what linearizability needs; observe the calls with keep: 'history'.`,
    );
  return ordered(name, observation, 'program');
};

function ordered<Locals>(
  name: string,
  observation: Observed,
  order: Order,
): Property<About<Locals>> {
  const { object, keep } = observation;
  const judge = new Judge(object, order);
  const holds = (history: unknown) =>
    // What is kept is what was asked for.
    keep === 'monitor'
      ? !(history as Ways).ways.isEmpty()
      : judge.isExplained(history as CallHistory);
  return {
    kind: 'invariant',
    name,
    predicate: {
      over: 'state',
      // What it runs of a spec is the object, see `Behaviour`.
      checksItself: true,
      // The world of a protocol with calls has their history.
      holds: (_, world) => holds((world as { readonly history: unknown }).history),
      explain: (past) => explanation(observation, judge, order, past),
    },
  };
}

/** Why the calls of a run cannot be put in order: in one line, then after an empty line as a chart. */
function explanation(observation: Observed, judge: Judge, order: Order, past: Past): string {
  const events = eventsOf(observation, past);
  const clients = Object.keys(observation.clients).flatMap((role) =>
    past.start(role).map(([client]) => client),
  );
  const history = events.reduce(
    (before, event) => withEvent(before, event, clients),
    emptyHistory(clients),
  );
  return [summary(events, judge.judgementOf(history), order), '', ...chartOf(events, clients)].join(
    '\n',
  );
}

function summary(events: readonly CallEvent[], { order }: Judgement, kept: Order): string {
  const last = events.findLast(({ ends }) => ends === 'answered');
  const invoked = events
    .slice(0, last === undefined ? 0 : events.lastIndexOf(last))
    .findLast(({ client, call }) => client === last?.client && call !== undefined);
  const keeping = kept === 'real-time' ? 'real time' : "each client's own order";
  const most = order.map(({ client, call, answer }) => `${client} ${answeredText(call, answer)}`);
  return `no order of the calls that keeps ${keeping} explains ${last?.client}'s ${answeredText(invoked?.call, last?.answer)}; the longest beginning of one: ${most.join(', ') || 'none'}`;
}
