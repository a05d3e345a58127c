import type { Scene } from '../trace/story.ts';
import { deed, fieldsText } from '../trace/wording.ts';
import { ASIDE, CHANGE, messageName, SMALL, TITLE } from './chart-style.ts';
import type { Flight } from './flight.ts';
import { type Paragraph, paragraph, type TextStyle } from './text.ts';

/** What a step's box says: its number and what happened, what changed, and which messages never arrive. */
export function stepText(scene: Scene, width: number): readonly Paragraph[] {
  return [
    paragraph(`${scene.number}. ${titleOf(scene)}`, TITLE, width),
    ...scene.changes.map((line) => paragraph(line, CHANGE, width)),
    ...asidesOf(scene).map((line) => paragraph(line, ASIDE, width)),
  ];
}

function titleOf({ transition, isByzantine }: Scene): string {
  switch (transition.kind) {
    case 'deliver':
      return `receives ${transition.message.kind}`;
    case 'discard':
      return `${isByzantine ? 'Byzantine, ignores' : 'down, misses'} ${transition.message.kind}`;
    case 'lie':
      return `lies to ${transition.to}`;
    default:
      return deed(transition);
  }
}

function asidesOf({ transition, changes, noted, sends }: Scene): readonly string[] {
  const ignored = transition.kind === 'deliver' && changes.length === 0 && sends.length === 0;
  const lost = sends.filter(({ end, isCopy }) => end === undefined && !isCopy);
  const kinds = [...new Set(lost.map(({ message }) => message.kind))];
  const pending = kinds.map((kind) => {
    const to = lost.filter(({ message }) => message.kind === kind).map((one) => one.to);
    return `${kind} → ${to.join(', ')}: still in flight`;
  });
  return [...(ignored ? ['nothing changes'] : []), ...noted, ...pending];
}

/** What an arrow says: above its end the kind of its message, below it the fields. */
export interface ArrowText {
  readonly above: readonly Paragraph[];
  readonly below: readonly Paragraph[];
}

export function arrowText(
  { journey, into, toStep }: Flight,
  { sends }: Scene,
  colour: string,
  width: number,
): ArrowText {
  const { message, isCopy } = journey;
  const fields = fieldsText(message);
  const name = isCopy ? `${message.kind} (copy)` : message.kind;
  const mark = { box: '', loss: `${toStep}. lost`, duplication: `${toStep}. duplicated` }[into];
  return {
    above: [...paragraphs(mark, TITLE, width), paragraph(name, messageName(colour), width)],
    below: [
      ...paragraphs(fields, SMALL, width),
      ...paragraphs(into === 'duplication' && waits(sends) ? WAITING : '', ASIDE, width),
    ],
  };
}

const WAITING = 'the copy is still in flight';

/** Whether nothing becomes of the copy that a duplication made. */
const waits = ([copy]: Scene['sends']): boolean =>
  copy !== undefined && copy.end === undefined && copy.doubledAt.length === 0;

const paragraphs = (text: string, style: TextStyle, width: number): readonly Paragraph[] =>
  text === '' ? [] : [paragraph(text, style, width)];
