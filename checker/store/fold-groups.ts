import type { Fold } from './folds.ts';

/** The slots that are folded into one, the root, which has the bits of all in a key; and by which folds, in their order. */
export interface FoldGroup {
  readonly root: number;
  /** The root first. */
  readonly slots: readonly number[];
  readonly folds: readonly number[];
}

/** The groups that folds make of slots. */
export function foldGroups(folds: readonly Fold[]): readonly FoldGroup[] {
  const rootOf = (slot: number): number => {
    const into = folds.find(({ second }) => second === slot);
    return into === undefined ? slot : rootOf(into.first);
  };
  const roots = new Set(folds.map(({ first }) => rootOf(first)));
  return [...roots].map((root) => {
    const own = [...folds.keys()].filter((index) => rootOf(folds[index]!.first) === root);
    return { root, slots: [root, ...own.map((index) => folds[index]!.second)], folds: own };
  });
}
