import { Map } from 'immutable';
import { isAmong } from '../faults/faults.ts';
import { canonicalForm, textOf } from '../model/canonical.ts';
import { canonicalKey } from '../model/canonical-key.ts';
import type { Message } from '../model/effects.ts';
import { startOf } from '../model/role.ts';
import { letter } from './inbox.ts';
import {
  type Condition,
  conditionOf,
  inboxOf,
  type ProtocolState,
  type Ticks,
} from './protocol-state.ts';
import type { Transition } from './trace.ts';
import { contextFor, hindrance, type Outcomes, onlyState, suffer, type Turn } from './turn.ts';

/** A process stops for a while, and knows nothing of it. */
export function pause(turn: Turn): Outcomes {
  const { setting, process } = turn;
  const hindered = hindrance(turn);
  if (hindered !== undefined) return hindered;
  if (!isAmong(process.roleName, setting.environment.pausing))
    return `a ${process.roleName} is not paused in this spec`;
  const counted = suffer(turn, 'pause');
  return typeof counted === 'string' ? counted : onlyState(become(counted, turn, 'paused'));
}

export const resume = (turn: Turn): Outcomes =>
  conditionOf(turn.state, turn.process.id) === 'paused'
    ? onlyState(become(turn.state, turn, 'up'))
    : `${turn.process.id} is not paused`;

/** A process stops to follow the protocol. */
export function turnByzantine(turn: Turn): Outcomes {
  const { setting, process } = turn;
  const hindered = hindrance(turn);
  if (hindered !== undefined) return hindered;
  if (process.role.alphabet === undefined || !isAmong(process.roleName, setting.environment.lying))
    return `a ${process.roleName} does not become Byzantine in this spec`;
  const counted = suffer(turn, 'byzantine');
  if (typeof counted === 'string') return counted;
  const fresh = startOf(process.role, contextFor(setting.instance, process, NONE)).next;
  return onlyState({
    ...become(counted, turn, 'byzantine'),
    locals: counted.locals.set(process.id, fresh),
    timers: counted.timers.remove(process.id),
    ahead: counted.ahead.remove(process.id),
  });
}

const NONE: Ticks = Map();

/** A Byzantine process sends one of the messages that it may send. */
export function lie(
  turn: Turn,
  { to, content }: Extract<Transition, { readonly kind: 'lie' }>,
): Outcomes {
  const { setting, state, process, number } = turn;
  if (conditionOf(state, process.id) !== 'byzantine') return `${process.id} is not Byzantine`;
  const receiver = setting.instance.processes.find(({ id }) => String(id) === to)?.id;
  if (receiver === undefined) return `there is no process ${to}`;
  if (conditionOf(state, receiver) === 'byzantine') return `${to} is Byzantine itself`;
  const message = wordsOf(turn).find((word) => textOf(canonicalForm(word)) === textOf(content));
  if (message === undefined) return `the message is not in the alphabet of ${process.id}`;
  const letterFromLiar = letter(process.id, message, number);
  const inbox = inboxOf(state, receiver);
  if (inbox.some(({ text }) => text === letterFromLiar.text)) return 'it is in flight already';
  const inboxes = state.inboxes.set(receiver, [...inbox, letterFromLiar]);
  const sent = [{ to, message: letterFromLiar.form }];
  return [{ state: { ...state, inboxes }, sent }];
}

/** Every message that a process may send when it is Byzantine, once. */
export const wordsOf = ({
  setting,
  process,
}: Pick<Turn, 'setting' | 'process'>): readonly Message[] => {
  const words = process.role.alphabet?.(contextFor(setting.instance, process, NONE)) ?? [];
  const keys = words.map(canonicalKey);
  return words.filter((_, at) => keys.indexOf(keys[at] ?? '') === at);
};

const become = (state: ProtocolState, { process }: Turn, condition: Condition): ProtocolState => ({
  ...state,
  conditions:
    condition === 'up'
      ? state.conditions.remove(process.id)
      : state.conditions.set(process.id, condition),
});
