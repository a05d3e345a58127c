import { List } from 'immutable';
import { describe, expect, test } from 'vitest';
import {
  type Announcing,
  sagaChoreography,
  sagaChoreographyInTries,
} from '../../models/saga-choreography.ts';
import {
  type Orchestrator,
  sagaOrchestration,
  sagaOrchestrationInTries,
} from '../../models/saga-orchestration.ts';
import {
  attempt,
  compensate,
  itemsLeft,
  type Service,
  type StepName,
  serviceMistakes,
  untouched,
} from '../../models/saga-services.ts';
import { processOf } from './process.ts';

const done: Service = { ...untouched, done: 1 };
const refused: Service = { ...untouched, refused: true };
const undone: Service = { ...done, undone: 1 };

describe('a service', () => {
  test('takes its step or refuses it, the first time only', () => {
    expect(attempt(untouched, 'payment', serviceMistakes)).toEqual([done, refused]);
    for (const service of [done, refused, undone])
      expect(attempt(service, 'payment', serviceMistakes)).toEqual([service]);
  });

  test('compensates its step, once, and nothing where there is none', () => {
    expect(compensate(done, 'payment', serviceMistakes)).toEqual(undone);
    for (const service of [untouched, refused, undone])
      expect(compensate(service, 'payment', serviceMistakes)).toBe(service);
  });

  test('charges or refunds again only by mistake, and only in payment', () => {
    const mistakes = { chargesAgain: true, refundsAgain: true };
    expect(attempt(done, 'payment', mistakes)).toEqual([{ ...done, done: 2 }]);
    expect(attempt(done, 'stock', mistakes)).toEqual([done]);
    expect(attempt(refused, 'payment', mistakes)).toEqual([refused]);
    expect(compensate(undone, 'payment', mistakes)).toEqual({ ...undone, undone: 2 });
    expect(compensate(undone, 'stock', mistakes)).toBe(undone);
  });

  test('shows shoppers what is committed', () => {
    const items = [untouched, done, undone].map((service) => itemsLeft(service));
    expect(items).toMatchObject([{ items: 1 }, { items: 0 }, { items: 1 }]);
  });
});

describe('the orchestrator', () => {
  const { act, receive, durable } = processOf(sagaOrchestration, 'orchestrator');
  const at = (saga: Orchestrator['saga'], ...standing: StepName[]): Orchestrator => ({
    saga,
    standing: List(standing),
  });
  const hears = (state: Orchestrator, kind: string, from: string) =>
    receive(state, { kind }, from).map(({ next }) => next);
  const commands = (state: Orchestrator) => act('command', state).map(({ sends }) => sends);

  test('begins once', () => {
    expect(hears(at('none'), 'placeOrder', 'customer')).toEqual([at('forward')]);
    expect(hears(at('cancelled'), 'placeOrder', 'customer')).toEqual([]);
    expect(durable).toEqual(['saga', 'standing']);
  });

  test('has the steps taken in order, and undone in the reverse order', () => {
    expect(commands(at('forward'))).toEqual([['attempt → order']]);
    expect(commands(at('forward', 'order', 'payment'))).toEqual([['attempt → stock']]);
    expect(commands(at('backward', 'order', 'payment'))).toEqual([['compensate → payment']]);
    for (const end of [at('none'), at('complete', 'order'), at('cancelled')])
      expect(commands(end)).toEqual([]);
  });

  test('goes on when the step it waits for is done, and completes after the last', () => {
    const stood = at('forward', 'order', 'payment', 'stock');
    expect(hears(at('forward', 'order'), 'done', 'payment')).toEqual([
      at('forward', 'order', 'payment'),
    ]);
    expect(hears(stood, 'done', 'shipping')).toEqual([
      at('complete', 'order', 'payment', 'stock', 'shipping'),
    ]);
  });

  test('goes back when it is refused, and has cancelled when nothing stands', () => {
    expect(hears(at('forward', 'order'), 'refused', 'payment')).toEqual([at('backward', 'order')]);
    expect(hears(at('forward'), 'refused', 'order')).toEqual([at('cancelled')]);
    expect(hears(at('backward', 'order', 'payment'), 'undone', 'payment')).toEqual([
      at('backward', 'order'),
    ]);
    expect(hears(at('backward', 'order'), 'undone', 'order')).toEqual([at('cancelled')]);
  });

  test('ignores what it does not wait for', () => {
    expect(hears(at('forward', 'order'), 'done', 'order')).toEqual([]);
    expect(hears(at('forward', 'order'), 'undone', 'payment')).toEqual([]);
    expect(hears(at('backward', 'order'), 'done', 'order')).toEqual([]);
    expect(hears(at('backward', 'order'), 'refused', 'order')).toEqual([]);
    expect(hears(at('backward', 'order'), 'undone', 'payment')).toEqual([]);
    expect(hears(at('none'), 'done', 'order')).toEqual([]);
  });
});

