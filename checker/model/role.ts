import { type Message, type Outcome, Step } from './effects.ts';
import type { ProcessId } from './process-id.ts';

/** What a process knows besides its state: who it is, who else there is, and its timers where it has some. */
export type Context<
  RoleName extends string = string,
  TimerName extends string = never,
> = Surroundings<RoleName> & ([TimerName] extends [never] ? unknown : Timers<TimerName>);

export interface Surroundings<RoleName extends string = string> {
  readonly self: ProcessId;
  /** The other processes of the same role. */
  readonly peers: readonly ProcessId[];
  /** Every process of a role. */
  all(role: RoleName): readonly ProcessId[];
}

/** What a process knows of its own timers. */
export interface Timers<TimerName extends string = string> {
  /** How many ticks are left of one of its timers; 0 if it is due, undefined if it is not running. */
  remaining(timer: TimerName): number | undefined;
  /** Whether one of its timers is running and not yet due. */
  isRunning(timer: TimerName): boolean;
}

/** What a process knows of timers that it has not. */
export const NO_TIMERS: Timers = { remaining: () => undefined, isRunning: () => false };

/** A message as it is delivered: its own fields, and who sent it. */
export type Delivered<M extends Message> = M & { readonly from: ProcessId };

/** The part of a state that survives a crash: the names of its durable fields, or all of it. */
export type Durable<Local> = readonly (keyof Local & string)[] | 'everything';

/**
 * How the processes of a role behave. Every function is pure: it sees only its arguments, changes
 * none of them, and gives equal results for equal arguments.
 */
export interface Role<
  Local,
  M extends Message = Message,
  RoleName extends string = string,
  TimerName extends string = string,
> {
  /** The state in which a process starts; or a step to it, with what it sends at once. */
  readonly initial: (context: Context<RoleName, TimerName>) => Local | Step<Local, M>;
  /** What a restart finds again; the rest starts from `initial`. Nothing, unless said. */
  readonly durable?: Durable<Local>;
  /** Handlers by the kind of message. A kind without a handler is ignored. */
  readonly on?: {
    readonly [Kind in M['kind']]?: (
      local: Local,
      message: Delivered<Extract<M, { readonly kind: Kind }>>,
      context: Context<RoleName, TimerName>,
    ) => Outcome<Local, M>;
  };
  /** What a process may do of itself at any time: timeouts, requests, elections. */
  readonly actions?: {
    readonly [name: string]: (
      local: Local,
      context: Context<RoleName, TimerName>,
    ) => Outcome<Local, M>;
  };
  /** What a process does when one of its timers is due. The timer is stopped before; nothing returned: nothing else. */
  readonly timers?: {
    readonly [Name in TimerName]?: (
      local: Local,
      context: Context<RoleName, TimerName>,
    ) => Outcome<Local, M>;
  };
  /** The timers that run from the start, with the ticks until they are due. */
  readonly initialTimers?: { readonly [Name in TimerName]?: number };
  /** The timers that run on through a crash; the others stop. */
  readonly durableTimers?: readonly TimerName[];
  /** What a process does at once when it restarts, from its recovered state. */
  readonly recover?: (local: Local, context: Context<RoleName, TimerName>) => Outcome<Local, M>;
  /** Every message that a Byzantine process of this role may send. Without it, none becomes one. */
  readonly alphabet?: (context: Context<RoleName, TimerName>) => readonly M[];
}

/** How a process starts: its state, and what it has sent by then. */
export function startOf(role: Role<unknown>, context: Context<string, string>): Step<unknown> {
  const start = role.initial(context);
  return start instanceof Step ? start : new Step(start, []);
}
