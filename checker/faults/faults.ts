/** What may go wrong in a run, how time passes, and how the network orders messages. Chosen by a spec, never by a model. */

/** Unordered: any message in flight may come next. First in, first out: in order between two processes. */
export type NetworkOrder = 'unordered' | 'fifo';

/**
 * What becomes of a message that its receiver ignores: whose delivery would neither change the receiver nor
 * send anything. Received: it is taken out of the network, which is a transition. Kept: it stays, and
 * there is no transition; in a FIFO channel it keeps back those behind it.
 */
export type Ignored = 'received' | 'kept';

/** The faults that every protocol has a budget of, if only of 0. */
export const COMMON_FAULTS = ['loss', 'duplication', 'crash', 'restart'] as const;

/** The faults that are counted against a budget. Those that are not common are there where a spec speaks of them. */
export const FAULTS = [
  ...COMMON_FAULTS,
  'partition',
  'pause',
  'jump',
  'late',
  'byzantine',
] as const;

export type Fault = (typeof FAULTS)[number];

/** How often each fault may happen in one run. */
export type FaultBudget = Readonly<Record<Fault, number>>;

/** No fault of any kind: a budget that allows nothing, or that nothing has happened. */
export const NO_FAULTS: FaultBudget = {
  loss: 0,
  duplication: 0,
  crash: 0,
  restart: 0,
  partition: 0,
  pause: 0,
  jump: 0,
  late: 0,
  byzantine: 0,
};

/** The counts that a state is written with: of the common faults, and of those that the budget allows. */
export const shownCounts = (counts: FaultBudget, budget: FaultBudget): Partial<FaultBudget> =>
  Object.fromEntries(
    FAULTS.filter(
      (fault) => budget[fault] > 0 || COMMON_FAULTS.some((common) => common === fault),
    ).map((fault) => [fault, counts[fault]]),
  );

/**
 * What a partition cuts. Symmetric: every link, both ways, between two sides. One-way: the links to one
 * process, or those from it.
 */
export type Partitions = 'symmetric' | 'one-way' | 'both';

/** Some roles, by name. */
export type Roles = readonly string[] | 'all';

/** The environment that a protocol is checked in. */
export interface Environment {
  readonly network: NetworkOrder;
  readonly ignored: Ignored;
  readonly budget: FaultBudget;
  /** The roles whose processes may crash; all of them where it is not said. */
  readonly crashing: Roles;
  /** The roles whose processes may be paused. */
  readonly pausing: Roles;
  /** The roles whose clocks may jump. */
  readonly jumping: Roles;
  /** The roles whose processes may be cut off. */
  readonly partitioning: Roles;
  /** The roles whose processes may become Byzantine, of those that declare an alphabet. */
  readonly lying: Roles;
  readonly partitions: Partitions;
  /** By how many ticks a clock jumps at most. */
  readonly jumpBy: number;
  /** Whether time waits for messages and timers: it does not pass what must happen before. */
  readonly synchronous: boolean;
  /** By how many ticks a clock may deviate from true time. */
  readonly drift: number;
}

/** Whether a role is among some. */
export const isAmong = (role: string, roles: Roles): boolean =>
  roles === 'all' || roles.includes(role);
