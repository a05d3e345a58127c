import { List, Map } from 'immutable';
import { describe, expect, test } from 'vitest';
import type { ProcessId } from '../../checker/index.ts';
import {
  type Announcing,
  sagaChoreography,
  sagaChoreographyInTries,
} from '../../models/saga-choreography.ts';
import {
  type Orchestrator,
  type Saga,
  sagaOrchestration,
  sagaOrchestrationInTries,
} from '../../models/saga-orchestration.ts';
import {
  attempt,
  compensate,
  type Entry,
  entryOf,
  noOrders,
  type Service,
  STEPS,
  type StepName,
  serviceMistakes,
  untouched,
} from '../../models/saga-services.ts';
import { processOf } from './process.ts';

const { id } = processOf(sagaOrchestration, 'orchestrator');
const [mine, theirs] = [id('customer-1'), id('customer-2')];

const done: Entry = { ...untouched, done: 1 };
const undone: Entry = { ...done, undone: 1 };
const soldOut: Entry = { ...untouched, refused: 'soldOut' };
const refused: Entry = { ...untouched, refused: 'declined' };

/** A service that has dealt with these orders. */
const having = (...orders: readonly (readonly [ProcessId, Entry])[]): Service => ({
  orders: Map(orders),
});

describe('a service', () => {
  const outcomes = (before: Service, step: StepName, mistakes = serviceMistakes) =>
    attempt(before, step, mine, mistakes).map((after) => entryOf(after, mine));
  const ofMine = (entry: Entry) => having([mine, entry]);

  test.each(STEPS)('takes the step %s or refuses it, the first time only', (step) => {
    expect(outcomes(noOrders, step)).toEqual([done, refused]);
    for (const entry of [done, undone, soldOut, refused]) {
      const before = ofMine(entry);
      expect(attempt(before, step, mine, serviceMistakes)).toEqual([before]);
      expect(attempt(before, step, mine, serviceMistakes)[0]).toBe(before);
    }
  });

  test('refuses what is sold out, in the stock, while another order has the item', () => {
    expect(outcomes(having([theirs, done]), 'stock')).toEqual([soldOut]);
    for (const entry of [undone, soldOut, refused])
      expect(outcomes(having([theirs, entry]), 'stock')).toEqual([done, refused]);
    for (const step of ['order', 'payment', 'shipping'] as const)
      expect(outcomes(having([theirs, done]), step)).toEqual([done, refused]);
    const oversells = { ...serviceMistakes, oversells: true };
    expect(outcomes(having([theirs, done]), 'stock', oversells)).toEqual([done, refused]);
  });

  test('compensates its step, once, and nothing where there is none', () => {
    const back = (before: Service) => compensate(before, 'payment', mine, serviceMistakes);
    expect(back(ofMine(done))).toEqual(ofMine(undone));
    for (const before of [noOrders, ofMine(undone), ofMine(refused), having([theirs, done])])
      expect(back(before)).toBe(before);
  });

  test('charges or refunds again only by mistake, and only in payment', () => {
    const mistakes = { ...serviceMistakes, chargesAgain: true, refundsAgain: true };
    expect(outcomes(ofMine(done), 'payment', mistakes)).toEqual([{ ...done, done: 2 }]);
    expect(outcomes(ofMine(done), 'stock', mistakes)).toEqual([done]);
    expect(outcomes(ofMine(refused), 'payment', mistakes)).toEqual([refused]);
    const twice = ofMine({ ...undone, undone: 2 });
    expect(compensate(ofMine(undone), 'payment', mine, mistakes)).toEqual(twice);
    expect(compensate(ofMine(undone), 'stock', mine, mistakes)).toEqual(ofMine(undone));
  });

  test('leaves other orders as they are', () => {
    const before = having([theirs, done]);
    for (const after of attempt(before, 'payment', mine, serviceMistakes))
      expect(entryOf(after, theirs)).toEqual(done);
    const both = having([mine, done], [theirs, done]);
    expect(compensate(both, 'stock', mine, serviceMistakes)).toEqual(
      having([mine, undone], [theirs, done]),
    );
  });
});

const saga = (at: Saga['at'], ...standing: StepName[]): Saga => ({
  at,
  standing: List(standing),
});
const leading = (...sagas: readonly (readonly [ProcessId, Saga])[]): Orchestrator => ({
  sagas: Map(sagas),
});
const at = (...of: Parameters<typeof saga>) => leading([mine, saga(...of)]);

