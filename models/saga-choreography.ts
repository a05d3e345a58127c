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
  anew,
  attempt,
  compensate,
  itemsLeft,
  type Service,
  type ShopMessage,
  STEPS,
  type StepName,
  serviceMistakes,
  shopper,
  type Trying,
  tryAgain,
  untouched,
} from './saga-services.ts';

/** What has become of a step. */
type Event = 'done' | 'refused' | 'undone';

type Message =
  | { readonly kind: 'placeOrder' }
  | { readonly [K in Event]: { readonly kind: K } }[Event]
  | { readonly kind: 'ack'; readonly of: Event }
  | { readonly kind: 'back' }
  | ShopMessage;

export interface Announcing extends Service, Trying {
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

/** The services beside one in the chain. */
const beside = (name: StepName): readonly StepName[] =>
  [audience(name, 'done'), audience(name, 'undone')].filter((one) => one !== undefined);

/**
 * @param tries how often it publishes an event, until it restarts or its receiver does; 0 for no end
 */
const service = (name: StepName, mistakes: Mistakes, tries: number) => {
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
    initial: () => ({ ...untouched, outbox: List(), ...(tries > 0 && { sent: 0 }) }),
    durable: ['done', 'undone', 'refused', ...(mistakes.noOutbox ? [] : (['outbox'] as const))],
    actions: {
      publish(service, { all }) {
        const event = service.outbox.first();
        const receiver = event && audience(name, event);
        const trying = receiver && tryAgain(service, tries);
        return trying && step(trying, sendAll(all(receiver), { kind: event }));
      },
    },
    on: {
      placeOrder: (service) => go(service).map((after) => step(after)),
      done: (service, { from }) => go(service).map((after) => step(after, ack(from, 'done'))),
      refused: (service, { from }) => step(goBack(service), ack(from, 'refused')),
      undone: (service, { from }) => step(goBack(service), ack(from, 'undone')),
      ack: (service, { of }) =>
        service.outbox.first() === of && step({ ...anew(service), outbox: service.outbox.shift() }),
      look: (service, { from }) => step(service, send(from, itemsLeft(service))),
      back: (service) => step(anew(service)),
    },
    ...(tries > 0 && {
      recover: (service, { all }) =>
        step(service, ...beside(name).map((one) => sendAll(all(one), { kind: 'back' }))),
    }),
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

const roles = ({
  shoppers,
  tries,
  ...mistakes
}: Mistakes & Readonly<Record<'shoppers' | 'tries', number>>) => ({
  customer: { count: 1, role: customer },
  order: { count: 1, role: service('order', mistakes, tries) },
  payment: { count: 1, role: service('payment', mistakes, tries) },
  stock: { count: 1, role: service('stock', mistakes, tries) },
  shipping: { count: 1, role: service('shipping', mistakes, tries) },
  shopper: { count: shoppers, symmetric: true, role: shopper },
});

export const sagaChoreography = protocol({
  name: 'saga-choreography',
  parameters: { shoppers: integer(1, { from: 0, to: 2 }), ...mistakes },
  roles: (parameters) => roles({ ...parameters, tries: 0 }),
});

/**
 * The same with services that publish an event so often, so that every run comes to its end without a bound. What is
 * sent to a service while it is down may be lost, however often; so one that restarts says that it is back, and those
 * beside it begin to count anew.
 */
export const sagaChoreographyInTries = protocol({
  name: 'saga-choreography-progress',
  parameters: { tries: integer(1, { from: 1, to: 3 }), ...mistakes },
  roles: (parameters) => roles({ ...parameters, shoppers: 0 }),
});
