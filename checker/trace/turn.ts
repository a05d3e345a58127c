import type { Environment, Fault } from '../faults/faults.ts';
import type { Process, ProtocolInstance } from '../model/instance.ts';
import type { Context } from '../model/role.ts';
import type { ProcessStep } from '../property/judge.ts';
import type { Letter } from './inbox.ts';
import { conditionOf, type ProtocolState, type Ticks, timersOf } from './protocol-state.ts';
import type { Sent } from './trace.ts';

/** What stays the same in every state of a protocol. */
export interface Setting {
  readonly instance: ProtocolInstance;
  readonly environment: Environment;
}

/** One way in which a transition of a protocol may turn out. */
export interface ProtocolOutcome {
  readonly state: ProtocolState;
  readonly sent: readonly Sent[];
  /** The message that the transition takes or doubles. */
  readonly taken?: Letter;
  readonly step?: ProcessStep | undefined;
}

/** All that may come of a transition, in order; or why it cannot be taken. */
export type Outcomes = readonly ProtocolOutcome[] | string;

/** A process whose turn it is, in a state, for the step of a number. */
export interface Turn {
  readonly setting: Setting;
  readonly state: ProtocolState;
  readonly process: Process;
  readonly number: number;
}

/** The one outcome in which the environment changes, and nobody takes a step. */
export const onlyState = (state: ProtocolState): Outcomes => [{ state, sent: [] }];

/** The state with one more of a fault counted, or that the budget for it is spent. */
export function suffer(
  { setting, state }: Pick<Turn, 'setting' | 'state'>,
  fault: Fault,
): ProtocolState | string {
  const budget = setting.environment.budget[fault];
  if (state.faults[fault] >= budget) return `the budget is spent: ${fault}=${budget}`;
  return { ...state, faults: { ...state.faults, [fault]: state.faults[fault] + 1 } };
}

/** That the process cannot take a step, as it is paused, down or Byzantine; undefined if it can. */
export function hindrance({ state, process }: Turn): string | undefined {
  const condition = conditionOf(state, process.id);
  if (condition === 'up') return undefined;
  return `${process.id} is ${condition === 'byzantine' ? 'Byzantine' : condition}`;
}

/** What a process knows of itself in a state. */
export const contextOf = ({ setting, state, process }: Turn): Context<string, string> =>
  contextFor(setting.instance, process, timersOf(state, process.id));

export function contextFor(
  instance: ProtocolInstance,
  { id, roleName }: Process,
  timers: Ticks,
): Context<string, string> {
  const all = (role: string) =>
    instance.processes.filter((one) => one.roleName === role).map((one) => one.id);
  return {
    self: id,
    peers: all(roleName).filter((other) => other !== id),
    all,
    remaining: (timer) => timers.get(timer),
    isRunning: (timer) => timers.get(timer, 0) > 0,
  };
}
