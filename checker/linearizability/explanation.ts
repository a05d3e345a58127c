import type { ProcessId } from '../model/process-id.ts';
import type { CallForm, CallsForm } from '../trace/trace.ts';
import { type CallEvent, emptyHistory, withEvent } from './call-history.ts';
import type { TimedEvent } from './calls.ts';
import { chartOf, intervalText } from './chart.ts';
import { type Interval, intervalsOf } from './intervals.ts';
import type { Judge, Placed } from './judge.ts';
import { isSame } from './same.ts';
import type { Order } from './threads.ts';
import { answeredText } from './wording.ts';

/** Why the calls of a run cannot be put in order: in one line, then after an empty line as a chart. */
export function reasonOf(
  judge: Judge,
  kept: Order,
  events: readonly CallEvent[],
  clients: readonly ProcessId[],
): string {
  const at = lastAnswer(events);
  const client = events[at]?.client;
  const misfit = clients.flatMap((one) => intervalsOf(events, one)).find(({ to }) => to === at);
  const keeping = kept === 'real-time' ? 'real time' : "each client's own order";
  const most = longestOrder(judge, events, clients).map(
    (one) => `${one.client} ${answeredText(one.call, one.answer)}`,
  );
  const summary = `no order of the calls that keeps ${keeping} explains ${client}'s ${misfit === undefined ? 'calls' : intervalText(misfit)}; the longest beginning of one: ${most.join(', ') || 'none'}`;
  return [summary, '', ...chartOf(events, clients)].join('\n');
}

/** The calls of a run as plain data, with their places in such an order. */
export function callsFormOf(
  judge: Judge,
  keeps: Order,
  events: readonly TimedEvent[],
  clients: readonly ProcessId[],
): CallsForm {
  const order = longestOrder(judge, events, clients);
  const calls = clients.flatMap((client) => {
    const intervals = intervalsOf(events, client);
    return intervals.map((interval) => {
      const isCutOff = interval.end === 'abandoned';
      const index = intervals
        .filter(({ end }) => (end === 'abandoned') === isCutOff)
        .indexOf(interval);
      const at = order.findIndex(
        (one) => one.client === client && one.isCutOff === isCutOff && one.index === index,
      );
      return callFormOf(interval, events, at < 0 ? undefined : { at, placed: order[at]! });
    });
  });
  return { keeps, calls };
}

const ENDS = { answered: 'answered', abandoned: 'cut off', pending: 'pending' } as const;

function callFormOf(
  interval: Interval,
  events: readonly TimedEvent[],
  place: { readonly at: number; readonly placed: Placed } | undefined,
): CallForm {
  const { client, call, from, to, end, answer } = interval;
  const isOtherwise =
    place !== undefined && !(end === 'answered' && isSame(answer, place.placed.answer));
  return {
    client: String(client),
    text: intervalText(interval),
    from: events[from]?.step ?? 0,
    ...(to === undefined ? {} : { to: events[to]?.step ?? 0 }),
    end: ENDS[end],
    ...(place === undefined ? {} : { place: place.at + 1 }),
    ...(isOtherwise ? { instead: answeredText(call, place.placed.answer) } : {}),
  };
}

/**
 * An order of as many calls as can be. The last answer is what went wrong: if all that was before can be explained, as
 * it can where every state is asked, this is an order of that.
 */
function longestOrder(
  judge: Judge,
  events: readonly CallEvent[],
  clients: readonly ProcessId[],
): readonly Placed[] {
  const historyOf = (some: readonly CallEvent[]) =>
    some.reduce((before, event) => withEvent(before, event, clients), emptyHistory(clients));
  const before = judge.judgementOf(historyOf(events.slice(0, Math.max(0, lastAnswer(events)))));
  return before.isExplained ? before.order : judge.judgementOf(historyOf(events)).order;
}

const lastAnswer = (events: readonly CallEvent[]): number =>
  events.findLastIndex(({ ends }) => ends === 'answered');
