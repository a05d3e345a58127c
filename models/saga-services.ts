/**
 * The services of a saga that handles an order: create the order, take the payment, take the item from the
 * stock, ship it. Each commits its step at once, in a transaction of its own, and can compensate it
 * later. Follows the source document's section 3.4, and Garcia-Molina and Salem, "Sagas" (1987).
 *
 * Here is what both ways of coordination share: what a service does, and a shopper who looks at the stock in
 * the meantime. The saga is one order; a service knows by its number whether it has seen it. A
 * compensation never fails; a step may, and that is a refusal for good. Left out: going forwards again from a
 * save-point instead of back, and sagas in parallel, of which there is as much as a shopper sees.
 */
import { vocabulary } from '../checker/index.ts';

/** The steps of the saga and their services, in order. */
export const STEPS = ['order', 'payment', 'stock', 'shipping'] as const;
export type StepName = (typeof STEPS)[number];

/** What a service's database says of the saga. */
export interface Service {
  /** How often the step has taken effect: the order created, the customer charged, … */
  readonly done: number;
  /** How often it was compensated: the order cancelled, the customer refunded, … */
  readonly undone: number;
  readonly refused: boolean;
}

export const untouched: Service = { done: 0, undone: 0, refused: false };

/** Ways to get a service wrong, each a switch. */
export const serviceMistakes = { chargesAgain: false, refundsAgain: false };
export type ServiceMistakes = typeof serviceMistakes;

/** What may come of being told to take the step: it takes effect or is refused, the first time. */
export function attempt<S extends Service>(
  service: S,
  step: StepName,
  { chargesAgain }: ServiceMistakes,
): readonly S[] {
  const isNew = service.done === 0 && !service.refused;
  if (isNew)
    return [
      { ...service, done: 1 },
      { ...service, refused: true },
    ];
  const again = step === 'payment' && chargesAgain && !service.refused;
  return [again ? { ...service, done: service.done + 1 } : service];
}

/** What comes of being told to compensate the step: it is undone, the first time. */
export function compensate<S extends Service>(
  service: S,
  step: StepName,
  { refundsAgain }: ServiceMistakes,
): S {
  const isNew = service.undone < service.done;
  const again = step === 'payment' && refundsAgain;
  return isNew || again ? { ...service, undone: service.undone + 1 } : service;
}

/** Who sends something until it is answered. */
export interface Trying {
  /** In memory, only where tries are limited: how often what waits for an answer was sent. */
  readonly sent?: number;
}

/** Sends it once more, if that may be. */
export const tryAgain = <T extends Trying>(one: T, tries: number): T | false =>
  one.sent === undefined ? one : one.sent < tries && { ...one, sent: one.sent + 1 };

/** Begins to count anew. */
export const anew = <T extends Trying>(one: T): T =>
  one.sent === undefined ? one : { ...one, sent: 0 };

/** A shopper asks whether the only item is there. */
export type ShopMessage =
  | { readonly kind: 'look' }
  | { readonly kind: 'left'; readonly items: number };

/** How the stock answers a shopper: by what is committed, for a saga keeps no lock. */
export const itemsLeft = ({ done, undone }: Service): ShopMessage => ({
  kind: 'left',
  items: 1 - done + undone,
});

/** What became of a visit: the item found, or missed because it was sold out. */
export type Shopper = 'away' | 'looking' | 'finds' | 'misses';

const { role, step, sendAll } = vocabulary<ShopMessage, 'stock'>();

/** Somebody else, who looks at the stock once. */
export const shopper = role<Shopper>({
  initial: () => 'away',
  actions: {
    look: (at, { all }) =>
      at === 'away' && step('looking', sendAll(all('stock'), { kind: 'look' })),
  },
  on: {
    left: (at, { items }) => at === 'looking' && step(items > 0 ? 'finds' : 'misses'),
  },
});
