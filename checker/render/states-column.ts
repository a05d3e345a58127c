import { readable } from '../trace/readable.ts';
import { storyOf } from '../trace/story.ts';
import type { Trace } from '../trace/trace.ts';
import { abstractColumn, abstractStart, abstractText, outerHeight } from './abstract-column.ts';
import { CHANGE, LANE_HEADER, LIFELINE, lastLook, stepLook, TITLE } from './chart-style.ts';
import { loopOf } from './loop.ts';
import type { Box, Line } from './picture.ts';
import { INSET, PADDING } from './picture-dot.ts';
import type { Drawing } from './space-time.ts';
import { stepText } from './step-text.ts';
import { heightOf, type Paragraph, paragraph, widthOfAll } from './text.ts';

const WIDEST = 420;
const NARROWEST = 440;
const GAP = 18;

/** The steps of a plain system in one column: the initial state, then what each action changed. */
export function statesColumn(trace: Trace, top: number): Drawing {
  const initial = [
    paragraph('initial state', TITLE, WIDEST),
    ...Object.entries(trace.initial).map(([slot, form]) =>
      paragraph(`${slot} ${readable(form)}`, CHANGE, WIDEST),
    ),
  ];
  const story = storyOf(trace);
  const texts = [initial, ...story.map((scene) => stepText(scene, WIDEST))];
  const abstract = [abstractStart(trace), ...story.map(abstractText)];
  const width = Math.max(NARROWEST, ...texts.map(widthOfAll)) + 2 * PADDING;
  const tops: number[] = [];
  let bottom = top;
  for (const [index, text] of texts.entries()) {
    tops.push(bottom);
    bottom += Math.max(heightOf(text) + 2 * INSET, outerHeight(abstract[index] ?? [])) + GAP;
  }
  const boxes = texts.map((text, index): Box => {
    const scene = story[index - 1];
    const look = scene === undefined ? LANE_HEADER : stepLook(scene.transition);
    const isLast = index === texts.length - 1;
    return {
      ...boxAt(index, tops[index] ?? 0, width, text),
      look: isLast ? lastLook(trace, look) : look,
    };
  });
  const beside = abstractColumn(trace, abstract, tops, width);
  // The state to loop back to is that after as many steps: its box is the one of that number.
  const back = boxes[trace.loop ?? 0];
  const loop = loopOf(trace, {
    start: (back?.centre.y ?? 0) - (back?.height ?? 0) / 2 - 4,
    end: bottom - GAP + 4,
    right: width,
    hasHeading: false,
  });
  const arrows = story.map(({ number }) => arrowBetween(number, boxes));
  return {
    boxes: [...loop.boxes, ...boxes, ...beside.boxes],
    lines: [...arrows, ...beside.lines, ...loop.lines],
    right: beside.right,
    bottom: bottom + loop.height,
  };
}

const boxAt = (number: number, top: number, width: number, text: readonly Paragraph[]): Box => {
  const height = heightOf(text) + 2 * INSET;
  return {
    name: `step_${number}`,
    centre: { x: width / 2, y: top + height / 2 },
    width,
    height,
    align: 'left',
    text,
  };
};

function arrowBetween(number: number, boxes: readonly Box[]): Line {
  const edge = (box: Box | undefined, side: 1 | -1) => ({
    x: box?.centre.x ?? 0,
    y: (box?.centre.y ?? 0) + (side * (box?.height ?? 0)) / 2,
  });
  return {
    name: `then_${number}`,
    points: [edge(boxes[number - 1], 1), edge(boxes[number], -1)],
    colour: LIFELINE,
    style: 'solid',
    thickness: 1.2,
    arrow: true,
  };
}
