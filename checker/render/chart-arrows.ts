import { ARROW_HEAD, type Layout, MARK } from './chart-layout.ts';
import type { Arrival, Row } from './chart-rows.ts';
import { CROSS, TITLE } from './chart-style.ts';
import { type Flight, isToSelf } from './flight.ts';
import type { Box, Line, Point } from './picture.ts';
import { PADDING } from './picture-dot.ts';
import { heightOf, paragraph } from './text.ts';

/** Half the height of the mark of a loss or a duplication. */
const HALF_MARK = 9;

/** How far from its lane a message to oneself goes round. */
const ROUND = 10;

/** How far before what is said of it a mark stands. */
const BEFORE = 15;

/** How far above the first row messages leave that are sent at the beginning, each lane's at another height. */
const ABOVE_FIRST = [14, 2] as const;

/** The arrows of a chart, with what they say and the marks of losses and duplications. */
export function arrowsOf(
  rows: readonly Row[],
  layout: Layout,
  colourOf: (kind: string) => string,
): { readonly lines: readonly Line[]; readonly boxes: readonly Box[] } {
  const arrivals = rows.flatMap(({ arrival }) => (arrival === undefined ? [] : [arrival]));
  return {
    lines: arrivals.map(({ flight }) => ({
      name: `message_${flight.fromStep}_${flight.toStep}`,
      points: wayOf(flight, rows, layout),
      colour: colourOf(flight.journey.message.kind),
      style: flight.journey.isCopy ? 'dashed' : 'solid',
      thickness: 1.3,
      arrow: flight.into === 'box',
    })),
    boxes: arrivals.flatMap((arrival) => boxesOf(arrival, rows, layout)),
  };
}

/** From the sender's side over to the slant before the receiver's lane, and straight into it. */
function wayOf(flight: Flight, rows: readonly Row[], layout: Layout): readonly Point[] {
  const { fromStep, toStep, fromMark, into } = flight;
  const target = targetOf(flight, rows, layout);
  const end =
    into === 'box'
      ? [{ x: slantOf(flight, layout).to, y: target.y }, target]
      : [markAt(flight, toStep, rows, layout)];
  if (fromMark) {
    const mark = markAt(flight, fromStep, rows, layout);
    return [{ x: mark.x, y: mark.y + HALF_MARK }, ...end];
  }
  const start = startOf(flight, rows, layout);
  return [start, { x: slantOf(flight, layout).from, y: start.y }, ...end];
}

function startOf(flight: Flight, rows: readonly Row[], { lanes, tops }: Layout): Point {
  const { fromStep, fromLane, toLane } = flight;
  const row = rows[fromStep - 1];
  const lane = lanes[fromLane];
  if (row === undefined) {
    const [above, below] = ABOVE_FIRST;
    return {
      x: ((lane?.left ?? 0) + (lane?.right ?? 0)) / 2,
      y: (tops[0] ?? 0) - above + ((above - below) * (fromLane + 1)) / (lanes.length + 1),
    };
  }
  const offset = row.departures.find((one) => one.flight === flight)?.offset ?? 0;
  const x = toLane < fromLane ? lane?.left : lane?.right;
  return { x: x ?? 0, y: (tops[fromStep - 1] ?? 0) + offset };
}

/** Where it reaches the receiver's lane. */
function targetOf(flight: Flight, rows: readonly Row[], { lanes, tops }: Layout): Point {
  const { fromLane, toLane, toStep } = flight;
  const lane = lanes[toLane];
  const x = fromLane < toLane ? lane?.left : lane?.right;
  return { x: x ?? 0, y: (tops[toStep - 1] ?? 0) + (rows[toStep - 1]?.port ?? 0) };
}

/** Where it begins and ends to slant, in the gutter before the receiver's lane. */
function slantOf(
  flight: Flight,
  { gutters, lanes }: Layout,
): { readonly from: number; readonly to: number } {
  const { fromLane, toLane } = flight;
  if (isToSelf(flight)) {
    const round = (lanes[toLane]?.right ?? 0) + ROUND;
    return { from: round, to: round };
  }
  const gutter = gutters[fromLane < toLane ? toLane - 1 : toLane];
  const { slantLeft, slantRight } = gutter ?? { slantLeft: 0, slantRight: 0 };
  return fromLane < toLane
    ? { from: slantLeft, to: slantRight }
    : { from: slantRight, to: slantLeft };
}

/** Where the mark of a loss or a duplication of the message stands. */
function markAt(flight: Flight, step: number, rows: readonly Row[], layout: Layout): Point {
  const { from, to } = slantOf(flight, layout);
  const y = (layout.tops[step - 1] ?? 0) + (rows[step - 1]?.port ?? 0);
  return { x: to + BEFORE * Math.sign(from - to), y };
}

/** What an arrow says, above and below its end, beside the lane; and the mark it runs into. */
function boxesOf(arrival: Arrival, rows: readonly Row[], layout: Layout): readonly Box[] {
  const { flight, text, width, side } = arrival;
  const { x, y } = targetOf(flight, rows, layout);
  const space = isToSelf(flight) && flight.into !== 'box' ? MARK : ARROW_HEAD;
  const middle = side === 'left' ? x - space - width / 2 : x + space + width / 2;
  const said = [
    { name: 'above', text: text.above, y: y - 2 - heightOf(text.above) / 2 },
    { name: 'below', text: text.below, y: y + 2 + heightOf(text.below) / 2 },
  ].map(({ name, text, y }) => ({
    name: `${name}_${flight.toStep}`,
    centre: { x: middle, y },
    width: width + 2 * PADDING,
    height: heightOf(text),
    align: 'left' as const,
    text,
  }));
  return flight.into === 'box' ? said : [...said, markOf(flight, rows, layout)];
}

/** A cross where a message is lost, a sign of two where it is doubled. */
function markOf(flight: Flight, rows: readonly Row[], layout: Layout): Box {
  const isLoss = flight.into === 'loss';
  return {
    name: `mark_${flight.toStep}`,
    centre: markAt(flight, flight.toStep, rows, layout),
    width: 2 * HALF_MARK + 2,
    height: 2 * HALF_MARK,
    align: 'centre',
    text: [paragraph(isLoss ? '×' : '×2', isLoss ? CROSS : TITLE, 40)],
    look: isLoss ? undefined : { fill: '#FFFFFF', border: CROSS.colour },
  };
}
