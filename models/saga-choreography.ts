/**
 * A saga without a leader: each service acts on what the services beside it in the chain announce.
 * Done, it tells the next; refused or undone, it tells the one before, which then compensates. Follows
 * the source document's section 3.4, "Choreography"; the services are those of `saga-services.ts`.
 *
 * An event is written to the outbox in the transaction that it tells of, is published from there at
 * any moment, again and again, and taken out when its receiver acknowledges it. So it may come late or
 * twice, but comes. Left out: the broker, which is the network here, and events that are of no interest
 * to anyone in the chain (the order is not told that it was shipped).
 */
import { List } from 'immutable';
import { integer, type ProcessId, vocabulary } from '../checker/index.ts';
import {
  attempt,
  compensate,
  itemsLeft,
  type Service,
  type ShopMessage,
  STEPS,
  type StepName,
  serviceMistakes,
  shopper,
  untouched,
} from './saga-services.ts';

/** What has become of a step. */
type Event = 'done' | 'refused' | 'undone';

type Message =
  | { readonly kind: 'placeOrder' }
  | { readonly [K in Event]: { readonly kind: K } }[Event]
  | { readonly kind: 'ack'; readonly of: Event }
  | ShopMessage;

export interface Announcing extends Service {
  /** Events not yet acknowledged, the oldest first. */
  readonly outbox: List<Event>;
}

/** Ways to get it wrong, each a switch. */
const mistakes = { ...serviceMistakes, noOutbox: false };
type Mistakes = typeof mistakes;

const { role, protocol, step, send, sendAll } = vocabulary<
  Message,
  'customer' | 'shopper' | StepName
>();

/** Who is to know of an event: the next service if the step is done, else the one before. */
const audience = (name: StepName, event: Event): StepName | undefined =>
  STEPS[STEPS.indexOf(name) + (event === 'done' ? 1 : -1)];

/** Puts what has just happened into the outbox, if anyone is to know. */
const announce = (service: Announcing, name: StepName, event: Event): Announcing =>
  audience(name, event) === undefined
    ? service
    : { ...service, outbox: service.outbox.push(event) };

const service = (name: StepName, mistakes: Mistakes) => {
  /** Takes the step, unless it is taken or refused already. */
  const go = (before: Announcing): readonly Announcing[] =>
    attempt(before, name, mistakes).map((after) =>
      after === before ? after : announce(after, name, after.refused ? 'refused' : 'done'),
    );

  /** Undoes the step, unless it is undone already. */
  const goBack = (before: Announcing): Announcing => {
    const after = compensate(before, name, mistakes);
    return after === before ? after : announce(after, name, 'undone');
  };

  const ack = (to: ProcessId, of: Event) => send(to, { kind: 'ack', of });

  return role<Announcing>({
    initial: () => ({ ...untouched, outbox: List() }),
    durable: mistakes.noOutbox ? ['done', 'undone', 'refused'] : 'everything',
    actions: {
      publish(service, { all }) {
        const event = service.outbox.first();
        const receiver = event && audience(name, event);
        return receiver && step(service, sendAll(all(receiver), { kind: event }));
      },
    },
    on: {
      placeOrder: (service) => go(service).map((after) => step(after)),
      done: (service, { from }) => go(service).map((after) => step(after, ack(from, 'done'))),
      refused: (service, { from }) => step(goBack(service), ack(from, 'refused')),
      undone: (service, { from }) => step(goBack(service), ack(from, 'undone')),
      ack: (service, { of }) =>
        service.outbox.first() === of && step({ ...service, outbox: service.outbox.shift() }),
      look: (service, { from }) => step(service, send(from, itemsLeft(service))),
    },
  });
};

/** Places the order, once. */
const customer = role<'undecided' | 'waiting'>({
  initial: () => 'undecided',
  actions: {
    order: (at, { all }) =>
      at === 'undecided' && step('waiting', sendAll(all('order'), { kind: 'placeOrder' })),
  },
});

export const sagaChoreography = protocol({
  name: 'saga-choreography',
  parameters: { shoppers: integer(1, { from: 0, to: 2 }), ...mistakes },
  roles: ({ shoppers, ...mistakes }) => ({
    customer: { count: 1, role: customer },
    order: { count: 1, role: service('order', mistakes) },
    payment: { count: 1, role: service('payment', mistakes) },
    stock: { count: 1, role: service('stock', mistakes) },
    shipping: { count: 1, role: service('shipping', mistakes) },
    shopper: { count: shoppers, symmetric: true, role: shopper },
  }),
});
