import type { Progress } from '../explore/result.ts';
import { count, duration, perSecond } from './figures.ts';

/** How far a search has come, on one line; the rate is that since `last`. */
export function progressLine(now: Progress, last: Progress | undefined): string {
  const states = now.states - (last?.states ?? 0);
  const seconds = now.seconds - (last?.seconds ?? 0);
  return [
    duration(now.seconds),
    `${count(now.states)} states`,
    `+${count(perSecond(states, seconds))}/s`,
    `depth ${count(now.depth)}`,
    `frontier ${count(now.frontier)}`,
    `${count(now.megabytes)} MB`,
  ].join('  ');
}
