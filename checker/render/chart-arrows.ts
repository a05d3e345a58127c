import { ARROW_HEAD, type Layout, MARK } from './chart-layout.ts';
import { type Arrival, PORT, type Row } from './chart-rows.ts';
import { CROSS, TITLE } from './chart-style.ts';
import type { Flight } from './flight.ts';
import type { Box, Line, Point } from './picture.ts';
import { PADDING } from './picture-dot.ts';
import { heightOf, type Paragraph, paragraph } from './text.ts';

/** Half the height of the mark of a loss or a duplication. */
const HALF_MARK = 9;

/** How far from its lane a message to oneself goes round. */
const ROUND = 10;

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
      style: 'solid',
      thickness: 1.3,
      arrow: flight.into === 'box',
    })),
    boxes: arrivals.flatMap((arrival) => boxesOf(arrival, layout)),
  };
}

/** From the sender's side over to the slant before the receiver's lane, and straight into it. */
function wayOf(flight: Flight, rows: readonly Row[], layout: Layout): readonly Point[] {
  const target = targetOf(flight, layout);
  const knee = { x: kneeOf(flight, layout), y: target.y };
  const end = flight.into === 'box' ? [knee, target] : [knee];
  const start = startOf(flight, rows, layout);
  const turn = flight.journey.isCopy ? [] : [{ x: turnOf(flight, layout), y: start.y }];
  return [start, ...turn, ...end];
}

function startOf(flight: Flight, rows: readonly Row[], layout: Layout): Point {
  const { fromStep, fromLane, toLane, journey } = flight;
  const row = rows[fromStep - 1];
  const top = layout.tops[fromStep - 1] ?? 0;
  if (journey.isCopy) return { x: kneeOf(flight, layout), y: top + PORT + HALF_MARK };
  const lane = layout.lanes[fromLane];
  const offset = row?.departures.find((one) => one.flight === flight)?.offset ?? PORT;
  return { x: (toLane < fromLane ? lane?.left : lane?.right) ?? 0, y: top + offset };
}

/** Where it reaches the receiver's lane. */
function targetOf({ fromLane, toLane, toStep }: Flight, { lanes, tops }: Layout): Point {
  const lane = lanes[toLane];
  const x = (fromLane < toLane ? lane?.left : lane?.right) ?? 0;
  return { x, y: (tops[toStep - 1] ?? 0) + PORT };
}

/** Where it begins to slant. */
function turnOf({ fromLane, toLane }: Flight, { gutters, lanes }: Layout): number {
  if (fromLane === toLane) return (lanes[toLane]?.right ?? 0) + ROUND;
  const x = fromLane < toLane ? gutters[toLane - 1]?.slantLeft : gutters[toLane]?.slantRight;
  return x ?? 0;
}

/** Where it ends to slant, and where marks stand. */
function kneeOf({ fromLane, toLane }: Flight, { gutters, lanes }: Layout): number {
  if (fromLane === toLane) return (lanes[toLane]?.right ?? 0) + ROUND;
  const x = fromLane < toLane ? gutters[toLane - 1]?.slantRight : gutters[toLane]?.slantLeft;
  return x ?? 0;
}

/** What an arrow says: the kind of the message above its end and the fields below, beside the lane. */
function boxesOf(arrival: Arrival, layout: Layout): readonly Box[] {
  const { flight, text, width, side } = arrival;
  const { x, y } = targetOf(flight, layout);
  const isSelf = flight.fromLane === flight.toLane;
  const space = ARROW_HEAD + (isSelf && flight.into !== 'box' ? MARK - ARROW_HEAD : 0);
  const middle = side === 'left' ? x - space - width / 2 : x + space + width / 2;
  const name = `said_${flight.toStep}`;
  const common = { width: width + 2 * PADDING, align: 'left' as const };
  const above = flight.into === 'box' ? [text.kind] : [markText(flight), text.kind];
  const texts: readonly (readonly [string, readonly Paragraph[], number])[] = [
    [`${name}_kind`, above, y - 1.5 - heightOf(above) / 2],
    [`${name}_fields`, text.fields, y + 2 + heightOf(text.fields) / 2],
  ];
  const said = texts.map(([name, text, height]) => ({
    name,
    centre: { x: middle, y: height },
    height: heightOf(text),
    text,
    ...common,
  }));
  return flight.into === 'box' ? said : [...said, markOf(flight, layout)];
}

const markText = ({ into, toStep }: Flight): Paragraph =>
  paragraph(`${toStep}. ${into === 'loss' ? 'lost' : 'duplicated'}`, TITLE, 200);

/** A cross where a message is lost, a sign of two where it is doubled. */
function markOf(flight: Flight, layout: Layout): Box {
  const centre = { x: kneeOf(flight, layout), y: targetOf(flight, layout).y };
  const isLoss = flight.into === 'loss';
  return {
    name: `mark_${flight.toStep}`,
    centre,
    width: 2 * HALF_MARK + 2,
    height: 2 * HALF_MARK,
    align: 'centre',
    text: [paragraph(isLoss ? '×' : '×2', isLoss ? CROSS : TITLE, 40)],
    look: isLoss ? undefined : { fill: '#FFFFFF', border: CROSS.colour },
  };
}
