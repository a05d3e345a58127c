import type { Map } from 'immutable';
import { because, invariant, type ProcessId, type Property, reachable } from '../checker/index.ts';
import { type Service, type Shopper, STEPS, type StepName } from '../models/saga-services.ts';

/** What both ways of coordination are asked: the services, in the order of their steps. */
type Services = Readonly<Record<StepName, Map<ProcessId, Service>>>;

type Shop = Services & { readonly shopper: Map<ProcessId, Shopper> };

/** A saga of either kind. */
interface Saga {
  readonly view: Shop;
  readonly world: { readonly faults: { readonly restart: number } };
  readonly locals: unknown;
}

const services = (view: Services): readonly Service[] =>
  STEPS.flatMap((step) => [...view[step].values()]);

/** Whether a step has taken effect and is not compensated. */
const stands = ({ done, undone }: Service): boolean => done > undone;

/** Each effect happens at most once, and each compensation at most once, and only of an effect. */
function happenOnce(view: Services) {
  const wrong = STEPS.find((step) =>
    view[step].some(({ done, undone }) => done > 1 || undone > done),
  );
  if (wrong === undefined) return true;
  const [{ done, undone } = { done: 0, undone: 0 }] = view[wrong].values();
  return because(`${wrong} was done ${done} and undone ${undone} times`);
}

/** A step is only taken, or refused, once the one before it has taken effect. */
const inOrder = (view: Services): boolean =>
  services(view).every(
    ({ done, refused }, at, all) => (done === 0 && !refused) || (all[at - 1]?.done ?? 1) > 0,
  );

/** When a step is compensated, those after it no longer stand. */
function inReverse(view: Services) {
  const all = services(view);
  const undone = all.findIndex((service) => service.undone > 0);
  const standing = all.findIndex((service, at) => at > undone && stands(service));
  return (
    undone < 0 ||
    standing < 0 ||
    because(`${STEPS[undone]} is undone while ${STEPS[standing]} stands`)
  );
}

/** Nothing is compensated unless a step was refused. */
const undoneForAReason = (view: Services): boolean =>
  services(view).every(({ undone }) => undone === 0) ||
  services(view).some(({ refused }) => refused);

export const isComplete = (view: Services): boolean => services(view).every(stands);

export const isCompensated = (view: Services): boolean => !services(view).some(stands);

/** A saga that began ends like this, or is found like this if it never began. */
export const isEnded = (view: Services) =>
  isComplete(view) ||
  isCompensated(view) ||
  because(`still standing: ${STEPS.filter((step) => view[step].some(stands)).join(' and ')}`);

/** Everything before the last step was done, then undone: the longest way back. */
export const isUndoneFromShipping = (view: Services): boolean =>
  view.shipping.every(({ refused }) => refused) && isCompensated(view);

/** The lack of isolation: a shopper missed the item because of an order that came to nothing. */
const isMissedForNothing = (view: Shop): boolean =>
  isCompensated(view) && view.shopper.includes('misses');

/** What must hold of the services, however they are led. */
export const ofServices: readonly Property<Saga>[] = [
  invariant('each effect and each compensation happens at most once', happenOnce),
  invariant('a step is taken only after the one before', inOrder),
  invariant('compensations come in the reverse order', inReverse),
  invariant('nothing is compensated unless a step was refused', undoneForAReason),
];

/** What must be possible. */
export const witnesses: readonly Property<Saga>[] = [
  reachable('the order is complete', isComplete),
  reachable('all is undone when shipping refuses', isUndoneFromShipping),
  reachable('a shopper misses the item for an order that comes to nothing', isMissedForNothing),
  reachable(
    'all is undone when shipping refuses, after a restart',
    (view, { faults }) => faults.restart > 0 && isUndoneFromShipping(view),
  ),
];
