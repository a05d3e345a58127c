import type { Trace } from '../trace/trace.ts';
import { endText } from '../trace/wording.ts';
import { FOR_EVER, REGION, SAID } from './chart-style.ts';
import type { Box, Line, Point } from './picture.ts';
import { PADDING } from './picture-dot.ts';
import { heightOf, paragraph, widthOfAll } from './text.ts';

/** Space above the first step of a cycle, for what is said of it. */
export const LOOP_GAP = 24;

/** Space below the last step. */
const BELOW = 30;

/** How far beside the drawing the arrow back goes up. */
const ASIDE = 20;

/** Where the cycle of a drawing lies. */
interface Extent {
  readonly start: number;
  readonly end: number;
  readonly right: number;
  /** Whether there is room at its top to say which steps it repeats. */
  readonly hasHeading: boolean;
}

/** What a run for ever has drawn around its cycle, and how much room that takes below. */
interface Loop {
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
  readonly height: number;
}

/** A shaded region with an arrow back to its top; where a run stops, a closing line. Nothing for a finite trace. */
export function loopOf(trace: Trace, { start, end, right, hasHeading }: Extent): Loop {
  const { steps, loop } = trace;
  const text = endText(trace);
  if (loop === undefined || text === undefined) return { boxes: [], lines: [], height: 0 };
  const bottom = end + BELOW - 8;
  const below = said('loop_end', text, end + 10, right);
  if (loop === steps.length) {
    const closing = line('loop_close', [
      { x: 0, y: bottom },
      { x: right, y: bottom },
    ]);
    return { boxes: [below], lines: [{ ...closing, arrow: false, thickness: 2.5 }], height: BELOW };
  }
  const again = `again and again: ${loop + 1 === steps.length ? `step ${loop + 1}` : `steps ${loop + 1} to ${steps.length}`}`;
  const region: Box = {
    name: 'loop_region',
    centre: { x: right / 2, y: (start + bottom) / 2 },
    width: right + 16,
    height: bottom - start,
    align: 'left',
    text: [],
    look: REGION,
  };
  const back = line('loop_back', [
    { x: -8, y: bottom },
    { x: -8 - ASIDE, y: bottom },
    { x: -8 - ASIDE, y: start },
    { x: -8, y: start },
  ]);
  return {
    boxes: [region, ...(hasHeading ? [said('loop_start', again, start + 10, right)] : []), below],
    lines: [back],
    height: BELOW,
  };
}

const line = (name: string, points: readonly Point[]): Line => ({
  name,
  points,
  colour: FOR_EVER.colour,
  style: 'solid',
  thickness: 2,
  arrow: true,
});

function said(name: string, words: string, y: number, width: number): Box {
  const text = [paragraph(words, FOR_EVER, width)];
  const wide = widthOfAll(text) + 2 * PADDING;
  return {
    name,
    centre: { x: wide / 2, y },
    width: wide,
    height: heightOf(text),
    align: 'left',
    text,
    look: SAID,
  };
}
