import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Fold, Vectors } from '../../checker/store/folds.ts';
import { pairInterner } from '../../checker/store/pair-interner.ts';
import { Sample } from '../../checker/store/sample.ts';

const WIDTH = 4;

/** Vectors of few different ids, in blocks of so many. */
const blocks = fc.array(
  fc.array(fc.array(fc.nat({ max: 5 }), { minLength: WIDTH, maxLength: WIDTH }), { maxLength: 9 }),
  { maxLength: 4 },
);

/** The vectors slot by slot, in memory with more room than they take. */
const slotBySlot = (block: readonly (readonly number[])[]): Int32Array =>
  Int32Array.from({ length: WIDTH * block.length + 3 }, (_, at) =>
    at < WIDTH * block.length
      ? (block[at % block.length]?.[Math.floor(at / block.length)] ?? -1)
      : -1,
  );

const vectorsOf = (all: readonly (readonly (readonly number[])[])[]): Vectors => ({
  count: all.flat().length,
  forEach: (visit) => {
    for (const block of all) visit(slotBySlot(block), block.length);
  },
});

const slots = Array.from({ length: WIDTH }, (_, slot) => slot);

test('how many ids and pairs of ids slots have, folded and not', () => {
  fc.assert(
    fc.property(blocks, (all) => {
      const vectors = all.flat();
      const fold: Fold = { first: 1, second: 3, pairs: pairInterner() };
      const different = (texts: readonly string[]) => new Set(texts).size || 1;
      const folded = ([a, b, c, d]: readonly number[]) => [a, `${b}+${d}`, c, 0];
      const counted = (sample: Sample) =>
        slots.map((one) => [sample.ids(one), ...slots.map((other) => sample.pairs(one, other))]);
      const due = (of: (vector: readonly number[]) => readonly unknown[]) =>
        slots.map((one) => [
          different(vectors.map((vector) => `${of(vector)[one]}`)),
          ...slots.map((other) =>
            different(vectors.map((vector) => `${of(vector)[one]} ${of(vector)[other]}`)),
          ),
        ]);
      const sample = new Sample(vectorsOf(all), WIDTH);
      expect(sample.size).toBe(vectors.length);
      expect(counted(sample)).toEqual(due((vector) => vector));
      sample.fold(fold);
      expect(counted(sample)).toEqual(due(folded));
    }),
  );
});
