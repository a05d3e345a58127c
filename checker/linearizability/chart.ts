import type { ProcessId } from '../model/process-id.ts';
import type { CallEvent } from './call-history.ts';
import { type Interval, intervalsOf } from './intervals.ts';
import { answeredText, callText } from './wording.ts';

/** A call in a chart: from one event to another, or to the end of the chart. */
interface Bar {
  readonly client: ProcessId;
  readonly from: number;
  readonly to: number;
  readonly text: string;
  readonly end: '|' | '×' | '…';
}

/**
 * A history as a space-time chart in text, one line a client, time from left to right:
 *
 *     client-1  |- write A -|      |- read: A -|
 *     client-2        |- read: " " -|
 *
 * A call that is not answered ends in …, one that a crash cut off in ×.
 */
export function chartOf(events: readonly CallEvent[], clients: readonly ProcessId[]): string[] {
  const bars = clients.flatMap((client) =>
    intervalsOf(events, client).map((interval) => barOf(interval, events.length)),
  );
  const columns = columnsOf(bars, events.length);
  const margin = Math.max(0, ...clients.map((client) => String(client).length)) + 2;
  const lines = clients.map((client) =>
    bars
      .filter((one) => one.client === client)
      .reduce((line, one) => {
        const [start = 0, end = 0] = [columns[one.from], columns[one.to]];
        // One call of a client may end in the event in which the next begins; they share the bar.
        const before = line.slice(0, start).padEnd(start);
        return before + drawn(one, end - start);
      }, ''),
  );
  const bands = Math.max(1, Math.ceil(Math.max(...lines.map(({ length }) => length)) / WIDEST));
  return Array.from({ length: bands }, (_, band) =>
    clients.map((client, at) => {
      const part = lines[at]?.slice(band * WIDEST, (band + 1) * WIDEST) ?? '';
      return `${String(client).padEnd(margin)}${part}`.trimEnd();
    }),
  ).flatMap((band, at) => (at === 0 ? band : ['', ...band]));
}

/** How many columns of a chart are drawn side by side; the rest comes below. */
const WIDEST = 80;

/** `|- write A ---|`, so wide that its ends are so far apart. */
const drawn = ({ text, end }: Bar, width: number): string =>
  `|- ${text} ${'-'.repeat(Math.max(1, width - text.length - 4))}${end}`;

const ENDS = { answered: '|', abandoned: '×', pending: '…' } as const;

const barOf = (interval: Interval, last: number): Bar => ({
  client: interval.client,
  from: interval.from,
  to: interval.to ?? last,
  text: intervalText(interval),
  end: ENDS[interval.end],
});

/** A call in words, with its answer if it has one. */
export const intervalText = ({ call, end, answer }: Interval): string =>
  end === 'answered' ? answeredText(call, answer) : callText(call);

/** The column of each event and of the end: in order, and so far apart that each call has room for its text. */
function columnsOf(bars: readonly Bar[], events: number): readonly number[] {
  const columns: number[] = [];
  for (let time = 0; time <= events; time++) {
    const room = bars
      .filter(({ to }) => to === time)
      .map(({ from, text }) => (columns[from] ?? 0) + text.length + 5);
    columns.push(Math.max(time === 0 ? 0 : columns[time - 1]! + 2, ...room));
  }
  return columns;
}
