import { readable } from '../trace/readable.ts';
import { type AbstractScene, type Scene, storyOf } from '../trace/story.ts';
import type { Trace } from '../trace/trace.ts';
import { ASIDE, abstractLook, CHANGE, LANE_HEADER, LIFELINE, TITLE } from './chart-style.ts';
import type { Box, BoxLook, Line, Picture } from './picture.ts';
import { INSET, PADDING } from './picture-dot.ts';
import { heightOf, type Paragraph, paragraph, widthOfAll } from './text.ts';

/** How wide its texts may become. */
const WIDEST = 190;

/** Space between it and what stands on its left. */
const GAP = 30;

/** What the first box of the column says: the name of the abstract system and its initial state. */
export const abstractStart = ({ abstract }: Trace): readonly Paragraph[] =>
  abstract === undefined
    ? []
    : [
        paragraph(abstract.system, TITLE, WIDEST),
        ...Object.entries(abstract.initial).map(([slot, form]) =>
          paragraph(`${slot} ${readable(form)}`, CHANGE, WIDEST),
        ),
      ];

/** What the column says beside a step; nothing where no abstract system is told of. */
export const abstractText = ({ abstract }: Scene): readonly Paragraph[] =>
  abstract === undefined
    ? []
    : [
        paragraph(abstract.title, abstract.kind === 'stutters' ? ASIDE : TITLE, WIDEST),
        ...abstract.changes.map((line) => paragraph(line, CHANGE, WIDEST)),
      ];

/** How high a box around texts is; a box without texts has no height. */
export const outerHeight = (text: readonly Paragraph[]): number =>
  text.length === 0 ? 0 : heightOf(text) + 2 * INSET;

/**
 * What the abstract system of a refinement does, in a column to the right of the chart of the model: the initial
 * state, then a box beside each step. Nothing for other traces.
 * @param tops the upper edges of the boxes
 * @param left where the chart ends
 */
export function abstractColumn(
  trace: Trace,
  texts: readonly (readonly Paragraph[])[],
  tops: readonly number[],
  left: number,
): Picture & { readonly right: number } {
  if (trace.abstract === undefined) return { boxes: [], lines: [], right: left };
  const width = Math.max(...texts.map(widthOfAll)) + 2 * PADDING;
  const x = left + GAP + width / 2;
  // A trace without steps shows that it starts in no initial state.
  const start = trace.steps.length === 0 ? abstractLook('astray') : LANE_HEADER;
  const looks = [start, ...storyOf(trace).map(({ abstract }) => lookOf(abstract))];
  const boxes = texts.map((text, index): Box => {
    const height = outerHeight(text);
    return {
      name: `abstract_${index}`,
      centre: { x, y: (tops[index] ?? 0) + height / 2 },
      width,
      height,
      align: 'left',
      text,
      look: looks[index],
    };
  });
  return {
    boxes,
    lines: boxes.slice(1).map((box, index) => thread(boxes[index], box)),
    right: left + GAP + width,
  };
}

const lookOf = (abstract: AbstractScene | undefined): BoxLook | undefined =>
  abstract === undefined ? undefined : abstractLook(abstract.kind);

/** From one box down to the next. */
function thread(before: Box | undefined, box: Box): Line {
  const { x, y } = box.centre;
  const start = before === undefined ? y : before.centre.y + before.height / 2;
  return {
    name: `thread_${box.name}`,
    points: [
      { x, y: start },
      { x, y: y - box.height / 2 },
    ],
    colour: LIFELINE,
    style: 'solid',
    thickness: 1,
    arrow: false,
  };
}
