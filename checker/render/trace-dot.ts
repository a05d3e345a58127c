import type { Trace } from '../trace/trace.ts';
import { inShort } from '../trace/wording.ts';
import {
  FAIRNESS,
  HEADING,
  REASON,
  SMALL,
  SUBHEADING,
  verdictColour,
  verdictLook,
} from './chart-style.ts';
import { headline, settings, verdictLine } from './heading.ts';
import type { Box, Picture } from './picture.ts';
import { INSET, PADDING, pictureToDot } from './picture-dot.ts';
import { spaceTimeChart } from './space-time.ts';
import { statesColumn } from './states-column.ts';
import { heightOf, type Paragraph, paragraph } from './text.ts';

const NARROWEST = 460;

/** A trace as Graphviz text, for the engine neato. */
export const traceToDot = (trace: Trace): string => pictureToDot(traceToPicture(trace));

/** A trace drawn: a space-time chart of a protocol, a column of states of a plain system. */
export function traceToPicture(trace: Trace): Picture {
  const draw = trace.processes.length === 0 ? statesColumn : spaceTimeChart;
  const width = Math.max(NARROWEST, draw(trace, 0).right);
  const title = titleOf(trace, width);
  const chart = draw(trace, heightOf(title) + 22);
  const verdict = verdictOf(trace, width);
  return {
    lines: chart.lines,
    boxes: [
      textBox('title', title, 0, width),
      ...chart.boxes,
      {
        ...textBox('verdict', verdict, chart.bottom + 8, width, 2 * INSET),
        look: verdictLook(trace),
      },
    ],
  };
}

function titleOf(trace: Trace, width: number): readonly Paragraph[] {
  const shown = trace.property.shows === 'witness' ? 'a witness of' : 'a violation of';
  return [
    paragraph(headline(trace), HEADING, width),
    paragraph(`${shown} “${trace.property.name}”`, SUBHEADING, width),
    paragraph(settings(trace).join(',  '), SMALL, width),
  ];
}

function verdictOf(trace: Trace, width: number): readonly Paragraph[] {
  const inner = width - 2 * PADDING;
  const style = { ...HEADING, size: 14, colour: verdictColour(trace) };
  return [
    paragraph(verdictLine(trace), style, inner),
    paragraph(inShort(trace.property.reason), REASON, inner),
    ...(trace.calls === undefined ? [] : [paragraph(ABOUT_PLACES, FAIRNESS, inner)]),
    ...(trace.fairness ?? []).map((line) => paragraph(line, FAIRNESS, inner)),
  ];
}

const ABOUT_PLACES =
  'The numbers beside calls: an order in which as many of them as can be may have taken effect.';

function textBox(
  name: string,
  text: readonly Paragraph[],
  top: number,
  width: number,
  extra = 0,
): Box {
  const height = heightOf(text) + extra;
  return {
    name,
    centre: { x: width / 2, y: top + height / 2 },
    width,
    height,
    align: 'left',
    text,
  };
}