describe('the orchestrator', () => {
  const { act, receive, durable } = processOf(sagaOrchestration, 'orchestrator');
  const hears = (state: Orchestrator, kind: string, from: string, order = mine) =>
    receive(state, { kind, order }, from).map(({ next }) => next);
  const commands = (state: Orchestrator) => act('command', state).map(({ sends }) => sends);

  test('begins the saga of each order once', () => {
    const placed = (state: Orchestrator, from: string) =>
      receive(state, { kind: 'placeOrder' }, from).map(({ next }) => next);
    expect(placed(leading(), 'customer-1')).toEqual([at('forward')]);
    expect(placed(at('cancelled'), 'customer-1')).toEqual([]);
    expect(placed(at('cancelled'), 'customer-2')).toEqual([
      leading([mine, saga('cancelled')], [theirs, saga('forward')]),
    ]);
    expect(durable).toEqual(['sagas']);
  });

  test('has the steps taken in order, and undone in the reverse order', () => {
    expect(commands(at('forward'))).toEqual([['attempt → order']]);
    expect(commands(at('forward', 'order', 'payment'))).toEqual([['attempt → stock']]);
    expect(commands(at('backward', 'order', 'payment'))).toEqual([['compensate → payment']]);
    for (const end of [leading(), at('complete', 'order'), at('cancelled')])
      expect(commands(end)).toEqual([]);
  });

  test('leads several sagas at a time', () => {
    const both = leading([mine, saga('forward', 'order')], [theirs, saga('backward', 'order')]);
    expect(commands(both)).toEqual([['attempt → payment'], ['compensate → order']]);
    expect(hears(both, 'refused', 'payment')).toEqual([
      leading([mine, saga('backward', 'order')], [theirs, saga('backward', 'order')]),
    ]);
    expect(hears(both, 'undone', 'order', theirs)).toEqual([
      leading([mine, saga('forward', 'order')], [theirs, saga('cancelled')]),
    ]);
    expect(hears(both, 'undone', 'order')).toEqual([]);
    expect(hears(both, 'refused', 'payment', theirs)).toEqual([]);
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
    expect(hears(leading(), 'done', 'order')).toEqual([]);
  });
});

test('a service of the orchestration tells what has become of the order that it was told of', () => {
  const { receive } = processOf(sagaOrchestration, 'stock');
  expect(receive(having([theirs, done]), { kind: 'attempt', order: mine }, 'orchestrator')).toEqual(
    [{ next: having([theirs, done], [mine, soldOut]), sends: ['refused → orchestrator'] }],
  );
  expect(receive(having([mine, done]), { kind: 'attempt', order: mine }, 'orchestrator')).toEqual([
    { next: having([mine, done]), sends: ['done → orchestrator'] },
  ]);
  expect(
    receive(having([mine, done]), { kind: 'compensate', order: mine }, 'orchestrator'),
  ).toEqual([{ next: having([mine, undone]), sends: ['undone → orchestrator'] }]);
});

type Event = 'done' | 'refused' | 'undone';

