import { journeysOf } from '../trace/journeys.ts';
import { storyOf } from '../trace/story.ts';
import type { Trace } from '../trace/trace.ts';
import { laneOf } from '../trace/wording.ts';
import { abstractColumn, abstractStart, outerHeight } from './abstract-column.ts';
import { callsColumn } from './calls-column.ts';
import { arrowsOf } from './chart-arrows.ts';
import { type Layout, layoutOf } from './chart-layout.ts';
import { type Row, rowOf, type Widths } from './chart-rows.ts';
import {
  LANE_HEADER,
  LANE_NAME,
  LIFE,
  lastLook,
  lifeAfter,
  messageColours,
  stepLook,
} from './chart-style.ts';
import { flightsOf } from './flight.ts';
import { LOOP_GAP, loopOf } from './loop.ts';
import type { Box, Line, Picture } from './picture.ts';
import { paragraph } from './text.ts';

/** A drawing, and how far it reaches to the right and down. */
export interface Drawing extends Picture {
  readonly right: number;
  readonly bottom: number;
}

const HEADER = 28;

/** So many steps and more have the names of the lanes below them too. */
const MANY = 12;

/** A space-time chart: a lane for each process, time downward, arrows from send to receive. */
export function spaceTimeChart(trace: Trace, top: number): Drawing {
  const processes = lanesOf(trace);
  const flights = flightsOf(journeysOf(trace), processes);
  const widths = widthsFor(processes.length);
  const colourOf = messageColours(trace);
  // Where calls are drawn, what the history notes of them is said.
  const story = storyOf(trace).map((scene) =>
    trace.calls === undefined ? scene : { ...scene, noted: [] },
  );
  const rows = story.map((scene) =>
    rowOf(scene, processes.indexOf(laneOf(scene.transition) ?? WHOLE), flights, widths, colourOf),
  );
  const start = abstractStart(trace);
  const headers = Math.max(HEADER, outerHeight(start));
  const gap = trace.loop === undefined ? undefined : { row: trace.loop, height: LOOP_GAP };
  const layout = layoutOf(processes, rows, top + headers + 16, gap);
  const abstract = abstractColumn(
    trace,
    [start, ...rows.map((row) => row.abstract)],
    [top, ...layout.tops],
    layout.right,
  );
  const calls = callsColumn(trace, {
    ...{ top, header: HEADER, right: abstract.right, bottom: layout.bottom },
    steps: [
      top + HEADER,
      ...rows.map(({ height }, index) => (layout.tops[index] ?? 0) + height / 2),
    ],
  });
  const arrows = arrowsOf(rows, layout, colourOf);
  const footer = rows.length < MANY ? 0 : HEADER + 8;
  const loop = loopOf(trace, {
    start: (layout.tops[trace.loop ?? 0] ?? layout.bottom) - LOOP_GAP,
    end: layout.bottom,
    right: layout.right,
    hasHeading: true,
  });
  const end = layout.bottom + loop.height;
  return {
    lines: [
      ...lifelines(rows, layout, top),
      ...rows.flatMap((row, index) => acrossAll(row, index, layout)),
      ...arrows.lines,
      ...abstract.lines,
      ...calls.lines,
      ...loop.lines,
    ],
    boxes: [
      ...loop.boxes,
      ...laneNames('lane', layout, top),
      ...rows.flatMap((row, index) => stepBoxes(trace, row, index, layout)),
      ...arrows.boxes,
      ...(footer === 0 ? [] : laneNames('foot', layout, end)),
      ...abstract.boxes,
      ...calls.boxes,
    ],
    right: calls.right,
    bottom: end + footer,
  };
}

/** The lane of what happens to all at once: it stands where there is such a thing. */
const WHOLE = 'time and network';

const lanesOf = ({ processes, steps }: Trace): readonly string[] =>
  steps.every(({ transition }) => laneOf(transition) !== undefined)
    ? processes
    : [WHOLE, ...processes];

/** A line through all lanes beside what happens to all at once. */
function acrossAll(
  { scene, height }: Row,
  index: number,
  { lanes, tops }: Layout,
): readonly Line[] {
  if (laneOf(scene.transition) !== undefined) return [];
  const y = (tops[index] ?? 0) + height / 2;
  const ends = [lanes[0]?.right ?? 0, lanes.at(-1)?.right ?? 0];
  return [
    {
      name: `all_${scene.number}`,
      points: ends.map((x) => ({ x, y })),
      colour: stepLook(scene.transition).border,
      style: 'dashed',
      thickness: 1,
      arrow: false,
    },
  ];
}

function widthsFor(lanes: number): Widths {
  if (lanes <= 3) return { box: 190, arrow: 120 };
  return lanes <= 5 ? { box: 165, arrow: 105 } : { box: 145, arrow: 95 };
}

const laneNames = (prefix: string, { lanes }: Layout, top: number): readonly Box[] =>
  lanes.map(({ name, left, right }, index) => ({
    name: `${prefix}_${index + 1}`,
    centre: { x: (left + right) / 2, y: top + HEADER / 2 },
    width: right - left,
    height: HEADER,
    align: 'centre',
    text: [paragraph(name, LANE_NAME, right - left)],
    look: LANE_HEADER,
  }));

function stepBoxes(trace: Trace, row: Row, index: number, layout: Layout): readonly Box[] {
  const { scene, lane, text, height } = row;
  if (text.length === 0) return [];
  const { left, right } = layout.lanes[lane] ?? { left: 0, right: 0 };
  const look = stepLook(scene.transition);
  return [
    {
      name: `step_${scene.number}`,
      centre: { x: (left + right) / 2, y: (layout.tops[index] ?? 0) + height / 2 },
      width: right - left,
      height,
      align: 'left',
      text,
      look: index === trace.steps.length - 1 ? lastLook(trace, look) : look,
    },
  ];
}

/** The life of each process: dotted and pale while it is down, dashed while it is paused, red while it is Byzantine. */
function lifelines(rows: readonly Row[], layout: Layout, top: number): readonly Line[] {
  return layout.lanes.flatMap(({ left, right }, lane) => {
    const turns = rows.flatMap((row, index) => {
      const look = lifeAfter(row.scene.transition);
      if (row.lane !== lane || look === undefined) return [];
      return [{ y: (layout.tops[index] ?? 0) + row.height / 2, look }];
    });
    const starts = [{ y: top + HEADER, look: LIFE }, ...turns];
    return starts.map(({ y, look }, index) => ({
      name: `life_${lane + 1}_${index + 1}`,
      points: [y, starts[index + 1]?.y ?? layout.bottom].map((at) => ({
        x: (left + right) / 2,
        y: at,
      })),
      ...look,
      arrow: false,
    }));
  });
}
