import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Encoder } from '../../checker/store/encoder.ts';

/** Slots with few ids, whose pairs are soon all met, and slots with many. */
const widths = fc.array(fc.constantFrom(0, 1, 3, 6, 1000, 200_000, 2 ** 30), {
  minLength: 1,
  maxLength: 9,
});

const states = widths.chain((mosts) =>
  fc.record({
    mosts: fc.constant(mosts),
    all: fc.array(fc.tuple(...mosts.map((most) => fc.nat(most))), { minLength: 1, maxLength: 120 }),
  }),
);

test('keys taken apart together are what each is when it is decoded', () => {
  let folded = 0;
  fc.assert(
    fc.property(states, ({ mosts, all }) => {
      const vectors = all.map((one) => Int32Array.from(one));
      const encoder = Encoder.for(Int32Array.from(mosts), {
        count: all.length,
        forEach: (visit, stride = 1) => {
          for (let at = 0; at < all.length; at += stride) visit(vectors[at]!.slice());
        },
      });
      if (!encoder.isDirect) folded++;
      const keys = vectors.flatMap((vector) => {
        encoder.encode(vector, 0);
        return [encoder.high, encoder.low];
      });
      // What was there before must not show.
      const ids = new Int32Array(mosts.length * all.length).fill(-1);
      encoder.takeApart(Int32Array.from(keys), all.length, ids);
      const expected = mosts.flatMap((_, slot) => all.map((one) => one[slot]!));
      expect([...ids]).toEqual(expected);
      const decoded = new Int32Array(mosts.length);
      all.forEach((one, index) => {
        encoder.decode(keys[2 * index]!, keys[2 * index + 1]!, decoded, 0);
        expect([...decoded]).toEqual(one);
      });
    }),
    { numRuns: 400 },
  );
  expect(folded).toBeGreaterThan(20);
});

test.each([
  ['a field that ends at the middle', [16, 16, 8]],
  ['a field that lies across it', [20, 20, 20]],
  ['a field that begins at it', [31, 1, 31]],
  ['no bits before and behind it', [0, 31, 1, 0, 31, 0]],
])('%s is taken apart', (_, bits) => {
  const encoder = new Encoder({ width: bits.length, bits, folds: [] });
  const all = [
    bits.map((width) => 2 ** width - 1),
    bits.map((width) => Math.floor(2 ** (width - 1))),
    bits.map(() => 0),
  ];
  const keys = all.flatMap((one) => {
    encoder.encode(Int32Array.from(one), 0);
    return [encoder.high, encoder.low];
  });
  const ids = new Int32Array(bits.length * all.length);
  encoder.takeApart(Int32Array.from(keys), all.length, ids);
  expect([...ids]).toEqual(bits.flatMap((_, slot) => all.map((one) => one[slot]!)));
});
