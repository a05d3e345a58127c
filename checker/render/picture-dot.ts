import type { Box, Line, Picture, Point } from './picture.ts';
import { heightOf, type Paragraph, type TextStyle } from './text.ts';

/** Space left free between the sides of a box and its text, in points. */
export const PADDING = 7;

/** Space left free above and below the text of a box. */
export const INSET = 6;

/**
 * A picture as Graphviz text. Everything is pinned where it is, so the engine (neato) has nothing to
 * decide. Lines are edges between points without extent; each paragraph of a box is a node of its own,
 * since a Graphviz built without an XML parser has no labels in several styles.
 */
export function pictureToDot({ boxes, lines }: Picture): string {
  return [
    'digraph trace {',
    '  graph [layout=neato, inputscale=72, splines=line, outputorder=edgesfirst, bgcolor=white, pad=0.3];',
    '  node [shape=box, fixedsize=shape, margin=0, fontname="Helvetica", width=0, height=0, label=""];',
    '  edge [arrowsize=0.8, headclip=false, tailclip=false];',
    '',
    ...lines.flatMap(lineText),
    '',
    ...boxes.flatMap(boxText),
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

function boxText({ name, centre, width, height, text, align, look }: Box): readonly string[] {
  const shape =
    look === undefined
      ? []
      : [
          `  ${name} [${at(centre)}, ${size(width, height)}, style=${quoted(`filled,rounded${look.dashed ? ',dashed' : ''}`)}, fillcolor=${quoted(look.fill)}, color=${quoted(look.border)}, penwidth=${number(look.thickness ?? 1)}];`,
        ];
  const slack = height - heightOf(text);
  let top = centre.y - height / 2 + (align === 'left' ? Math.min(slack, 2 * INSET) : slack) / 2;
  const texts = text.map((paragraph, index) => {
    const high = heightOf([paragraph]);
    const middle = { x: centre.x, y: top + high / 2 };
    top += high;
    const label = labelOf(paragraph, align);
    const extent = size(width - 2 * PADDING, high);
    return `  ${name}_text_${index} [${at(middle)}, ${extent}, shape=none, ${font(paragraph.style)},\n    label=${label}];`;
  });
  return [...shape, ...texts];
}

const labelOf = ({ lines }: Paragraph, align: Box['align']): string =>
  `"${lines.map((line) => `${escaped(line)}${align === 'left' ? '\\l' : '\\n'}`).join('')}"`;

const font = ({ size, colour, bold }: TextStyle): string =>
  `fontname="Helvetica${bold ? '-Bold' : ''}", fontsize=${number(size)}, fontcolor=${quoted(colour)}`;

const size = (width: number, height: number): string =>
  `width=${number(width / 72)}, height=${number(height / 72)}`;

/** Graphviz counts upward. */
const at = ({ x, y }: Point): string => `pos="${number(x)},${number(-y)}!"`;

const number = (value: number): string => String(Math.round(value * 1000) / 1000 + 0);

const quoted = (text: string): string => `"${escaped(text)}"`;

/** Graphviz reads backslashes and character entities in labels. */
const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('&', '&amp;');
