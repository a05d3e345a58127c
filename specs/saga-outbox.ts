import { List, type Map } from 'immutable';
import {
  because,
  eachStep,
  invariant,
  type ProcessId,
  type Property,
  stepInvariant,
} from '../checker/index.ts';
import { type Announcing, audience, type Event } from '../models/saga-choreography.ts';
import { entryOf, STEPS, type StepName } from '../models/saga-services.ts';

/** What the services of the choreography are asked about their outboxes. */
interface Outboxes {
  readonly view: Readonly<Record<StepName, Map<ProcessId, Announcing>>>;
  readonly world: unknown;
  readonly locals: Readonly<Record<StepName, Announcing>>;
}

/** What has happened to an order in a service, by its database, that another service is to know. */
const happened = (service: Announcing, name: StepName, order: ProcessId): List<Event> => {
  const { done, refused, undone } = entryOf(service, order);
  const all = { done: done > 0, refused: refused !== null, undone: undone > 0 };
  return List<Event>(['done', 'refused', 'undone']).filter(
    (event) => all[event] && audience(name, event) !== undefined,
  );
};

const eventsOf = ({ outbox }: Announcing, order: ProcessId): List<Event> =>
  outbox.get(order, List<Event>());

/** The transactional outbox: an event is new in it in the same step in which it happens, and at no other time. */
const writtenAtOnce = (name: StepName): Property<Outboxes> =>
  stepInvariant(
    `${name} writes an event with the change that it tells of, and never else`,
    eachStep(name, (before, after) => {
      const wrong = [...after.orders.keys()].find((order) => {
        const old = happened(before, name, order);
        const happens = happened(after, name, order).filterNot((event) => old.includes(event));
        return !eventsOf(after, order).skip(eventsOf(before, order).size).equals(happens);
      });
      return wrong === undefined || because(`of ${wrong} is written ${eventsOf(after, wrong)}`);
    }),
  );

/** Whether who is to know of an event has taken or refused the next step, or else has undone the one before. */
function isActedOn(
  view: Outboxes['view'],
  [name, event]: readonly [StepName, Event],
  order: ProcessId,
): boolean {
  const whom = audience(name, event);
  return (
    whom === undefined ||
    view[whom].every((service) => {
      const { done, refused, undone } = entryOf(service, order);
      return event === 'done' ? done > 0 || refused !== null : undone > 0;
    })
  );
}

/** What has happened is known where it is to be known, or is still to be published. */
function isKept(view: Outboxes['view']) {
  for (const name of STEPS) {
    for (const service of view[name].values()) {
      for (const order of service.orders.keys()) {
        const lost = happened(service, name, order).find(
          (event) =>
            !eventsOf(service, order).includes(event) && !isActedOn(view, [name, event], order),
        );
        if (lost !== undefined) return because(`for ${order}: ${name} does not tell it is ${lost}`);
      }
    }
  }
  return true;
}

/** What must hold of the outboxes. */
export const ofOutboxes: readonly Property<Outboxes>[] = [
  ...STEPS.map(writtenAtOnce),
  invariant('an event is kept until its receiver has acted on it', isKept),
];
