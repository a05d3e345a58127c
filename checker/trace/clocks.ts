import { isAmong } from '../faults/faults.ts';
import type { TimerChange } from '../model/effects.ts';
import type { ProcessId } from '../model/process-id.ts';
import { deliverable } from './inbox.ts';
import { withoutCut } from './partition.ts';
import {
  conditionOf,
  inboxOf,
  type ProtocolState,
  type Ticks,
  timersOf,
} from './protocol-state.ts';
import { type Outcomes, onlyState, type Setting, suffer, type Turn } from './turn.ts';

/** Time passes by a tick for everybody: as it should, or while a message is late. */
export function passTime(setting: Setting, state: ProtocolState, kind: 'tick' | 'late'): Outcomes {
  const ids = setting.instance.processes.map(({ id }) => id);
  if (!ids.some((id) => timersOf(state, id).some((ticks) => ticks > 0)))
    return 'no timer is running that is not due';
  const up = ids.filter((id) => conditionOf(state, id) === 'up');
  const { synchronous } = setting.environment;
  const urgent = synchronous ? up.find((id) => timersOf(state, id).includes(0)) : undefined;
  if (urgent !== undefined) return `time waits for a timer of ${urgent}, which is due`;
  const waiting = synchronous ? up.find((id) => waits(setting, state, id)) : undefined;
  if (kind === 'tick' && waiting !== undefined) return `time waits for a message to ${waiting}`;
  if (kind === 'late' && waiting === undefined) return 'no message is late';
  const counted = kind === 'late' ? suffer({ setting, state }, 'late') : state;
  if (typeof counted === 'string') return counted;
  return onlyState({
    ...counted,
    timers: counted.timers.map((timers) => advanced(timers, 1)),
  });
}

const waits = ({ environment }: Setting, state: ProtocolState, id: ProcessId): boolean =>
  deliverable(withoutCut(state, id, inboxOf(state, id)), environment.network).length > 0;

/** A clock jumps forward. */
export function jump(turn: Turn, by: number): Outcomes {
  const { setting, state, process } = turn;
  const { jumping, jumpBy } = setting.environment;
  if (!isAmong(process.roleName, jumping))
    return `the clock of a ${process.roleName} does not jump in this spec`;
  const stopped = standing(turn);
  if (stopped !== undefined) return stopped;
  const timers = timersOf(state, process.id);
  if (by < 1 || by > Math.min(jumpBy, timers.max() ?? 0))
    return `no timer of ${process.id} has ${by} left, or a jump is by ${jumpBy} at most`;
  const counted = suffer(turn, 'jump');
  if (typeof counted === 'string') return counted;
  return onlyState(withTimers(counted, process.id, advanced(timers, by)));
}

/** A clock gains a tick, or loses one. */
export function drift(turn: Turn, by: number): Outcomes {
  const { setting, state, process } = turn;
  const { drift } = setting.environment;
  if (Object.keys(process.role.timers ?? {}).length === 0) return `${process.id} has no timers`;
  const stopped = standing(turn);
  if (stopped !== undefined) return stopped;
  const ahead = state.ahead.get(process.id, 0) + by;
  if (Math.abs(by) !== 1 || Math.abs(ahead) > drift)
    return `a clock gains or loses one tick, and deviates by ${drift} at most`;
  const timers = advanced(timersOf(state, process.id), by);
  return onlyState({
    ...withTimers(state, process.id, timers),
    ahead: state.ahead.set(process.id, ahead),
  });
}

const standing = ({ state, process: { id } }: Turn): string | undefined =>
  ['up', 'paused'].includes(conditionOf(state, id))
    ? undefined
    : `the clock of ${id} does not count, as it is ${conditionOf(state, id)}`;

/** The timers after some ticks, which may be less than none. What is due stays due. */
const advanced = (timers: Ticks, by: number): Ticks =>
  timers.map((left) => (left === 0 ? 0 : Math.max(0, left - by)));

/** The timers after a step starts and stops some. */
export const changedTimers = (timers: Ticks, changes: readonly TimerChange[]): Ticks =>
  changes.reduce(
    (all, { timer, ticks }) => (ticks === null ? all.remove(timer) : all.set(timer, ticks)),
    timers,
  );

export const withTimers = (state: ProtocolState, id: ProcessId, timers: Ticks): ProtocolState => ({
  ...state,
  timers: state.timers.set(id, timers),
});
