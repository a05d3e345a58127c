import type { Journey } from '../trace/journeys.ts';
import type { Scene } from '../trace/story.ts';
import { deed, fieldsText } from '../trace/wording.ts';
import { ASIDE, CHANGE, messageName, SMALL, TITLE } from './chart-style.ts';
import { type Paragraph, paragraph } from './text.ts';

/** What a step's box says: its number and what happened, what changed, and which messages never arrive. */
export function stepText(scene: Scene, width: number): readonly Paragraph[] {
  return [
    paragraph(`${scene.number}. ${titleOf(scene)}`, TITLE, width),
    ...scene.changes.map((line) => paragraph(line, CHANGE, width)),
    ...asidesOf(scene).map((line) => paragraph(line, ASIDE, width)),
  ];
}

function titleOf({ transition }: Scene): string {
  switch (transition.kind) {
    case 'deliver':
      return `receives ${transition.message.kind}`;
    case 'discard':
      return `down, misses ${transition.message.kind}`;
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

/** What an arrow says: the kind of its message, and under it the fields. */
export interface ArrowText {
  readonly kind: Paragraph;
  readonly fields: readonly Paragraph[];
}

export function arrowText({ message, isCopy }: Journey, colour: string, width: number): ArrowText {
  const fields = fieldsText(message);
  const name = isCopy ? `${message.kind} (copy)` : message.kind;
  return {
    kind: paragraph(name, messageName(colour), width),
    fields: fields === '' ? [] : [paragraph(fields, SMALL, width)],
  };
}
