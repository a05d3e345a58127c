import type { Map } from 'immutable';
import { because, type ProcessId } from '../checker/index.ts';
import { type Service, type Shopper, STEPS, type StepName } from '../models/saga-services.ts';

/** What both ways of coordination are asked: the services, in the order of their steps. */
type Services = Readonly<Record<StepName, Map<ProcessId, Service>>>;

const services = (view: Services): readonly Service[] =>
  STEPS.flatMap((step) => [...view[step].values()]);

/** Whether a step has taken effect and is not compensated. */
const stands = ({ done, undone }: Service): boolean => done > undone;

/** Each effect happens at most once, and each compensation at most once, and only of an effect. */
export function happenOnce(view: Services) {
  const wrong = STEPS.find((step) =>
    view[step].some(({ done, undone }) => done > 1 || undone > done),
  );
  if (wrong === undefined) return true;
  const [{ done, undone } = { done: 0, undone: 0 }] = view[wrong].values();
  return because(`${wrong} was done ${done} and undone ${undone} times`);
}

/** A step is only taken, or refused, once the one before it has taken effect. */
export const inOrder = (view: Services): boolean =>
  services(view).every(
    ({ done, refused }, at, all) => (done === 0 && !refused) || (all[at - 1]?.done ?? 1) > 0,
  );

/** When a step is compensated, those after it no longer stand. */
export function inReverse(view: Services) {
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
export const undoneForAReason = (view: Services): boolean =>
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
export const isMissedForNothing = (
  view: Services & { readonly shopper: Map<ProcessId, Shopper> },
): boolean => isCompensated(view) && view.shopper.includes('misses');
