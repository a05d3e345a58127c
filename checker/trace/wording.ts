import { readable, readableFields } from './readable.ts';
import type { Cut, MessageForm, Trace, Transition } from './trace.ts';

/** What happened in a transition, in a line: `server-1: receives vote {term 1} from server-2`. */
export function what(transition: Transition): string {
  const where = laneOf(transition);
  const happened = deed(transition);
  if (!('message' in transition)) return where === undefined ? happened : `${where}: ${happened}`;
  return `${where}: ${happened} ${messageText(transition.message)} from ${transition.from}`;
}

/** The process that a transition happens to; none in a plain system, or where it happens to all. */
export const laneOf = (transition: Transition): string | undefined =>
  'process' in transition ? transition.process : undefined;

/** What happened, without the process and the message: `timeout`, `receives`, `crashes`. */
export function deed(transition: Transition): string {
  switch (transition.kind) {
    case 'act':
      return transition.action;
    case 'timer':
      return `timer ${transition.timer} goes off`;
    case 'deliver':
      return 'receives';
    case 'discard':
      return 'is down and misses';
    case 'loss':
      return 'the network loses';
    case 'duplication':
      return 'the network duplicates';
    case 'crash':
      return 'crashes';
    case 'restart':
      return 'restarts';
    case 'pause':
      return 'is paused';
    case 'resume':
      return 'goes on';
    case 'jump':
      return `its clock jumps by ${transition.by}`;
    case 'drift':
      return transition.by > 0 ? 'its clock gains a tick' : 'its clock loses a tick';
    case 'byzantine':
      return 'becomes Byzantine';
    case 'lie':
      return `lies: ${messageText(transition.content)} to ${transition.to}`;
    case 'tick':
      return 'a tick passes';
    case 'late':
      return 'a tick passes, and messages are late';
    case 'partition':
      return partitionText(transition);
    case 'heal':
      return 'the partition heals';
    case 'action':
      return transition.member === undefined
        ? transition.action
        : `${transition.action} ${readable(transition.member)}`;
  }
}

function partitionText({ away, links }: Cut): string {
  const who = away.join(' and ');
  const is = away.length === 1 ? 'is' : 'are';
  switch (links) {
    case 'both':
      return `${who} ${is} cut off`;
    case 'out':
      return `nothing from ${who} gets through`;
    case 'in':
      return `nothing to ${who} gets through`;
  }
}

/** A message in a line: its kind, and its fields if it has any. */
export function messageText(message: MessageForm): string {
  const fields = fieldsText(message);
  return fields === '' ? message.kind : `${message.kind} {${fields}}`;
}

/** The fields of a message besides its kind: `term 1, granted true`. */
export function fieldsText({ kind: _, ...fields }: MessageForm): string {
  return readableFields(fields);
}

/** A reason without the chart that may follow it after an empty line, for where there is no room. */
export const inShort = (reason: string): string => reason.split('\n\n', 1)[0] ?? '';

/** How long a run is: its steps, or of one for ever `stem 5 steps, cycle 4 steps` or `5 steps, then stops`. */
export function lengthText(steps: number, loop: number | undefined): string {
  if (loop === undefined) return inSteps(steps);
  return loop === steps
    ? `${inSteps(steps)}, then stops`
    : `stem ${inSteps(loop)}, cycle ${inSteps(steps - loop)}`;
}

const inSteps = (steps: number): string => `${steps} ${steps === 1 ? 'step' : 'steps'}`;

/** How a run goes on after its last step, for ever; undefined if it is not about that. */
export function endText({
  steps: { length },
  loop,
  rises,
}: Pick<Trace, 'steps' | 'loop' | 'rises'>) {
  if (loop === undefined) return undefined;
  if (loop === length) return 'may stop here for ever';
  const back = `back to ${loop === 0 ? 'the initial state' : `the state after step ${loop}`}`;
  return `${back}${risesText(rises)}, for ever`;
}

/** With what a run comes back to a state: `, with every term 1 higher`. */
const risesText = (rises: Trace['rises'] = {}): string =>
  Object.entries(rises)
    .map(([family, by], at) => `${at === 0 ? ', with' : ' and'} every ${family} ${by} higher`)
    .join('');