describe('a service of the choreography', () => {
  const of = (name: StepName) => processOf(sagaChoreography, name);
  const holding = (service: Service, ...outbox: ('done' | 'refused' | 'undone')[]): Announcing => ({
    ...service,
    outbox: List(outbox),
  });

  test('acknowledges what it is told, and announces what it did, once', () => {
    const { receive } = of('payment');
    const sends = ['ack → order'];
    expect(receive(holding(untouched), { kind: 'done' }, 'order')).toEqual([
      { next: holding(done, 'done'), sends },
      { next: holding(refused, 'refused'), sends },
    ]);
    expect(receive(holding(done), { kind: 'done' }, 'order')).toEqual([
      { next: holding(done), sends },
    ]);
    expect(receive(holding(done, 'done'), { kind: 'refused' }, 'stock')).toEqual([
      { next: holding(undone, 'done', 'undone'), sends: ['ack → stock'] },
    ]);
    expect(receive(holding(undone), { kind: 'undone' }, 'stock')).toEqual([
      { next: holding(undone), sends: ['ack → stock'] },
    ]);
  });

  test('publishes its oldest event to the next service if it is done, else to the one before', () => {
    const { act } = of('payment');
    const published = (service: Announcing) => act('publish', service).map(({ sends }) => sends);
    expect(published(holding(done, 'done', 'undone'))).toEqual([['done → stock']]);
    expect(published(holding(undone, 'undone'))).toEqual([['undone → order']]);
    expect(published(holding(refused, 'refused'))).toEqual([['refused → order']]);
    expect(published(holding(undone))).toEqual([]);
  });

  test('takes an event out of its outbox when that one is acknowledged', () => {
    const { receive } = of('payment');
    const full = holding(undone, 'done', 'undone');
    expect(receive(full, Object({ kind: 'ack', of: 'done' }), 'stock')).toEqual([
      { next: holding(undone, 'undone'), sends: [] },
    ]);
    expect(receive(full, Object({ kind: 'ack', of: 'undone' }), 'order')).toEqual([]);
  });

  test('keeps to itself what nobody waits for: at the two ends of the chain', () => {
    const shipped = of('shipping').receive(holding(untouched), { kind: 'done' }, 'stock');
    expect(shipped.map(({ next }) => next)).toEqual([holding(done), holding(refused, 'refused')]);
    const ordered = of('order').receive(holding(untouched), { kind: 'placeOrder' }, 'customer');
    expect(ordered.map(({ next }) => next)).toEqual([holding(done, 'done'), holding(refused)]);
    const cancelled = of('order').receive(holding(done), { kind: 'undone' }, 'payment');
    expect(cancelled.map(({ next }) => next)).toEqual([holding(undone)]);
  });

  test('loses its outbox in a crash only by mistake', () => {
    expect(of('payment').durable).toEqual(['done', 'undone', 'refused', 'outbox']);
    const wrong = processOf(sagaChoreography, 'payment', { noOutbox: true });
    expect(wrong.durable).toEqual(['done', 'undone', 'refused']);
  });
});

describe('where tries are limited', () => {
  test('the orchestrator sends each command so often, and begins to count anew with the next', () => {
    const { initial, act, receive } = processOf(sagaOrchestrationInTries, 'orchestrator');
    expect(initial).toEqual({ saga: 'none', standing: List(), sent: 0 });
    const at = (sent: number, ...standing: StepName[]): Orchestrator => ({
      saga: 'forward',
      standing: List(standing),
      sent,
    });
    expect(act('command', at(1))).toEqual([{ next: at(2), sends: ['attempt → order'] }]);
    expect(act('command', at(2))).toEqual([]);
    expect(receive(at(2), { kind: 'done' }, 'order')).toEqual([
      { next: at(0, 'order'), sends: [] },
    ]);
  });

  test('a service publishes each event so often, and anew when its receiver is back', () => {
    const { initial, act, receive, recover } = processOf(sagaChoreographyInTries, 'payment');
    const at = (sent: number, ...outbox: 'done'[]): Announcing => ({
      ...done,
      outbox: List(outbox),
      sent,
    });
    expect(initial).toEqual({ ...untouched, outbox: List(), sent: 0 });
    expect(act('publish', at(0, 'done'))).toEqual([
      { next: at(1, 'done'), sends: ['done → stock'] },
    ]);
    expect(act('publish', at(1, 'done'))).toEqual([]);
    expect(receive(at(1, 'done'), { kind: 'back' }, 'stock')).toEqual([
      { next: at(0, 'done'), sends: [] },
    ]);
    expect(receive(at(1, 'done'), Object({ kind: 'ack', of: 'done' }), 'stock')).toEqual([
      { next: at(0), sends: [] },
    ]);
    expect(recover(at(0, 'done'))).toEqual([
      { next: at(0, 'done'), sends: ['back → stock', 'back → order'] },
    ]);
  });
});
