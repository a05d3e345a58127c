import type { Row } from './chart-rows.ts';
import { LANE_NAME } from './chart-style.ts';
import { isToSelf, type Side } from './flight.ts';
import { PADDING } from './picture-dot.ts';
import { widthOf, widthOfAll } from './text.ts';

/** The column of a process. */
interface Lane {
  readonly name: string;
  readonly left: number;
  readonly right: number;
}

/** The space between two lanes: arrows slant in the middle, what they say stands at the sides. */
interface Gutter {
  /** Where what is said of messages to the lane on the left ends. */
  readonly slantLeft: number;
  /** Where what is said of messages to the lane on the right begins. */
  readonly slantRight: number;
}

/** Where everything is, in points. */
export interface Layout {
  readonly lanes: readonly Lane[];
  /** The gutter to the right of each lane. */
  readonly gutters: readonly Gutter[];
  /** The upper edge of each row. */
  readonly tops: readonly number[];
  readonly bottom: number;
  readonly right: number;
}

const NARROWEST_LANE = 84;
const SLANT = 40;
const ROW_GAP = 13;

/** Space between the end of an arrow and what it says. */
export const ARROW_HEAD = 14;

/** The room that a message to oneself takes beside what is said of it. */
export const MARK = 26;

/**
 * @param gapBefore the number of a row, from 0, that has some space more above it: the height of it
 */
export function layoutOf(
  names: readonly string[],
  rows: readonly Row[],
  top: number,
  gapBefore: { readonly row: number; readonly height: number } | undefined,
): Layout {
  const lanes: Lane[] = [];
  const gutters: Gutter[] = [];
  let x = 0;
  for (const [index, name] of names.entries()) {
    const left = x;
    const right = left + laneWidth(name, index, rows);
    const slantLeft = right + roomBeside(index, 'right', rows);
    const isLast = index === names.length - 1;
    const slantRight = slantLeft + (isLast ? 0 : SLANT);
    x = isLast ? slantRight : slantRight + roomBeside(index + 1, 'left', rows);
    lanes.push({ name, left, right });
    gutters.push({ slantLeft, slantRight });
  }
  const tops: number[] = [];
  let bottom = top;
  for (const [index, { height }] of rows.entries()) {
    if (index === gapBefore?.row) bottom += gapBefore.height;
    tops.push(bottom);
    bottom += height + ROW_GAP;
  }
  return { lanes, gutters, tops, bottom, right: x };
}

function laneWidth(name: string, lane: number, rows: readonly Row[]): number {
  const texts = rows.filter((row) => row.lane === lane).map(({ text }) => widthOfAll(text));
  return Math.max(NARROWEST_LANE, widthOf(name, LANE_NAME), ...texts) + 2 * PADDING;
}

/** How much room the messages that reach a lane on one side need to say what they are. */
function roomBeside(lane: number, side: Side, rows: readonly Row[]): number {
  const rooms = rows.flatMap(({ lane: reached, arrival }) => {
    if (reached !== lane || arrival?.side !== side) return [];
    return [arrival.width + ARROW_HEAD + (isToSelf(arrival.flight) ? MARK : 8)];
  });
  return Math.max(8, ...rooms);
}
