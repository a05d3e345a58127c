import type { Journey } from '../trace/journeys.ts';

/**
 * One arrow of a chart: the way of a message from the step that sent it (or doubled it) to the step
 * that took it or doubled it.
 */
export interface Flight {
  readonly journey: Journey;
  readonly fromLane: number;
  readonly toLane: number;
  readonly fromStep: number;
  readonly toStep: number;
  /** What it runs into: the box of its receiver, or a mark of the network's doing. */
  readonly into: 'box' | 'loss' | 'duplication';
}

/** The side of a lane. */
export type Side = 'left' | 'right';

/** The arrows of a chart. A message that is still in flight has none. */
export function flightsOf(
  journeys: readonly Journey[],
  processes: readonly string[],
): readonly Flight[] {
  return journeys.flatMap((journey) => {
    const { from, to, start, doubledAt, end } = journey;
    const common = {
      journey,
      fromLane: processes.indexOf(from),
      toLane: processes.indexOf(to),
      fromStep: start,
    };
    const doublings = doubledAt.map((toStep) => ({
      ...common,
      toStep,
      into: 'duplication' as const,
    }));
    if (end === undefined) return doublings;
    const into = end.how === 'loss' ? ('loss' as const) : ('box' as const);
    return [...doublings, { ...common, toStep: end.step, into }];
  });
}

/** The side on which it leaves its sender. A message to oneself goes round on the right. */
export const sideOut = ({ fromLane, toLane }: Flight): Side =>
  toLane < fromLane ? 'left' : 'right';

/** The side on which it reaches its receiver. */
export const sideIn = ({ fromLane, toLane }: Flight): Side =>
  fromLane < toLane ? 'left' : 'right';
