/**
 * Sagas without a leader: each service acts on what the services beside it in the chain announce.
 * Done, it tells the next; refused or undone, it tells the one before, which then compensates. Follows
 * the source document's section 3.4, "Choreography"; the services are those of `saga-services.ts`.
 *
 * An event is written to the outbox in the transaction that it tells of, is published from there at
 * any moment, again and again, and taken out when its receiver acknowledges it. So it may come late or
 * twice, but comes. Events of one order are published one after the other; orders do not wait for each other. Left
 * out: the broker, which is the network here, and events that are of no interest to anyone in the chain (the order is
 * not told that it was shipped).
 */
import { List, Map } from 'immutable';
import { integer, type ProcessId, vocabulary } from '../checker/index.ts';
import {
  anew,
  attempt,
  compensate,
  customer,
  entryOf,
  noOrders,
  type PlaceOrder,
  type Service,
  STEPS,
  type StepName,
  serviceMistakes,
  type Trying,
  tryAgain,
} from './saga-services.ts';

/** What has become of a step. */
type Event = 'done' | 'refused' | 'undone';

type Message =
  | PlaceOrder
  | { readonly [K in Event]: { readonly kind: K; readonly order: ProcessId } }[Event]
  | { readonly kind: 'ack'; readonly of: Event; readonly order: ProcessId }
  | { readonly kind: 'back' };

export interface Announcing extends Service, Trying {
  /** For each order its events not yet acknowledged, the oldest first. */
  readonly outbox: Map<ProcessId, List<Event>>;
}

/** Ways to get it wrong, each a switch. */
const mistakes = { ...serviceMistakes, noOutbox: false };
type Mistakes = typeof mistakes;

const { role, protocol, step, send, sendAll } = vocabulary<Message, 'customer' | StepName>();

/** Who is to know of an event: the next service if the step is done, else the one before. */
const audience = (name: StepName, event: Event): StepName | undefined =>
  STEPS[STEPS.indexOf(name) + (event === 'done' ? 1 : -1)];

/** The services beside one in the chain. */
const beside = (name: StepName): readonly StepName[] =>
  [audience(name, 'done'), audience(name, 'undone')].filter((one) => one !== undefined);

/** The event of an order that is to be published now. */
const oldest = ({ outbox }: Announcing, order: ProcessId): Event | undefined =>
  outbox.get(order)?.first();

/** Takes it out of the outbox. */
function takeOut(service: Announcing, order: ProcessId): Announcing {
  const rest = service.outbox.get(order, List<Event>()).shift();
  const outbox = rest.isEmpty() ? service.outbox.delete(order) : service.outbox.set(order, rest);
  return { ...anew(service, order), outbox };
}

/**
 * @param tries how often it publishes an event, until it restarts or its receiver does; 0 for no end
 */
const service = (name: StepName, mistakes: Mistakes, tries: number) => {
  /** Puts what has just happened into the outbox, if anything has and anyone is to know. */
  const announce = (before: Announcing, after: Announcing, order: ProcessId, event: Event) =>
    after === before || audience(name, event) === undefined
      ? after
      : {
          ...after,
          outbox: after.outbox.update(order, List<Event>(), (events) => events.push(event)),
        };

  /** Takes the step, unless it is taken or refused already. */
  const go = (before: Announcing, order: ProcessId): readonly Announcing[] =>
    attempt(before, name, order, mistakes).map((after) => {
      const event = entryOf(after, order).refused === null ? 'done' : 'refused';
      return announce(before, after, order, event);
    });

  /** Undoes the step, unless it is undone already. */
  const goBack = (before: Announcing, order: ProcessId): Announcing =>
    announce(before, compensate(before, name, order, mistakes), order, 'undone');

  const ack = (to: ProcessId, of: Event, order: ProcessId) => send(to, { kind: 'ack', of, order });

  return role<Announcing>({
    initial: () => ({ ...noOrders, outbox: Map(), ...(tries > 0 && { sent: Map() }) }),
    durable: mistakes.noOutbox ? ['orders'] : ['orders', 'outbox'],
    actions: {
      publish: (service, { all }) =>
        all('customer').flatMap((order) => {
          const event = oldest(service, order);
          const receiver = event && audience(name, event);
          const trying = receiver && tryAgain(service, order, tries);
          return trying ? step(trying, sendAll(all(receiver), { kind: event, order })) : [];
        }),
    },
    on: {
      placeOrder: (service, { from: order }) => go(service, order).map((after) => step(after)),
      done: (service, { order, from }) =>
        go(service, order).map((after) => step(after, ack(from, 'done', order))),
      refused: (service, { order, from }) =>
        step(goBack(service, order), ack(from, 'refused', order)),
      undone: (service, { order, from }) =>
        step(goBack(service, order), ack(from, 'undone', order)),
      ack: (service, { of, order }) =>
        oldest(service, order) === of && step(takeOut(service, order)),
      ...(tries > 0 && { back: (service) => step({ ...service, sent: Map() }) }),
    },
    ...(tries > 0 && {
      recover: (service, { all }) =>
        step(service, ...beside(name).map((one) => sendAll(all(one), { kind: 'back' }))),
    }),
  });
};

const roles = ({
  orders,
  tries,
  ...mistakes
}: Mistakes & Readonly<Record<'orders' | 'tries', number>>) => ({
  customer: { count: orders, symmetric: true, role: customer('order') },
  order: { count: 1, role: service('order', mistakes, tries) },
  payment: { count: 1, role: service('payment', mistakes, tries) },
  stock: { count: 1, role: service('stock', mistakes, tries) },
  shipping: { count: 1, role: service('shipping', mistakes, tries) },
});

export const sagaChoreography = protocol({
  name: 'saga-choreography',
  parameters: { orders: integer(2, { from: 1, to: 3 }), ...mistakes },
  roles: (parameters) => roles({ ...parameters, tries: 0 }),
});

/**
 * The same with services that publish an event so often, so that every run comes to its end without a bound. What is
 * sent to a service while it is down may be lost, however often; so one that restarts says that it is back, and those
 * beside it begin to count anew.
 */
export const sagaChoreographyInTries = protocol({
  name: 'saga-choreography-progress',
  parameters: {
    orders: integer(1, { from: 1, to: 2 }),
    tries: integer(1, { from: 1, to: 3 }),
    ...mistakes,
  },
  roles,
});
