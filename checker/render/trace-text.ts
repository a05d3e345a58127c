import { readableFields } from '../trace/readable.ts';
import { gathered } from '../trace/sending.ts';
import { type Scene, storyOf } from '../trace/story.ts';
import type { Trace } from '../trace/trace.ts';
import { deed, endText, laneOf, messageText } from '../trace/wording.ts';
import { headline, verdictLine } from './heading.ts';

/** A trace for the terminal: numbered steps, what each changed and sent, and what they show. */
export function traceToText(trace: Trace): string {
  const lane = Math.max(0, ...trace.processes.map((name) => name.length + 2));
  const { loop, fairness = [] } = trace;
  const end = endText(trace);
  const lines = storyOf(trace).flatMap((scene) => {
    const number = String(scene.number).padStart(4);
    const name = (laneOf(scene.transition) ?? '').padEnd(lane);
    const indent = ' '.repeat(6 + lane);
    const opening = scene.number - 1 === loop ? [FOR_EVER] : [];
    return [
      ...opening,
      `${number}  ${name}${happening(scene)}`,
      ...[...effects(scene), ...abstractly(trace, scene)].map((line) => `${indent}${line}`),
    ];
  });
  return [
    headline(trace),
    '',
    ...(trace.abstract === undefined
      ? []
      : [abstractStart(trace.abstract, trace.steps.length === 0), '']),
    ...lines,
    ...(end === undefined ? [] : [`   ⟲  ${end}`]),
    '',
    verdictLine(trace),
    ...trace.property.reason.split('\n').map((line) => (line === '' ? '' : `  ${line}`)),
    ...fairness.map((line) => `  ${line}`),
    '',
  ].join('\n');
}

/** Stands before the first step of a cycle. */
const FOR_EVER = '   ⟳  again and again:';

/** The abstract state that the initial state stands for; a trace without steps shows that it is no initial one. */
const abstractStart = (
  { system, initial }: NonNullable<Trace['abstract']>,
  isAstray: boolean,
): string => `      ${isAstray ? '≠' : '='} ${system}: ${readableFields(initial)}`;

/** What the abstract system does meanwhile, on one line. */
function abstractly({ abstract }: Trace, scene: Scene): readonly string[] {
  if (abstract === undefined || scene.abstract === undefined) return [];
  const { kind, title, changes } = scene.abstract;
  const name = kind === 'stutters' ? abstract.system : `${abstract.system}:`;
  const detail = changes.length === 0 ? '' : ` (${changes.join(', ')})`;
  return [`${kind === 'astray' ? '≠' : '='} ${name} ${title}${detail}`];
}

function happening({ transition, isByzantine, received }: Scene): string {
  if (!('message' in transition)) return deed(transition);
  const done =
    isByzantine && transition.kind === 'discard' ? 'is Byzantine and ignores' : deed(transition);
  const origin =
    received === undefined
      ? ''
      : ` (${received.isCopy ? 'copied' : 'sent'} ${received.start === 0 ? 'at the beginning' : `in step ${received.start}`})`;
  return `${done} ${messageText(transition.message)} from ${transition.from}${origin}`;
}

/** What changed on one line, then each message sent on a line. */
function effects({ transition, changes, noted, sends }: Scene): readonly string[] {
  const changed = [...changes, ...noted].join(', ');
  // What a duplication or a lie puts into the network is said already.
  const isSaid = transition.kind === 'duplication' || transition.kind === 'lie';
  const sent = isSaid ? [] : gathered(sends);
  return [
    ...(changed === '' ? [] : [changed]),
    ...sent.map(({ message, to }) => `sends ${messageText(message)} to ${to.join(', ')}`),
  ];
}
