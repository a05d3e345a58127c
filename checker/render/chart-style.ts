import type { AbstractScene } from '../trace/story.ts';
import type { CallForm, Trace, Transition } from '../trace/trace.ts';
import type { BoxLook, Line } from './picture.ts';
import type { TextStyle } from './text.ts';

// Colours that people with any kind of colour vision can tell apart (Okabe and Ito); what they say is
// also said by words or by the form of a line.
const INK = '#1A1A1A';
const GREY = '#666666';
const VERMILION = '#C04A00';
const GREEN = '#00785A';

export const HEADING: TextStyle = { size: 17, colour: INK, bold: true };
export const SUBHEADING: TextStyle = { size: 12, colour: INK };
export const SMALL: TextStyle = { size: 9, colour: GREY };
export const LANE_NAME: TextStyle = { size: 12, colour: INK, bold: true };
export const TITLE: TextStyle = { size: 10.5, colour: INK, bold: true };
export const CHANGE: TextStyle = { size: 9.5, colour: INK };
export const ASIDE: TextStyle = { size: 8.5, colour: GREY };
export const CROSS: TextStyle = { size: 22, colour: VERMILION, bold: true };
export const REASON: TextStyle = { size: 12, colour: INK };
export const FAIRNESS: TextStyle = { size: 10, colour: GREY };
export const FOR_EVER: TextStyle = { size: 11, colour: '#5B3A8C', bold: true };
/** Lets what lies below shine through. */
export const REGION: BoxLook = { fill: '#5B3A8C12', border: '#5B3A8C00' };
export const SAID: BoxLook = { fill: '#F4F1F8', border: '#F4F1F8' };

export const LANE_HEADER: BoxLook = { fill: '#EDEDED', border: '#8A8A8A' };
export const LIFELINE = GREY;

/** How a piece of a process's life is drawn. */
type Life = Pick<Line, 'colour' | 'style' | 'thickness'>;

export const LIFE: Life = { colour: LIFELINE, style: 'solid', thickness: 1 };

/** How the life of a process goes on after a step; undefined if as before. */
export function lifeAfter({ kind }: Transition): Life | undefined {
  switch (kind) {
    case 'crash':
      return { colour: '#8A8A8A', style: 'dotted', thickness: 2 };
    case 'pause':
      return { colour: '#8A8A8A', style: 'dashed', thickness: 2 };
    case 'byzantine':
      return { colour: VERMILION, style: 'solid', thickness: 2 };
    case 'restart':
    case 'resume':
      return LIFE;
    default:
      return undefined;
  }
}

/** The kind of a message is told by its colour too, as long as there are colours. */
const MESSAGE_COLOURS = ['#0060A0', '#8F3F71', '#00785A', '#8A5A00', '#444444'] as const;

/** The colour of each kind of message, in the order in which they are first sent. */
export function messageColours({ steps }: Trace): (kind: string) => string {
  const kinds = [...new Set(steps.flatMap(({ sent }) => sent.map(({ message }) => message.kind)))];
  return (kind) => MESSAGE_COLOURS[kinds.indexOf(kind) % MESSAGE_COLOURS.length] ?? INK;
}

export const messageName = (colour: string): TextStyle => ({ size: 9.5, colour, bold: true });

/** How the box of a step looks. */
export function stepLook(transition: Transition): BoxLook {
  switch (transition.kind) {
    case 'act':
    case 'action':
      return { fill: '#E3F0FA', border: '#0060A0' };
    case 'deliver':
      return { fill: '#FFFFFF', border: '#555555' };
    case 'discard':
      return { fill: '#F5F5F5', border: '#8A8A8A', dashed: true };
    case 'timer':
      return { fill: '#FFF4D6', border: '#8A5A00' };
    case 'crash':
    case 'pause':
    case 'byzantine':
    case 'lie':
    case 'late':
    case 'partition':
      return { fill: '#FBE1D3', border: VERMILION };
    case 'jump':
    case 'drift':
      return { fill: '#FFF4D6', border: VERMILION };
    case 'restart':
    case 'resume':
    case 'heal':
      return { fill: '#DDF2EA', border: GREEN };
    case 'tick':
      return { fill: '#F5F5F5', border: '#8A8A8A' };
    case 'loss':
    case 'duplication':
      return { fill: '#FFFFFF', border: VERMILION };
  }
}

/** How the box of an abstract system's step looks. */
export function abstractLook(kind: AbstractScene['kind']): BoxLook {
  switch (kind) {
    case 'stutters':
      return { fill: '#FFFFFF', border: '#8A8A8A', dashed: true };
    case 'acts':
      return { fill: '#F3EAF7', border: '#6A3D8F' };
    case 'astray':
      return { fill: '#FBE1D3', border: VERMILION, thickness: 3 };
  }
}

export const CALL_TITLE: TextStyle = { size: 10.5, colour: INK, bold: true };
export const FITS_NOWHERE: TextStyle = { size: 10.5, colour: VERMILION, bold: true };
export const PLACE_NAME: TextStyle = { size: 10.5, colour: '#FFFFFF', bold: true };
/** The place of a call in an order of all of them. */
export const PLACE: BoxLook = { fill: GREEN, border: GREEN };
/** From a step to the call that it invokes or ends. */
export const GUIDE = { colour: '#B5B5B5', style: 'dotted', thickness: 1 } as const;

/** How the bar of a call looks. */
export function callLook(end: CallForm['end'] | 'misfit'): BoxLook {
  switch (end) {
    case 'answered':
      return { fill: '#DDF2EA', border: GREEN };
    case 'pending':
    case 'cut off':
      return { fill: '#F5F5F5', border: '#8A8A8A', dashed: true };
    case 'misfit':
      return { fill: '#FBE1D3', border: VERMILION, thickness: 3 };
  }
}

/** The colour of what a trace shows: a violation or a witness. */
export const verdictColour = ({ property }: Trace): string =>
  property.shows === 'witness' ? GREEN : VERMILION;

export const verdictLook = (trace: Trace): BoxLook => ({
  fill: trace.property.shows === 'witness' ? '#DDF2EA' : '#FBE1D3',
  border: verdictColour(trace),
  thickness: 2,
});

/** The box of the last step, which shows it. */
export const lastLook = (trace: Trace, look: BoxLook): BoxLook => ({
  ...look,
  border: verdictColour(trace),
  thickness: 3,
});
