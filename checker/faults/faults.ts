/** What may go wrong in a run, and how the network orders messages. Chosen by a spec, never by a model. */

/** Unordered: any message in flight may come next. First in, first out: in order between two processes. */
export type NetworkOrder = 'unordered' | 'fifo';

/**
 * What becomes of a message that its receiver ignores: whose delivery would neither change the receiver nor
 * send anything. Received: it is taken out of the network, which is a transition. Kept: it stays, and
 * there is no transition; in a FIFO channel it keeps back those behind it.
 */
export type Ignored = 'received' | 'kept';

/** The faults that are counted against a budget. */
export const FAULTS = ['loss', 'duplication', 'crash', 'restart'] as const;

export type Fault = (typeof FAULTS)[number];

/** How often each fault may happen in one run. */
export type FaultBudget = Readonly<Record<Fault, number>>;

/** The environment that a protocol is checked in. */
export interface Environment {
  readonly network: NetworkOrder;
  readonly ignored: Ignored;
  readonly budget: FaultBudget;
  /** The roles whose processes may crash; all of them where it is not said. */
  readonly crashing: readonly string[] | 'all';
}
