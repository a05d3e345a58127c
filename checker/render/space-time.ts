import { journeysOf } from '../trace/journeys.ts';
import { storyOf } from '../trace/story.ts';
import type { Trace } from '../trace/trace.ts';
import { laneOf } from '../trace/wording.ts';
import { abstractColumn, abstractStart, outerHeight } from './abstract-column.ts';
import { arrowsOf } from './chart-arrows.ts';
import { type Layout, layoutOf } from './chart-layout.ts';
import { type Row, rowOf, type Widths } from './chart-rows.ts';
import {
  LANE_HEADER,
  LANE_NAME,
  LIFELINE,
  LIFELINE_DOWN,
  lastLook,
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
  const { processes } = trace;
  const flights = flightsOf(journeysOf(trace), processes);
  const widths = widthsFor(processes.length);
  const colourOf = messageColours(trace);
  const rows = storyOf(trace).map((scene) =>
    rowOf(scene, processes.indexOf(laneOf(scene.transition) ?? ''), flights, widths, colourOf),
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
    lines: [...lifelines(rows, layout, top), ...arrows.lines, ...abstract.lines, ...loop.lines],
    boxes: [
      ...loop.boxes,
      ...laneNames('lane', layout, top),
      ...rows.flatMap((row, index) => stepBoxes(trace, row, index, layout)),
      ...arrows.boxes,
      ...(footer === 0 ? [] : laneNames('foot', layout, end)),
      ...abstract.boxes,
    ],
    right: abstract.right,
    bottom: end + footer,
  };
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

/** The life of each process, dotted and pale while it is down. */
function lifelines(rows: readonly Row[], layout: Layout, top: number): readonly Line[] {
  return layout.lanes.flatMap(({ left, right }, lane) => {
    const turns = rows.flatMap((row, index) =>
      row.lane === lane && ['crash', 'restart'].includes(row.scene.transition.kind)
        ? [
            {
              y: (layout.tops[index] ?? 0) + row.height / 2,
              down: row.scene.transition.kind === 'crash',
            },
          ]
        : [],
    );
    const starts = [{ y: top + HEADER, down: false }, ...turns];
    return starts.map(({ y, down }, index) => ({
      name: `life_${lane + 1}_${index + 1}`,
      points: [y, starts[index + 1]?.y ?? layout.bottom].map((at) => ({
        x: (left + right) / 2,
        y: at,
      })),
      colour: down ? LIFELINE_DOWN : LIFELINE,
      style: down ? ('dotted' as const) : ('solid' as const),
      thickness: down ? 2 : 1,
      arrow: false,
    }));
  });
}
