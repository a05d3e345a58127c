import type { CallForm, Trace } from '../trace/trace.ts';
import {
  CALL_TITLE,
  CHANGE,
  callLook,
  FITS_NOWHERE,
  GUIDE,
  LANE_HEADER,
  LANE_NAME,
  PLACE,
  PLACE_NAME,
} from './chart-style.ts';
import type { Box, Line, Picture } from './picture.ts';
import { INSET, PADDING } from './picture-dot.ts';
import { heightOf, type Paragraph, paragraph, widthOf, widthOfAll } from './text.ts';

/** Where the steps of a chart are, from above. */
export interface Times {
  /** The upper edge of the names of lanes, and how high these are. */
  readonly top: number;
  readonly header: number;
  /** The height at which each step is; that of the beginning first. */
  readonly steps: readonly number[];
  /** Where the chart ends to the right, and below. */
  readonly right: number;
  readonly bottom: number;
}

/** Space between the chart and the calls, and between the lanes of calls. */
const GAP = 26;
const WIDEST = 150;

/** The place of a call in the order stands on its left side. */
const PLACE_WIDTH = 20;
const PLACE_HEIGHT = 16;

interface Lane {
  readonly client: string;
  readonly left: number;
  readonly width: number;
}

/**
 * The calls of a shared object beside the chart of a run: a lane for each client, a bar for each call from the step that
 * invokes it to the step that ends it. Numbers show an order in which the calls can have taken effect, each at
 * its moment; the call that fits nowhere is marked. Nothing for other traces.
 */
export function callsColumn(trace: Trace, times: Times): Picture & { readonly right: number } {
  const { calls = [] } = trace.calls ?? {};
  const lanes = lanesOf(calls, times.right);
  const moments = momentsOf(trace, times);
  const bars = calls.map((call, index) => barOf(call, index, laneOf(call, lanes), times));
  return {
    boxes: [
      ...lanes.map((lane, index) => headerOf(lane, index, times)),
      ...bars,
      ...calls.flatMap((call, index) => placeOf(call, index, laneOf(call, lanes), moments)),
    ],
    lines: calls.flatMap((call, index) => guidesOf(call, index, laneOf(call, lanes), times)),
    right: lanes.reduce((_, { left, width }) => left + width, times.right),
  };
}

function lanesOf(calls: readonly CallForm[], start: number): readonly Lane[] {
  const lanes: Lane[] = [];
  let left = start + GAP;
  for (const client of new Set(calls.map((call) => call.client))) {
    const texts = calls.filter((call) => call.client === client).map(textOf);
    const inner = Math.max(...texts.map(widthOfAll)) + PLACE_WIDTH;
    const width = Math.max(inner, widthOf(nameOf(client), LANE_NAME)) + 2 * PADDING;
    lanes.push({ client, left, width });
    left += width + GAP / 2;
  }
  return lanes;
}

const nameOf = (client: string): string => `calls of ${client}`;

const laneOf = ({ client }: CallForm, lanes: readonly Lane[]): Lane =>
  // There is a lane for the client of each call.
  lanes.find((lane) => lane.client === client)!;

const headerOf = ({ client, left, width }: Lane, index: number, times: Times): Box => ({
  name: `calls_${index + 1}`,
  centre: { x: left + width / 2, y: times.top + times.header / 2 },
  width,
  height: times.header,
  align: 'centre',
  text: [paragraph(nameOf(client), LANE_NAME, width)],
  look: LANE_HEADER,
});

/** What a bar says: the call, then how it ended, where that was not with its answer. */
function textOf(call: CallForm): readonly Paragraph[] {
  const { text, end, instead } = call;
  const title = paragraph(text, CALL_TITLE, WIDEST);
  if (fitsNowhere(call)) return [title, paragraph('fits nowhere', FITS_NOWHERE, WIDEST)];
  if (end === 'answered') return [title];
  const ending = end === 'pending' ? 'not answered' : cutOff(call);
  return [
    title,
    paragraph(instead === undefined ? ending : `${ending}: ${instead}`, CHANGE, WIDEST),
  ];
}

