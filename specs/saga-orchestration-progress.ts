import { eventuallyAlways, leadsTo, reachable, type Spec, spec, weak } from '../checker/index.ts';
import { type Orchestrator, sagaOrchestrationInTries } from '../models/saga-orchestration.ts';
import { anyIsComplete, anyIsUndoneFromShipping, isEnded } from './saga-properties.ts';

const isUnderWay = ({ sagas }: Orchestrator): boolean =>
  sagas.some(({ at }) => at === 'forward' || at === 'backward');

/**
 * The weakest assumptions: the orchestrator restarts, it sends its commands, and what is sent arrives unless it is
 * lost. Nothing is assumed of the customer, whose order may never come.
 */
const fairness = weak(
  'restart',
  'command',
  'receive attempt',
  'receive compensate',
  'receive done',
  'receive refused',
  'receive undone',
);

/**
 * The same model as in `saga-orchestration`, in a spec of its own: where commands may be sent for ever only a bound
 * makes the space finite, and a bound that cuts runs leaves it open how they go on. Here each command is sent twice, so
 * that one loss does no harm and both may arrive, and nothing is cut. Only the orchestrator crashes: a
 * command to a service that is down would count as a try, too. One order; two that compete for the item come to their
 * ends with one try each (`--set orders=2 --set tries=1 --set loss=0`; with two tries they have tens of millions of states).
 */
export const sagaOrchestrationProgressSpec: Spec = spec(sagaOrchestrationInTries, {
  about: 'a saga led by an orchestrator comes to its end, if the orchestrator restarts',
  properties: [
    // Where nothing has been done yet all is compensated; so it is the state from some time on that counts.
    eventuallyAlways('the saga ends complete or compensated', (view) => isEnded(view) === true, {
      fairness,
    }),
    leadsTo(
      'once it has begun, the orchestrator comes to know its end',
      ({ orchestrator }) => orchestrator.some(isUnderWay),
      ({ orchestrator }) => !orchestrator.some(isUnderWay),
      { fairness },
    ),
    reachable(
      'an order is complete, after a loss and a restart',
      (view, { faults }) => anyIsComplete(view) && faults.loss > 0 && faults.restart > 0,
    ),
    reachable(
      'all of an order is undone when shipping refuses, after a loss and a restart',
      (view, { faults }) => anyIsUndoneFromShipping(view) && faults.loss > 0 && faults.restart > 0,
    ),
  ],
  faults: { loss: 1, crash: 1, restart: 1 },
  crashing: ['orchestrator'],
  variants: {
    // Nothing is wrong with the model, but nobody restarts the orchestrator.
    'orchestrator-stays-down': {
      set: { loss: 0, restart: 0 },
      violates: 'the saga ends complete or compensated',
    },
    'no-durable-log': {
      set: { noDurableLog: true, loss: 0 },
      violates: 'the saga ends complete or compensated',
    },
    'tries-once': {
      set: { tries: 1, crash: 0, restart: 0 },
      violates: 'the saga ends complete or compensated',
    },
  },
});
