import type { Journey } from '../trace/journeys.ts';

/**
 * One arrow of a chart: the way of a message from the step that sent it to the step that took it. At
 * each step in which the network doubled it, one arrow ends and goes on as another.
 */
export interface Flight {
  readonly journey: Journey;
  readonly fromLane: number;
  readonly toLane: number;
  readonly fromStep: number;
  readonly toStep: number;
  /** Whether it begins where a message was doubled, not at the box of its sender. */
  readonly fromMark: boolean;
  /** What it runs into: the box of its receiver, or a mark of the network's doing. */
  readonly into: 'box' | 'loss' | 'duplication';
}

/** The side of a lane. */
export type Side = 'left' | 'right';

/** The arrows of a chart. A message that is still in flight has none to its receiver. */
export const flightsOf = (
  journeys: readonly Journey[],
  processes: readonly string[],
): readonly Flight[] =>
  journeys.flatMap((journey) => {
    const { from, to, start, doubledAt, end, isCopy } = journey;
    const stops = [...doubledAt, ...(end === undefined ? [] : [end.step])];
    return stops.map((toStep, index) => ({
      journey,
      fromLane: processes.indexOf(from),
      toLane: processes.indexOf(to),
      fromStep: stops[index - 1] ?? start,
      toStep,
      fromMark: isCopy || index > 0,
      into: intoAt(journey, toStep),
    }));
  });

function intoAt({ end }: Journey, step: number): Flight['into'] {
  if (end?.step !== step) return 'duplication';
  return end.how === 'loss' ? 'loss' : 'box';
}

/** The side on which it leaves its sender. A message to oneself goes round on the right. */
export const sideOut = ({ fromLane, toLane }: Flight): Side =>
  toLane < fromLane ? 'left' : 'right';

/** The side on which it reaches its receiver. */
export const sideIn = ({ fromLane, toLane }: Flight): Side =>
  fromLane < toLane ? 'left' : 'right';

export const isToSelf = ({ fromLane, toLane }: Flight): boolean => fromLane === toLane;
