import {
  deadlockFree,
  invariant,
  messagesInFlight,
  reachable,
  type Spec,
  spec,
} from '../checker/index.ts';
import { sagaChoreography } from '../models/saga-choreography.ts';
import { STEPS } from '../models/saga-services.ts';
import {
  happenOnce,
  inOrder,
  inReverse,
  isComplete,
  isEnded,
  isMissedForNothing,
  isUndoneFromShipping,
  undoneForAReason,
} from './saga-properties.ts';

/** One order, within bounds as for the orchestrated saga; here services may crash, and there is nobody else. */
export const sagaChoreographySpec: Spec = spec(sagaChoreography, {
  about: 'the same saga led by events, published from outboxes',
  properties: [
    deadlockFree('the saga ends complete or compensated, unless a service stays down', {
      final: (view, { isUp }) =>
        STEPS.some((step) => view[step].some((_, id) => !isUp(id))) || isEnded(view),
    }),
    invariant('each effect and each compensation happens at most once', happenOnce),
    invariant('a step is taken only after the one before', inOrder),
    invariant('compensations come in the reverse order', inReverse),
    invariant('nothing is compensated unless a step was refused', undoneForAReason),
    reachable('the order is complete', isComplete),
    reachable('all is undone when shipping refuses', isUndoneFromShipping),
    reachable('a shopper misses the item for an order that comes to nothing', isMissedForNothing),
    reachable(
      'all is undone when shipping refuses, after a restart',
      (view, { faults }) => faults.restart > 0 && isUndoneFromShipping(view),
    ),
  ],
  faults: { loss: 1, duplication: 1, crash: 2, restart: 2 },
  crashing: STEPS,
  bounds: { inFlight: messagesInFlight(3) },
  variants: {
    'no-outbox': {
      set: { noOutbox: true, shoppers: 0, loss: 0, duplication: 0, crash: 1, restart: 1 },
      violates: 'the saga ends complete or compensated, unless a service stays down',
    },
    'charges-again': {
      set: { chargesAgain: true, shoppers: 0, loss: 0, duplication: 0, crash: 0, restart: 0 },
      violates: 'each effect and each compensation happens at most once',
    },
    'refunds-again': {
      set: { refundsAgain: true, shoppers: 0, loss: 0, duplication: 0, crash: 0, restart: 0 },
      violates: 'each effect and each compensation happens at most once',
    },
  },
});
