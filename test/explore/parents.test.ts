import fc from 'fast-check';
import { expect, test } from 'vitest';
import { BLOCK, SparseParents, StoredParents } from '../../checker/explore/parents.ts';

/** A breadth-first search of a random graph: for each state its parent, and its successors. */
const searched = fc
  .tuple(fc.integer({ min: 1, max: 3 }), fc.array(fc.nat(5), { minLength: 1, maxLength: 400 }))
  .map(([roots, counts]) => {
    const parents: number[] = Array.from({ length: roots }, () => -1);
    const successors = new Map<number, Set<number>>();
    counts.forEach((count, from) => {
      if (from >= parents.length) return;
      const children = Array.from({ length: count }, (_, child) => parents.length + child);
      for (const _ of children) parents.push(from);
      // Edges to states found before must not make a later state their parent.
      successors.set(from, new Set([...children, from, Math.floor(from / 2), from % roots]));
    });
    return { parents, successors };
  });

test('the parents found again are those that were stored', () => {
  fc.assert(
    fc.property(searched, ({ parents, successors }) => {
      const stored = new StoredParents();
      const sparse = new SparseParents((state, from) => successors.get(from)?.has(state) === true);
      sparse.start(parents.filter((parent) => parent < 0).length);
      sparse.cover(parents.length);
      parents.forEach((parent) => {
        stored.push(parent);
      });
      for (let block = 0; block * BLOCK < parents.length; block++) {
        const first = parents.findIndex((parent) => parent >= block * BLOCK);
        sparse.firstChildren.data[block] = first < 0 ? parents.length : first;
      }
      parents.forEach((parent, state) => {
        expect(stored.parentOf(state)).toBe(parent);
        expect(sparse.parentOf(state)).toBe(parent);
      });
    }),
  );
});
