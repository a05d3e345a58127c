import { closest, distance } from 'fastest-levenshtein';

/** The candidate that a mistyped word most likely means, or undefined where none is at all like it. */
export function nearest(word: string, candidates: readonly string[]): string | undefined {
  if (candidates.length === 0) return undefined;
  const best = closest(word, candidates);
  return distance(word, best) <= Math.max(word.length, best.length) / 2 ? best : undefined;
}
