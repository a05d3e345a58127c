import type { Paragraph } from './text.ts';

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** How the outline and the inside of a box look. */
export interface BoxLook {
  readonly fill: string;
  readonly border: string;
  readonly thickness?: number;
  readonly dashed?: boolean;
}

/** A box with text in it; without a look, only the text. */
export interface Box {
  readonly name: string;
  readonly centre: Point;
  readonly width: number;
  readonly height: number;
  readonly text: readonly Paragraph[];
  readonly align: 'left' | 'centre';
  readonly look?: BoxLook | undefined;
}

/** A line through some points. */
export interface Line {
  readonly name: string;
  readonly points: readonly Point[];
  readonly colour: string;
  readonly style: 'solid' | 'dashed' | 'dotted';
  readonly thickness: number;
  readonly arrow: boolean;
}

/** A drawing of boxes over lines. In points, from the upper left, down. */
export interface Picture {
  readonly boxes: readonly Box[];
  readonly lines: readonly Line[];
}
