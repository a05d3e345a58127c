import { gathered } from '../trace/sending.ts';
import { type Scene, storyOf } from '../trace/story.ts';
import type { Trace } from '../trace/trace.ts';
import { deed, laneOf, messageText } from '../trace/wording.ts';
import { headline, verdictLine } from './heading.ts';

/** A trace for the terminal: numbered steps, what each changed and sent, and what they show. */
export function traceToText(trace: Trace): string {
  const lane = Math.max(0, ...trace.processes.map((name) => name.length + 2));
  const lines = storyOf(trace).flatMap((scene) => {
    const number = String(scene.number).padStart(4);
    const name = (laneOf(scene.transition) ?? '').padEnd(lane);
    const indent = ' '.repeat(6 + lane);
    return [
      `${number}  ${name}${happening(scene)}`,
      ...effects(scene).map((line) => `${indent}${line}`),
    ];
  });
  return [
    headline(trace),
    '',
    ...lines,
    '',
    verdictLine(trace),
    `  ${trace.property.reason}`,
    '',
  ].join('\n');
}

function happening({ transition, isByzantine, received }: Scene): string {
  if (!('message' in transition)) return deed(transition);
  const done =
    isByzantine && transition.kind === 'discard' ? 'is Byzantine and ignores' : deed(transition);
  const origin =
    received === undefined
      ? ''
      : ` (${received.isCopy ? 'copied' : 'sent'} in step ${received.start})`;
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
