/**
 * The services of sagas that handle orders: create the order, take the payment, take the item from the
 * stock, ship it. Each commits its step at once, in a transaction of its own, and can compensate it
 * later. Follows the source document's section 3.4, and Garcia-Molina and Salem, "Sagas" (1987).
 *
 * Here is what both ways of coordination share: what a service and a customer do. An order is the saga of one customer, and known by
 * the customer's name. All orders are for the same item, of which one is in stock. Nothing isolates them: whoever comes
 * second is refused, even if the order that has the item is to come to nothing. Besides, any service may decline its
 * step. A refusal is for good; a compensation never fails. Left out: going forwards again from a
 * save-point instead of back, and waiting for an item to be given back.
 */
import { Map } from 'immutable';
import { type ProcessId, vocabulary } from '../checker/index.ts';

/** The steps of a saga and their services, in order. */
export const STEPS = ['order', 'payment', 'stock', 'shipping'] as const;
export type StepName = (typeof STEPS)[number];

/** What a service's database says of one order. */
export interface Entry {
  /** How often the step has taken effect: the order created, the customer charged, … */
  readonly done: number;
  /** How often it was compensated: the order cancelled, the customer refunded, … */
  readonly undone: number;
  /** Why the step was refused, if it was. */
  readonly refused: 'soldOut' | 'declined' | null;
}

export const untouched: Entry = { done: 0, undone: 0, refused: null };

export interface Service {
  /** Its database: the orders that it was told of. */
  readonly orders: Map<ProcessId, Entry>;
}

export const noOrders: Service = { orders: Map() };

/** What a service's database says of an order. */
export const entryOf = ({ orders }: Service, order: ProcessId): Entry =>
  orders.get(order, untouched);

/** Whether a step has taken effect and is not compensated. */
export const stands = ({ done, undone }: Entry): boolean => done > undone;

/** Ways to get a service wrong, each a switch. */
export const serviceMistakes = { chargesAgain: false, refundsAgain: false, oversells: false };
export type ServiceMistakes = typeof serviceMistakes;

const write = <S extends Service>(service: S, order: ProcessId, change: Partial<Entry>): S => ({
  ...service,
  orders: service.orders.set(order, { ...entryOf(service, order), ...change }),
});

/** What may come of being told to take the step for an order: it takes effect or is refused, the first time. */
export function attempt<S extends Service>(
  service: S,
  step: StepName,
  order: ProcessId,
  { chargesAgain, oversells }: ServiceMistakes,
): readonly S[] {
  const { done, refused } = entryOf(service, order);
  const taking = write(service, order, { done: done + 1 });
  if (refused !== null) return [service];
  if (done > 0) return [step === 'payment' && chargesAgain ? taking : service];
  const isSoldOut = step === 'stock' && service.orders.some(stands) && !oversells;
  if (isSoldOut) return [write(service, order, { refused: 'soldOut' })];
  return [taking, write(service, order, { refused: 'declined' })];
}

/** What comes of being told to compensate the step for an order: it is undone, the first time. */
export function compensate<S extends Service>(
  service: S,
  step: StepName,
  order: ProcessId,
  { refundsAgain }: ServiceMistakes,
): S {
  const entry = entryOf(service, order);
  const again = step === 'payment' && refundsAgain;
  return stands(entry) || again ? write(service, order, { undone: entry.undone + 1 }) : service;
}

/** Who sends something until it is answered. */
export interface Trying {
  /** In memory, only where tries are limited: for each order, how often what waits for an answer was sent. */
  readonly sent?: Map<ProcessId, number>;
}

/** Sends what waits for an answer on the order once more, if that may be. */
export function tryAgain<T extends Trying>(one: T, order: ProcessId, tries: number): T | false {
  const { sent } = one;
  if (sent === undefined) return one;
  return sent.get(order, 0) < tries && { ...one, sent: sent.update(order, 0, (so) => so + 1) };
}

/** Begins to count anew for the order. */
export const anew = <T extends Trying>(one: T, order: ProcessId): T =>
  one.sent === undefined ? one : { ...one, sent: one.sent.delete(order) };

/** What a customer sends; the order's name is the sender's. */
export interface PlaceOrder {
  readonly kind: 'placeOrder';
}

/** Places an order, once, with whoever begins the sagas. */
export const customer = <Whom extends string>(whom: Whom) => {
  const { role, step, sendAll } = vocabulary<PlaceOrder, Whom>();
  return role<'undecided' | 'waiting'>({
    initial: () => 'undecided',
    actions: {
      order: (at, { all }) =>
        at === 'undecided' && step('waiting', sendAll(all(whom), { kind: 'placeOrder' })),
    },
  });
};
