/**
 * Sagas with an orchestrator: for each order it has the services take their steps one after the other, and if
 * one refuses, has those before it compensate theirs in the reverse order. Follows the source
 * document's section 3.4, "Saga Orchestration"; the services are those of `saga-services.ts`.
 *
 * The orchestrator logs an answer before it acts on it, and restarts from its log. What the log amounts to
 * is its state: which way each order's saga goes, and which steps stand. Simplified:
 * - Time. A command is sent at any moment, and again until it is answered.
 * - To receive an answer and to log it is one step; to crash between the two is to lose the answer.
 * - All that a service knows is in its database; in a crash it only misses messages.
 */
import { List, Map } from 'immutable';
import { integer, type ProcessId, vocabulary } from '../checker/index.ts';
import {
  anew,
  attempt,
  compensate,
  customer,
  entryOf,
  noOrders,
  type PlaceOrder,
  type Service,
  type ServiceMistakes,
  STEPS,
  type StepName,
  serviceMistakes,
  type Trying,
  tryAgain,
} from './saga-services.ts';

type Kind = 'attempt' | 'compensate' | 'done' | 'refused' | 'undone';
type Message =
  | PlaceOrder
  | { readonly [K in Kind]: { readonly kind: K; readonly order: ProcessId } }[Kind];

/** How far the saga of an order has come. */
export interface Saga {
  readonly at: 'forward' | 'backward' | 'complete' | 'cancelled';
  /** The steps that have taken effect and are not compensated. */
  readonly standing: List<StepName>;
}

export interface Orchestrator extends Trying {
  /** Durable: the sagas that have begun. */
  readonly sagas: Map<ProcessId, Saga>;
}

/** Ways to get it wrong, each a switch. */
const mistakes = { ...serviceMistakes, noDurableLog: false, undoesInForwardOrder: false };
type Mistakes = typeof mistakes;

const { role, protocol, step, sendAll } = vocabulary<
  Message,
  'customer' | 'orchestrator' | StepName
>();

interface Command {
  readonly kind: 'attempt' | 'compensate';
  readonly of: StepName;
}

/** What a saga waits to be done; nothing after its end. */
function nextCommand(
  { at, standing }: Saga,
  { undoesInForwardOrder }: Mistakes,
): Command | undefined {
  if (at === 'forward') {
    const of = STEPS[standing.size];
    return of && { kind: 'attempt', of };
  }
  const of = undoesInForwardOrder ? standing.first() : standing.last();
  return at === 'backward' && of !== undefined ? { kind: 'compensate', of } : undefined;
}

const forward = (standing: List<StepName>): Saga => ({
  at: standing.size === STEPS.length ? 'complete' : 'forward',
  standing,
});

const backward = (standing: List<StepName>): Saga => ({
  at: standing.isEmpty() ? 'cancelled' : 'backward',
  standing,
});

/** @param tries how often it sends a command, until it restarts; 0 for no end */
const orchestrator = (mistakes: Mistakes, tries: number) => {
  /** Logs how far the saga of an order has come. */
  const log = (before: Orchestrator, order: ProcessId, saga: Saga) =>
    step({ ...anew(before, order), sagas: before.sagas.set(order, saga) });

  /** Goes on with an order's saga when this kind of command is answered, if that is what the saga waits for. */
  const onAnswer =
    (kind: Command['kind'], goOn: (standing: List<StepName>, of: StepName) => Saga) =>
    (
      orchestrator: Orchestrator,
      { order, from }: { readonly order: ProcessId; readonly from: ProcessId },
    ) => {
      const saga = orchestrator.sagas.get(order);
      const next = saga && nextCommand(saga, mistakes);
      const isAwaited = next?.kind === kind && next.of === from.role;
      return isAwaited && saga && log(orchestrator, order, goOn(saga.standing, next.of));
    };

  return role<Orchestrator>({
    initial: () => ({ sagas: Map(), ...(tries > 0 && { sent: Map() }) }),
    durable: mistakes.noDurableLog ? [] : ['sagas'],
    actions: {
      command: (orchestrator, { all }) =>
        all('customer').flatMap((order) => {
          const saga = orchestrator.sagas.get(order);
          const next = saga && nextCommand(saga, mistakes);
          const trying = next && tryAgain(orchestrator, order, tries);
          return trying ? step(trying, sendAll(all(next.of), { kind: next.kind, order })) : [];
        }),
    },
    on: {
      placeOrder: (orchestrator, { from: order }) =>
        !orchestrator.sagas.has(order) && log(orchestrator, order, forward(List())),
      done: onAnswer('attempt', (standing, of) => forward(standing.push(of))),
      refused: onAnswer('attempt', backward),
      undone: onAnswer('compensate', (standing, of) =>
        backward(standing.filter((one) => one !== of)),
      ),
    },
  });
};

/** A service does as it is told, and answers the same again if it is told again. */
const service = (name: StepName, mistakes: ServiceMistakes) =>
  role<Service>({
    initial: () => noOrders,
    durable: 'everything',
    on: {
      attempt: (service, { order, from }) =>
        attempt(service, name, order, mistakes).map((next) => {
          const kind = entryOf(next, order).refused === null ? 'done' : 'refused';
          return step(next, sendAll([from], { kind, order }));
        }),
      compensate: (service, { order, from }) =>
        step(
          compensate(service, name, order, mistakes),
          sendAll([from], { kind: 'undone', order }),
        ),
    },
  });

const roles = ({
  orders,
  tries,
  ...mistakes
}: Mistakes & Readonly<Record<'orders' | 'tries', number>>) => ({
  customer: { count: orders, symmetric: true, role: customer('orchestrator') },
  orchestrator: { count: 1, role: orchestrator(mistakes, tries) },
  order: { count: 1, role: service('order', mistakes) },
  payment: { count: 1, role: service('payment', mistakes) },
  stock: { count: 1, role: service('stock', mistakes) },
  shipping: { count: 1, role: service('shipping', mistakes) },
});

export const sagaOrchestration = protocol({
  name: 'saga-orchestration',
  parameters: { orders: integer(2, { from: 1, to: 3 }), ...mistakes },
  roles: (parameters) => roles({ ...parameters, tries: 0 }),
});

/** The same with an orchestrator that tries so often, so that every run comes to its end without a bound. */
export const sagaOrchestrationInTries = protocol({
  name: 'saga-orchestration-progress',
  parameters: {
    orders: integer(1, { from: 1, to: 2 }),
    tries: integer(2, { from: 1, to: 3 }),
    ...mistakes,
  },
  roles,
});
