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
import {
  happenOnce,
  inOrder,
  inReverse,
  isCompensated,
  isComplete,
  isEnded,
  isMissedForNothing,
  isUndoneFromShipping,
  undoneForAReason,
} from './saga-properties.ts';

/**
 * One order. A command may be sent again for ever, so the bound on messages in flight makes the space finite: it
 * leaves out states with more copies under way. That the saga comes to its end is not said here, only
 * that where it rests it is at its end.
 */
export const sagaOrchestrationSpec: Spec = spec(sagaOrchestration, {
  about: 'a saga led by an orchestrator, with compensations',
  properties: [
    deadlockFree('the saga ends complete or compensated, unless the orchestrator stays down', {
      final: (view, { isUp }) => view.orchestrator.some((_, id) => !isUp(id)) || isEnded(view),
    }),
    invariant('each effect and each compensation happens at most once', happenOnce),
    invariant('a step is taken only after the one before', inOrder),
    invariant('compensations come in the reverse order', inReverse),
    invariant('nothing is compensated unless a step was refused', undoneForAReason),
    invariant('the orchestrator ends the saga only when it has ended', (view) => {
      const { saga } = view.orchestrator.first() ?? { saga: 'none' };
      return (
        (saga !== 'complete' || isComplete(view)) && (saga !== 'cancelled' || isCompensated(view))
      );
    }),
    reachable('the order is complete', isComplete),
    reachable('all is undone when shipping refuses', isUndoneFromShipping),
    reachable('a shopper misses the item for an order that comes to nothing', isMissedForNothing),
    reachable(
      'the orchestrator goes on after a crash on the way back',
      ({ orchestrator, shipping }, { faults }) =>
        faults.crash > 0 &&
        shipping.every(({ refused }) => refused) &&
        orchestrator.every(({ saga }) => saga === 'cancelled'),
    ),
  ],
  faults: { loss: 1, duplication: 1, crash: 2, restart: 2 },
  crashing: ['orchestrator', ...STEPS],
  bounds: { inFlight: messagesInFlight(3) },
  variants: {
    'refunds-again': {
      set: { refundsAgain: true, shoppers: 0, loss: 0, duplication: 0, crash: 0, restart: 0 },
      violates: 'each effect and each compensation happens at most once',
    },
    'charges-again': {
      set: { chargesAgain: true, shoppers: 0, loss: 0, duplication: 0, crash: 0, restart: 0 },
      violates: 'each effect and each compensation happens at most once',
    },
    'no-durable-log': {
      set: { noDurableLog: true, shoppers: 0, loss: 0, duplication: 0, crash: 1, restart: 1 },
      violates: 'the saga ends complete or compensated, unless the orchestrator stays down',
    },
    'undoes-in-forward-order': {
      set: {
        undoesInForwardOrder: true,
        shoppers: 0,
        loss: 0,
        duplication: 0,
        crash: 0,
        restart: 0,
      },
      violates: 'compensations come in the reverse order',
    },
  },
});