/** A call that was cut off may take effect later, and its place then stands below its bar. */
const cutOff = ({ place }: CallForm): string =>
  place === undefined ? 'cut off' : `cut off, takes place ${place}`;

/** Whether it is what is wrong: it was answered, and has no place, or would be answered otherwise there. */
export const fitsNowhere = ({ end, place, instead }: CallForm): boolean =>
  end === 'answered' && (place === undefined || instead !== undefined);

function barOf(call: CallForm, index: number, { left, width }: Lane, times: Times): Box {
  const [from, to] = [startOf(call, times), endOf(call, times)];
  return {
    name: `call_${index + 1}`,
    centre: { x: left + width / 2, y: (from + to) / 2 },
    width,
    height: to - from,
    align: 'centre',
    text: fitting(textOf(call), to - from),
    look: callLook(fitsNowhere(call) ? 'misfit' : call.end),
  };
}

/** As much of a text as there is room for. */
const fitting = (text: readonly Paragraph[], height: number): readonly Paragraph[] =>
  heightOf(text) + INSET / 2 <= height ? text : text.slice(0, 1);

/** Between the bars of two calls of one client there is some space. */
const APART = 2;

const startOf = ({ from }: CallForm, { steps, bottom }: Times): number =>
  (steps[from] ?? bottom) + APART;

const endOf = ({ to }: CallForm, { steps, bottom }: Times): number =>
  ((to === undefined ? undefined : steps[to]) ?? bottom) - APART;

/** From the chart to the bar, where a step invokes or ends a call. */
function guidesOf(call: CallForm, index: number, lane: Lane, times: Times): readonly Line[] {
  const ends = call.to === undefined ? [call.from] : [call.from, call.to];
  return ends.map((step, at) => ({
    name: `guide_${index + 1}_${at + 1}`,
    points: [times.right, lane.left].map((x) => ({ x, y: times.steps[step] ?? times.bottom })),
    ...GUIDE,
    arrow: false,
  }));
}

function placeOf(
  { place }: CallForm,
  index: number,
  { left }: Lane,
  moments: ReadonlyMap<number, number>,
): readonly Box[] {
  if (place === undefined) return [];
  return [
    {
      name: `place_${index + 1}`,
      centre: { x: left + PLACE_WIDTH / 2, y: moments.get(place) ?? 0 },
      width: PLACE_WIDTH,
      height: PLACE_HEIGHT,
      align: 'centre',
      text: [paragraph(String(place), PLACE_NAME, PLACE_WIDTH)],
      look: PLACE,
    },
  ];
}

/**
 * When each call of the order takes effect, by its place: after all before it and within its own time, or later where it was cut off. Where only each
 * client's own order is kept there are no such moments, and each stands in the middle of its bar.
 */
function momentsOf({ calls: form }: Trace, times: Times): ReadonlyMap<number, number> {
  const { keeps, calls = [] } = form ?? {};
  const order = calls
    .flatMap((call) => (call.place === undefined ? [] : [{ call, place: call.place }]))
    .toSorted((a, b) => a.place - b.place);
  if (keeps === 'program')
    return new Map(
      order.map(({ call, place }) => [place, (startOf(call, times) + endOf(call, times)) / 2]),
    );
  // Each as soon as it and all before it have been invoked: so none is later than its own end.
  let latest = 0;
  const steps = order.map(({ call, place }) => {
    latest = Math.max(latest, call.from);
    return { place, step: latest };
  });
  return new Map(
    steps.map(({ place, step }, index) => {
      const together = steps.filter((one) => one.step === step).length;
      const nth = index - steps.findIndex((one) => one.step === step);
      const [start, end] = [times.steps[step] ?? 0, times.steps[step + 1] ?? times.bottom];
      return [place, start + ((nth + 1) * (end - start)) / (together + 1)];
    }),
  );
}
