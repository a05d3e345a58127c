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
    ...ofServices,
    invariant('the orchestrator ends the saga only when it has ended', (view) => {
      const { saga } = view.orchestrator.first() ?? { saga: 'none' };
      return (
        (saga !== 'complete' || isComplete(view)) && (saga !== 'cancelled' || isCompensated(view))
      );
    }),
    ...witnesses,
    reachable('the orchestrator is down on the way back', ({ orchestrator }, { isUp }) =>
      orchestrator.some(({ saga }, id) => saga === 'backward' && !isUp(id)),
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
