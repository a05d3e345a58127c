import {
  deadlockFree,
  invariant,
  messagesInFlight,
  reachable,
  type Spec,
  spec,
} from '../checker/index.ts';
import { sagaOrchestration } from '../models/saga-orchestration.ts';
import { STEPS } from '../models/saga-services.ts';
import { isCompensated, isComplete, isEnded, ofServices, witnesses } from './saga-properties.ts';

/**
 * Two orders for the only item, each fault once. A command may be sent again for ever, so the bound on messages in flight
 * makes the space finite. With two, one message may come however late while all else goes on; what is left out is that
 * all goes on while two are late, like an old command of each order. That is seen with three, without faults or
 * with one order (`--set inFlight=3 --set orders=1`; the witnesses of a conflict are then not reached).
 * That the sagas come to their ends is not said here, only that where they rest they are at their ends.
 */
export const sagaOrchestrationSpec: Spec = spec(sagaOrchestration, {
  about: 'sagas led by an orchestrator, with compensations: two orders, one item',
  properties: [
    deadlockFree('the saga ends complete or compensated, unless the orchestrator stays down', {
      final: (view, { isUp }) => view.orchestrator.some((_, id) => !isUp(id)) || isEnded(view),
    }),
    ...ofServices,
    invariant('the orchestrator ends a saga only when it has ended', (view) =>
      view.orchestrator.every(({ sagas }) =>
        sagas.every(
          ({ at }, order) =>
            (at !== 'complete' || isComplete(view, order)) &&
            (at !== 'cancelled' || isCompensated(view, order)),
        ),
      ),
    ),
    ...witnesses,
    reachable('the orchestrator is down on the way back', ({ orchestrator }, { isUp }) =>
      orchestrator.some(({ sagas }, id) => sagas.some(({ at }) => at === 'backward') && !isUp(id)),
    ),
  ],
  faults: { loss: 1, duplication: 1, crash: 1, restart: 1 },
  crashing: ['orchestrator', ...STEPS],
  bounds: { inFlight: messagesInFlight(2) },
  variants: {
    'refunds-again': {
      set: { refundsAgain: true, orders: 1, loss: 0, duplication: 0, crash: 0, restart: 0 },
      violates: 'each effect and each compensation happens at most once',
    },
    'charges-again': {
      set: { chargesAgain: true, orders: 1, loss: 0, duplication: 0, crash: 0, restart: 0 },
      violates: 'each effect and each compensation happens at most once',
    },
    'no-durable-log': {
      set: { noDurableLog: true, orders: 1, loss: 0, duplication: 0, crash: 1, restart: 1 },
      violates: 'the saga ends complete or compensated, unless the orchestrator stays down',
    },
    'undoes-in-forward-order': {
      set: {
        undoesInForwardOrder: true,
        orders: 1,
        loss: 0,
        duplication: 0,
        crash: 0,
        restart: 0,
      },
      violates: 'compensations come in the reverse order',
    },
    oversells: {
      set: { oversells: true, loss: 0, duplication: 0, crash: 0, restart: 0 },
      violates: 'the only item is never sold twice',
    },
  },
});
