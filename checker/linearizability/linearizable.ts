import { ModelError } from '../errors.ts';
import type { ProtocolSubject } from '../model/subject.ts';
import type { Past, Property } from '../property/property.ts';
import type { CallHistory } from './call-history.ts';
import { eventsOf, type ProtocolWithCalls } from './calls.ts';
import { callsFormOf, reasonOf } from './explanation.ts';
import { Judge } from './judge.ts';
import type { Order } from './threads.ts';
import type { Ways } from './ways.ts';

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
  const clientsIn = (past: Past) =>
    Object.keys(observation.clients).flatMap((role) => past.start(role).map(([client]) => client));
  return {
    kind: 'invariant',
    name,
    predicate: {
      over: 'state',
      // What it runs of a spec is the object, see `Behaviour`.
      checksItself: true,
      // The world of a protocol with calls has their history.
      holds: (_, world) => holds((world as { readonly history: unknown }).history),
      explain: (past) => reasonOf(judge, order, eventsOf(observation, past), clientsIn(past)),
      calls: (past) => callsFormOf(judge, order, eventsOf(observation, past), clientsIn(past)),
    },
  };
}
