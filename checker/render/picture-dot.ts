import type { Box, Line, Picture, Point } from './picture.ts';
import type { Paragraph, TextStyle } from './text.ts';

/** Space left free between the sides of a box and its text, in points. */
export const PADDING = 7;

/**
 * A picture as Graphviz text. Everything is pinned where it is, so the engine (neato) has nothing to
 * decide: lines are edges between points without extent.
 */
export function pictureToDot({ boxes, lines }: Picture): string {
  return [
    'digraph trace {',
    '  graph [layout=neato, inputscale=72, splines=line, outputorder=edgesfirst, notranslate=true,',
    '    bgcolor=white, pad=0.3, fontname="Helvetica"];',
    '  node [shape=box, fixedsize=true, margin=0, fontname="Helvetica", label="", width=0, height=0];',
    '  edge [arrowsize=0.8];',
    '',
    ...lines.flatMap(lineText),
    '',
    ...boxes.map(boxText),
    '}',
    '',
  ].join('\n');
}

function lineText({ name, points, colour, style, thickness, arrow }: Line): readonly string[] {
  const names = points.map((_, index) => `${name}_${index}`);
  const ends = points.map((point, index) => `  ${names[index]} [${at(point)}, style=invis];`);
  const look = `color=${quoted(colour)}, style=${style}, penwidth=${number(thickness)}`;
  const segments = names.slice(1).map((end, index) => {
    const head = arrow && index === names.length - 2 ? '' : ', arrowhead=none';
    return `  ${names[index]} -> ${end} [${look}${head}];`;
  });
  return [...ends, ...segments];
}

function boxText({ name, centre, width, height, text, align, look }: Box): string {
  const shape =
    look === undefined
      ? 'shape=none'
      : `style=${quoted(`filled,rounded${look.dashed ? ',dashed' : ''}`)}, fillcolor=${quoted(look.fill)}, color=${quoted(look.border)}, penwidth=${number(look.thickness ?? 1)}`;
  const size = `width=${number(width / 72)}, height=${number(height / 72)}`;
  return `  ${name} [${at(centre)}, ${size}, ${shape},\n    label=${label(text, align, width)}];`;
}

/** A table of one cell, as wide as the box, so that text starts at the box's left side. */
function label(text: readonly Paragraph[], align: Box['align'], width: number): string {
  if (text.length === 0) return '""';
  const side = align === 'left' ? 'LEFT' : 'CENTER';
  const lines = text.flatMap(({ lines, style }) => lines.map((line) => styled(line, style)));
  const inner = number(Math.max(1, width - 2 * PADDING));
  return `<<TABLE BORDER="0" CELLBORDER="0" CELLPADDING="0" CELLSPACING="0"><TR><TD WIDTH="${inner}" ALIGN="${side}" BALIGN="${side}">${lines.join('<BR/>')}</TD></TR></TABLE>>`;
}

function styled(line: string, { size, colour, bold, italic }: TextStyle): string {
  const text = escaped(line);
  const heavy = bold ? `<B>${text}</B>` : text;
  const slanted = italic ? `<I>${heavy}</I>` : heavy;
  return `<FONT POINT-SIZE="${number(size)}" COLOR="${colour}">${slanted}</FONT>`;
}

/** Graphviz counts upward. */
const at = ({ x, y }: Point): string => `pos="${number(x)},${number(-y)}!"`;

const number = (value: number): string => String(Math.round(value * 100) / 100);

const quoted = (text: string): string =>
  `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

const escaped = (text: string): string =>
  text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