describe('a service of the choreography', () => {
  const of = (name: StepName) => processOf(sagaChoreography, name);
  const holding = (entry: Entry, ...events: Event[]): Announcing => ({
    orders: Map([[mine, entry]]),
    outbox: events.length === 0 ? Map() : Map([[mine, List(events)]]),
  });
  const nothing: Announcing = { ...noOrders, outbox: Map() };
  const hears = (name: StepName, before: Announcing, kind: string, from: string) =>
    of(name).receive(before, { kind, order: mine }, from);

  test('acknowledges what it is told, and announces what it did, once', () => {
    const sends = ['ack → order'];
    expect(hears('payment', nothing, 'done', 'order')).toEqual([
      { next: holding(done, 'done'), sends },
      { next: holding(refused, 'refused'), sends },
    ]);
    expect(hears('payment', holding(done), 'done', 'order')).toEqual([
      { next: holding(done), sends },
    ]);
    expect(hears('payment', holding(done, 'done'), 'refused', 'stock')).toEqual([
      { next: holding(undone, 'done', 'undone'), sends: ['ack → stock'] },
    ]);
    expect(hears('payment', holding(undone), 'undone', 'stock')).toEqual([
      { next: holding(undone), sends: ['ack → stock'] },
    ]);
  });

  test('publishes the oldest event of each order, to the next service if it is done, else to the one before', () => {
    const { act } = of('payment');
    const published = (service: Announcing) => act('publish', service).map(({ sends }) => sends);
    expect(published(holding(done, 'done', 'undone'))).toEqual([['done → stock']]);
    expect(published(holding(undone, 'undone'))).toEqual([['undone → order']]);
    expect(published(holding(refused, 'refused'))).toEqual([['refused → order']]);
    expect(published(holding(undone))).toEqual([]);
    const outbox = Map([
      [mine, List<Event>(['done', 'undone'])],
      [theirs, List<Event>(['refused'])],
    ]);
    expect(published({ ...nothing, outbox })).toEqual([['done → stock'], ['refused → order']]);
  });

  test('takes an event out of its outbox when that one is acknowledged, of that order', () => {
    const { receive } = of('payment');
    const full = holding(undone, 'done', 'undone');
    const acks = (event: Event, order: ProcessId) =>
      receive(full, { kind: 'ack', of: event, order }, 'stock').map(({ next }) => next);
    expect(acks('done', mine)).toEqual([holding(undone, 'undone')]);
    expect(acks('undone', mine)).toEqual([]);
    expect(acks('done', theirs)).toEqual([]);
    const last = receive(holding(done, 'done'), { kind: 'ack', of: 'done', order: mine }, 'stock');
    expect(last).toEqual([{ next: holding(done), sends: [] }]);
  });

  test('keeps to itself what nobody waits for: at the two ends of the chain', () => {
    const shipped = hears('shipping', nothing, 'done', 'stock');
    expect(shipped.map(({ next }) => next)).toEqual([holding(done), holding(refused, 'refused')]);
    const ordered = of('order').receive(nothing, { kind: 'placeOrder' }, 'customer-1');
    expect(ordered.map(({ next }) => next)).toEqual([holding(done, 'done'), holding(refused)]);
    const cancelled = hears('order', holding(done), 'undone', 'payment');
    expect(cancelled.map(({ next }) => next)).toEqual([holding(undone)]);
  });

  test('loses its outbox in a crash only by mistake', () => {
    expect(of('payment').durable).toEqual(['orders', 'outbox']);
    const wrong = processOf(sagaChoreography, 'payment', { noOutbox: true });
    expect(wrong.durable).toEqual(['orders']);
  });
});

describe('where tries are limited', () => {
  const two = { orders: 2 };

  test('the orchestrator sends each command so often, and begins to count anew with the next', () => {
    const { initial, act, receive } = processOf(sagaOrchestrationInTries, 'orchestrator', two);
    expect(initial).toEqual({ sagas: Map(), sent: Map() });
    const at = (sent: number, ...standing: StepName[]): Orchestrator => ({
      sagas: Map([[mine, { at: 'forward', standing: List(standing) }]]),
      sent:
        sent === 0
          ? Map([[theirs, 2]])
          : Map([
              [mine, sent],
              [theirs, 2],
            ]),
    });
    expect(act('command', at(0))).toEqual([{ next: at(1), sends: ['attempt → order'] }]);
    expect(act('command', at(1))).toEqual([{ next: at(2), sends: ['attempt → order'] }]);
    expect(act('command', at(2))).toEqual([]);
    expect(receive(at(2), { kind: 'done', order: mine }, 'order')).toEqual([
      { next: at(0, 'order'), sends: [] },
    ]);
  });

  test('a service publishes each event so often, and anew when its receiver is back', () => {
    const { initial, act, receive, recover } = processOf(sagaChoreographyInTries, 'payment', two);
    const at = (sent: number, ...events: Event[]): Announcing => ({
      orders: Map([[mine, done]]),
      outbox: events.length === 0 ? Map() : Map([[mine, List(events)]]),
      sent: sent === 0 ? Map() : Map([[mine, sent]]),
    });
    expect(initial).toEqual({ orders: Map(), outbox: Map(), sent: Map() });
    expect(act('publish', at(0, 'done'))).toEqual([
      { next: at(1, 'done'), sends: ['done → stock'] },
    ]);
    expect(act('publish', at(1, 'done'))).toEqual([]);
    expect(receive(at(1, 'done'), { kind: 'back' }, 'stock')).toEqual([
      { next: at(0, 'done'), sends: [] },
    ]);
    expect(receive(at(1, 'done'), { kind: 'ack', of: 'done', order: mine }, 'stock')).toEqual([
      { next: at(0), sends: [] },
    ]);
    expect(recover(at(0, 'done'))).toEqual([
      { next: at(0, 'done'), sends: ['back → stock', 'back → order'] },
    ]);
  });
});
