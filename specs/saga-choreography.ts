import { deadlockFree, messagesInFlight, type Spec, spec } from '../checker/index.ts';
import { sagaChoreography } from '../models/saga-choreography.ts';
import { STEPS } from '../models/saga-services.ts';
import { isEnded, ofServices, witnesses } from './saga-properties.ts';

/**
 * Two orders for the only item, within bounds as for the orchestrated sagas. A service that is down neither publishes nor
 * hears anything, and its outbox is what it goes on from.
 */
export const sagaChoreographySpec: Spec = spec(sagaChoreography, {
  about: 'the same sagas led by events, published from outboxes',
  properties: [
    deadlockFree('the saga ends complete or compensated, unless a service stays down', {
      final: (view, { isUp }) =>
        STEPS.some((step) => view[step].some((_, id) => !isUp(id))) || isEnded(view),
    }),
    ...ofServices,
    ...witnesses,
  ],
  faults: { loss: 1, duplication: 1, crash: 1, restart: 1 },
  crashing: STEPS,
  bounds: { inFlight: messagesInFlight(2) },
  variants: {
    'no-outbox': {
      set: { noOutbox: true, orders: 1, loss: 0, duplication: 0, crash: 1, restart: 1 },
      violates: 'the saga ends complete or compensated, unless a service stays down',
    },
    'charges-again': {
      set: { chargesAgain: true, orders: 1, loss: 0, duplication: 0, crash: 0, restart: 0 },
      violates: 'each effect and each compensation happens at most once',
    },
    'refunds-again': {
      set: { refundsAgain: true, orders: 1, loss: 0, duplication: 0, crash: 0, restart: 0 },
      violates: 'each effect and each compensation happens at most once',
    },
    oversells: {
      set: { oversells: true, loss: 0, duplication: 0, crash: 0, restart: 0 },
      violates: 'the only item is never sold twice',
    },
  },
});
