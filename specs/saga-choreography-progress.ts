import { eventuallyAlways, reachable, type Spec, spec, weak } from '../checker/index.ts';
import { sagaChoreographyInTries } from '../models/saga-choreography.ts';
import { STEPS } from '../models/saga-services.ts';
import { anyIsComplete, anyIsUndoneFromShipping, isEnded } from './saga-properties.ts';

/**
 * The weakest assumptions: services restart, they publish, and what they send arrives unless it is lost. Nothing is
 * assumed of the customer, whose order may never come.
 */
const fairness = weak(
  'restart',
  'publish',
  'receive done',
  'receive refused',
  'receive undone',
  'receive ack',
  'receive back',
);

/**
 * The same model as in `saga-choreography`, in a spec of its own for the reasons given in
 * `saga-orchestration-progress`: each event is published once, and once more when its publisher or its
 * receiver has restarted. So nothing may be lost but what is sent to a service while it is down. One order;
 * two that compete for the item come to their ends too, where nothing goes wrong (`--set orders=2` and no faults).
 */
export const sagaChoreographyProgressSpec: Spec = spec(sagaChoreographyInTries, {
  about: 'a saga led by events comes to its end, if services restart',
  properties: [
    // Where nothing has been done yet all is compensated; so it is the state from some time on that counts.
    eventuallyAlways('the saga ends complete or compensated', (view) => isEnded(view) === true, {
      fairness,
    }),
    reachable(
      'an order is complete, after a restart',
      (view, { faults }) => anyIsComplete(view) && faults.restart > 0,
    ),
    reachable(
      'all of an order is undone when shipping refuses, after a restart',
      (view, { faults }) => anyIsUndoneFromShipping(view) && faults.restart > 0,
    ),
  ],
  faults: { duplication: 1, crash: 1, restart: 1 },
  crashing: STEPS,
  variants: {
    'no-outbox': {
      set: { noOutbox: true, duplication: 0 },
      violates: 'the saga ends complete or compensated',
    },
    'publishes-once': {
      set: { loss: 1, duplication: 0, crash: 0, restart: 0 },
      violates: 'the saga ends complete or compensated',
    },
    // Nothing is wrong with the model, but nobody restarts a service.
    'a-service-stays-down': {
      set: { duplication: 0, restart: 0 },
      violates: 'the saga ends complete or compensated',
    },
  },
});
