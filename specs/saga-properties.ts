import type { Map } from 'immutable';
import { because, invariant, type ProcessId, type Property, reachable } from '../checker/index.ts';
import {
  type Entry,
  entryOf,
  type Service,
  STEPS,
  type StepName,
  stands,
} from '../models/saga-services.ts';

/** What both ways of coordination are asked: the customers, whose names are the orders', and the services. */
type Services = Readonly<Record<StepName, Map<ProcessId, Service>>> & {
  readonly customer: Map<ProcessId, unknown>;
};

/** Sagas of either kind. */
interface Sagas {
  readonly view: Services;
  readonly world: { readonly faults: { readonly restart: number } };
  readonly locals: unknown;
}

const orders = ({ customer }: Services): readonly ProcessId[] => [...customer.keys()];

/** What the services' databases say of one order, in the order of the steps. */
const entries = (view: Services, order: ProcessId): readonly Entry[] =>
  STEPS.flatMap((step) => [...view[step].values()].map((service) => entryOf(service, order)));

/** Holds of each order, or not for the reason why it does not of the first such. */
function ofEach(view: Services, wrong: (entries: readonly Entry[]) => string | undefined) {
  for (const order of orders(view)) {
    const reason = wrong(entries(view, order));
    if (reason !== undefined) return because(`for ${order}: ${reason}`);
  }
  return true;
}

/** Each effect happens at most once, and each compensation at most once, and only of an effect. */
const happenOnce = (view: Services) =>
  ofEach(view, (all) => {
    const wrong = all.findIndex(({ done, undone }) => done > 1 || undone > done);
    const { done, undone } = all[wrong] ?? {};
    return wrong < 0 ? undefined : `${STEPS[wrong]} was done ${done} and undone ${undone} times`;
  });

/** A step is only taken, or refused, once the one before it has taken effect. */
const inOrder = (view: Services) =>
  ofEach(view, (all) => {
    const early = all.findIndex(
      ({ done, refused }, at) => (done > 0 || refused !== null) && all[at - 1]?.done === 0,
    );
    return early < 0 ? undefined : `${STEPS[early]} is dealt with before ${STEPS[early - 1]}`;
  });

/** When a step is compensated, those after it no longer stand. */
const inReverse = (view: Services) =>
  ofEach(view, (all) => {
    const undone = all.findIndex((entry) => entry.undone > 0);
    const standing = all.findIndex((entry, at) => at > undone && stands(entry));
    return undone < 0 || standing < 0
      ? undefined
      : `${STEPS[undone]} is undone while ${STEPS[standing]} stands`;
  });

/** Nothing is compensated unless a step of the same order was refused. */
const undoneForAReason = (view: Services) =>
  ofEach(view, (all) => {
    const undone = all.findIndex((entry) => entry.undone > 0);
    return undone < 0 || all.some(({ refused }) => refused !== null)
      ? undefined
      : `${STEPS[undone]} is undone and nothing was refused`;
  });

/** There is one item, and nobody but the customers of these orders who has it. */
const isNeverSoldTwice = ({ stock }: Services) => {
  const holders = stock.toList().flatMap(({ orders }) => orders.filter(stands).keySeq());
  return holders.size <= 1 || because(`the item is taken for ${holders.join(' and ')}`);
};

export const isComplete = (view: Services, order: ProcessId): boolean =>
  entries(view, order).every(stands);

export const isCompensated = (view: Services, order: ProcessId): boolean =>
  !entries(view, order).some(stands);

/** A saga that began ends like this, or is found like this if it never began. */
export const isEnded = (view: Services) =>
  ofEach(view, (all) =>
    all.every(stands) || !all.some(stands)
      ? undefined
      : `still standing: ${STEPS.filter((_, at) => all[at] && stands(all[at])).join(' and ')}`,
  );

export const anyIsComplete = (view: Services): boolean =>
  orders(view).some((order) => isComplete(view, order));

/** Everything before the last step of an order was done, then undone: the longest way back. */
export const anyIsUndoneFromShipping = (view: Services): boolean =>
  orders(view).some(
    (order) =>
      view.shipping.every((service) => entryOf(service, order).refused !== null) &&
      isCompensated(view, order),
  );

const isSoldOutFor = ({ stock }: Services, order: ProcessId): boolean =>
  stock.some((service) => entryOf(service, order).refused === 'soldOut');

/** The lack of isolation: whoever had the item when it was refused to another has it no longer, nor has anybody. */
const isRefusedForNothing = (view: Services): boolean =>
  orders(view).some((order) => isSoldOutFor(view, order)) &&
  orders(view).every((order) => isCompensated(view, order));

/** An order has what another has given back. */
const isSoldAgain = (view: Services): boolean =>
  anyIsComplete(view) && view.stock.some(({ orders }) => orders.some(({ undone }) => undone > 0));

/** What must hold of the services, however they are led. */
export const ofServices: readonly Property<Sagas>[] = [
  invariant('each effect and each compensation happens at most once', happenOnce),
  invariant('a step is taken only after the one before', inOrder),
  invariant('compensations come in the reverse order', inReverse),
  invariant('nothing is compensated unless a step was refused', undoneForAReason),
  invariant('the only item is never sold twice', isNeverSoldTwice),
];

/** What must be possible. */
export const witnesses: readonly Property<Sagas>[] = [
  reachable('an order is complete', anyIsComplete),
  reachable('all of an order is undone when shipping refuses', anyIsUndoneFromShipping),
  reachable(
    'an order is complete, and another is undone as there is no item left',
    (view) =>
      anyIsComplete(view) &&
      orders(view).some((order) => isSoldOutFor(view, order) && isCompensated(view, order)),
  ),
  reachable('an order is refused the item, and in the end nobody has it', isRefusedForNothing),
  reachable('an order is complete with the item that another gave back', isSoldAgain),
  reachable(
    'all of an order is undone when shipping refuses, after a restart',
    (view, { faults }) => faults.restart > 0 && anyIsUndoneFromShipping(view),
  ),
];
