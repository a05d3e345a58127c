/**
 * A saga with an orchestrator: it has the services take their steps one after the other, and if
 * one refuses, has those before it compensate theirs in the reverse order. Follows the source
 * document's section 3.4, "Saga Orchestration"; the services are those of `saga-services.ts`.
 *
 * The orchestrator logs an answer before it acts on it, and restarts from its log. What the log amounts to
 * is its state: which way it goes, and which steps stand. Simplified:
 * - Time. A command is sent at any moment, and again until it is answered.
 * - To receive an answer and to log it is one step; to crash between the two is to lose the answer.
 * - All that a service knows is in its database; in a crash it only misses messages.
 */
import { List } from 'immutable';
import { integer, type ProcessId, vocabulary } from '../checker/index.ts';
import {
  anew,
  attempt,
  compensate,
  itemsLeft,
  type Service,
  type ServiceMistakes,
  type ShopMessage,
  STEPS,
  type StepName,
  serviceMistakes,
  shopper,
  type Trying,
  tryAgain,
  untouched,
} from './saga-services.ts';

type Kind = 'placeOrder' | 'attempt' | 'compensate' | 'done' | 'refused' | 'undone';
type Message = { readonly [K in Kind]: { readonly kind: K } }[Kind] | ShopMessage;

export interface Orchestrator extends Trying {
  readonly saga: 'none' | 'forward' | 'backward' | 'complete' | 'cancelled';
  /** The steps that have taken effect and are not compensated. */
  readonly standing: List<StepName>;
}

/** Ways to get it wrong, each a switch. */
const mistakes = { ...serviceMistakes, noDurableLog: false, undoesInForwardOrder: false };
type Mistakes = typeof mistakes;

const { role, protocol, step, sendAll } = vocabulary<
  Message,
  'customer' | 'orchestrator' | 'shopper' | StepName
>();

interface Command {
  readonly kind: 'attempt' | 'compensate';
  readonly of: StepName;
}

/** What the orchestrator waits to be done; nothing before the saga and after its end. */
function nextCommand(
  { saga, standing }: Orchestrator,
  { undoesInForwardOrder }: Mistakes,
): Command | undefined {
  if (saga === 'forward') {
    const of = STEPS[standing.size];
    return of && { kind: 'attempt', of };
  }
  const of = undoesInForwardOrder ? standing.first() : standing.last();
  return saga === 'backward' && of !== undefined ? { kind: 'compensate', of } : undefined;
}

const forward = (before: Orchestrator, standing: List<StepName>): Orchestrator => ({
  ...anew(before),
  saga: standing.size === STEPS.length ? 'complete' : 'forward',
  standing,
});

const backward = (before: Orchestrator, standing: List<StepName>): Orchestrator => ({
  ...anew(before),
  saga: standing.isEmpty() ? 'cancelled' : 'backward',
  standing,
});

/** @param tries how often it sends a command, until it restarts; 0 for no end */
const orchestrator = (mistakes: Mistakes, tries: number) => {
  /** The step that an answer is about, if it answers what the orchestrator waits for. */
  const answered = (state: Orchestrator, kind: Command['kind'], from: ProcessId) => {
    const next = nextCommand(state, mistakes);
    return next?.kind === kind && next.of === from.role ? next.of : undefined;
  };

  return role<Orchestrator>({
    initial: () => ({ saga: 'none', standing: List(), ...(tries > 0 && { sent: 0 }) }),
    durable: mistakes.noDurableLog ? [] : ['saga', 'standing'],
    actions: {
      command(orchestrator, { all }) {
        const next = nextCommand(orchestrator, mistakes);
        const trying = next && tryAgain(orchestrator, tries);
        return trying && step(trying, sendAll(all(next.of), { kind: next.kind }));
      },
    },
    on: {
      placeOrder: (orchestrator) =>
        orchestrator.saga === 'none' && step(forward(orchestrator, List())),
      done(orchestrator, { from }) {
        const taken = answered(orchestrator, 'attempt', from);
        return taken && step(forward(orchestrator, orchestrator.standing.push(taken)));
      },
      refused: (orchestrator, { from }) =>
        answered(orchestrator, 'attempt', from) &&
        step(backward(orchestrator, orchestrator.standing)),
      undone(orchestrator, { from }) {
        const undone = answered(orchestrator, 'compensate', from);
        const standing = orchestrator.standing.filter((one) => one !== undone);
        return undone && step(backward(orchestrator, standing));
      },
    },
  });
};

/** A service does as it is told, and answers the same again if it is told again. */
const service = (name: StepName, mistakes: ServiceMistakes) =>
  role<Service>({
    initial: () => untouched,
    durable: 'everything',
    on: {
      attempt: (service, { from }) =>
        attempt(service, name, mistakes).map((next) =>
          step(next, sendAll([from], { kind: next.refused ? 'refused' : 'done' })),
        ),
      compensate: (service, { from }) =>
        step(compensate(service, name, mistakes), sendAll([from], { kind: 'undone' })),
      look: (service, { from }) => step(service, sendAll([from], itemsLeft(service))),
    },
  });

/** Asks for the saga, once. */
const customer = role<'undecided' | 'waiting'>({
  initial: () => 'undecided',
  actions: {
    order: (at, { all }) =>
      at === 'undecided' && step('waiting', sendAll(all('orchestrator'), { kind: 'placeOrder' })),
  },
});

const roles = ({
  shoppers,
  tries,
  ...mistakes
}: Mistakes & Readonly<Record<'shoppers' | 'tries', number>>) => ({
  customer: { count: 1, role: customer },
  orchestrator: { count: 1, role: orchestrator(mistakes, tries) },
  order: { count: 1, role: service('order', mistakes) },
  payment: { count: 1, role: service('payment', mistakes) },
  stock: { count: 1, role: service('stock', mistakes) },
  shipping: { count: 1, role: service('shipping', mistakes) },
  shopper: { count: shoppers, symmetric: true, role: shopper },
});

export const sagaOrchestration = protocol({
  name: 'saga-orchestration',
  parameters: { shoppers: integer(1, { from: 0, to: 2 }), ...mistakes },
  roles: (parameters) => roles({ ...parameters, tries: 0 }),
});

/** The same with an orchestrator that tries so often, so that every run comes to its end without a bound. */
export const sagaOrchestrationInTries = protocol({
  name: 'saga-orchestration-progress',
  parameters: { tries: integer(2, { from: 1, to: 3 }), ...mistakes },
  roles: (parameters) => roles({ ...parameters, shoppers: 0 }),
});
