/** A demand on the runs of a graph: a temporal operator over predicates of states. */
export interface Demand {
  readonly operator: Operator;
  /** What must come true. */
  readonly isMet: (state: number) => boolean;
  /** Of `leads-to`: after what it must come true. */
  readonly isRaised: (state: number) => boolean;
  /** Of `leads-to`: whether any state raises it. One that none does is met for want of a trigger, and says nothing. */
  readonly isEverRaised: boolean;
}

/** From some state on; again and again; from some state on for ever; after each state that raises it. */
export type Operator = 'eventually' | 'always-eventually' | 'eventually-always' | 'leads-to';

/**
 * Whether a demand may be open in a state, as far as the state alone tells: only the transitions of such states matter.
 * One for what holds for ever is open as long as the run goes on, and so is one that is still to be raised.
 */
export const mayBeOpen = (
  { operator, isMet, isEverRaised }: Omit<Demand, 'isRaised'>,
  state: number,
): boolean =>
  operator === 'always-eventually' ||
  operator === 'eventually-always' ||
  !isEverRaised ||
  !isMet(state);
