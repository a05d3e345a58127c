import type { ProcessId } from '../model/process-id.ts';
import { type CallEvent, isStillPending } from './call-history.ts';

/** A call of a run, from its invocation to its end. */
export interface Interval {
  readonly client: ProcessId;
  readonly call: unknown;
  /** The index of the event that invokes it. */
  readonly from: number;
  /** The index of the event that ends it; undefined while it is pending. */
  readonly to?: number;
  readonly end: 'answered' | 'abandoned' | 'pending';
  /** Where it was answered. */
  readonly answer?: unknown;
}

/** The calls of a client, in order. */
export function intervalsOf(events: readonly CallEvent[], client: ProcessId): readonly Interval[] {
  const intervals: Interval[] = [];
  let begun: Interval | undefined;
  for (const [index, event] of events.entries()) {
    if (event.client !== client || isStillPending(begun?.call, event)) continue;
    const { ends, answer, call } = event;
    if (ends !== null && begun !== undefined) {
      intervals.push({ ...begun, to: index, end: ends, answer });
      begun = undefined;
    }
    if (call !== undefined) begun = { client, call, from: index, end: 'pending' };
  }
  return begun === undefined ? intervals : [...intervals, begun];
}
