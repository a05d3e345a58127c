import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ENCODED, Encoder, TOO_LARGE, UNKNOWN } from '../../checker/store/encoder.ts';

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
      const encoder = encoderFor(mosts, all);
      if (!encoder.isDirect) folded++;
      const keys = all.flatMap((one) => {
        encoder.encode(Int32Array.from(one), 0);
        return [encoder.high, encoder.low];
      });
      // What was there before must not show.
      const ids = new Int32Array(mosts.length * all.length).fill(-1);
      encoder.takeApart(Int32Array.from(keys), all.length, ids);
      expect(ids).toEqual(bySlot(mosts, all));
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

/** An encoder for such states, with all folds that it takes. */
function encoderFor(mosts: readonly number[], all: readonly (readonly number[])[]): Encoder {
  return Encoder.for(Int32Array.from(mosts), {
    count: all.length,
    forEach: (visit, stride = 1) => {
      for (let at = 0; at < all.length; at += stride) visit(Int32Array.from(all[at]!), 1);
    },
  });
}

/** Vectors slot by slot. */
const bySlot = (mosts: readonly number[], all: readonly (readonly number[])[]): Int32Array =>
  Int32Array.from(mosts.flatMap((_, slot) => all.map((one) => one[slot]!)));

test('some slots are found out without the others', () => {
  fc.assert(
    fc.property(states, fc.nat(), ({ mosts, all }, chosen) => {
      const encoder = encoderFor(mosts, all);
      const keys = all.flatMap((one) => {
        encoder.encode(Int32Array.from(one), 0);
        return [encoder.high, encoder.low];
      });
      const slots = [...mosts.keys()].filter((slot) => ((chosen >> slot) & 1) === 1);
      const ids = new Int32Array(mosts.length * all.length).fill(-1);
      encoder.takeApart(Int32Array.from(keys), all.length, ids, encoder.partOf(slots));
      for (const slot of slots)
        expect([...ids.subarray(slot * all.length, (slot + 1) * all.length)]).toEqual(
          all.map((one) => one[slot]!),
        );
    }),
    { numRuns: 300 },
  );
});

test('vectors put together are what each is when it is encoded', () => {
  const seen = new Set<string>();
  fc.assert(
    fc.property(states, fc.nat(), fc.boolean(), ({ mosts, all }, seed, learns) => {
      const { layout } = encoderFor(mosts, all);
      // Some ids are larger than any that the layout was made for, and some pairs were never met.
      const vectors = all.map((one, index) =>
        one.map((id, slot) =>
          (seed >> (index + slot)) % 8 === 1 ? Math.min(3 * id + 1, 2 ** 31 - 1) : id,
        ),
      );
      const encoder = new Encoder(layout, learns);
      const keys = new Int32Array(2 * all.length).fill(7);
      encoder.putTogether(bySlot(mosts, vectors), all.length, keys);
      vectors.forEach((one, index) => {
        const outcome = encoder.encode(Int32Array.from(one), 0);
        seen.add(`${outcome} ${encoder.isDirect}`);
        if (outcome !== ENCODED) expect(keys[2 * index]).toBe(0);
        else expect([keys[2 * index], keys[2 * index + 1]]).toEqual([encoder.high, encoder.low]);
      });
    }),
    // Always the same ones, which have every outcome.
    { numRuns: 400, seed: 1 },
  );
  expect([...seen].sort()).toEqual(
    [
      [ENCODED, true],
      [ENCODED, false],
      [TOO_LARGE, true],
      [TOO_LARGE, false],
      [UNKNOWN, false],
    ]
      .map(([outcome, isDirect]) => `${outcome} ${isDirect}`)
      .sort(),
  );
});

test.each([
  ['a field that ends at the middle', [16, 16, 8]],
  ['a field that lies across it', [20, 20, 20]],
  ['a field that begins at it', [31, 1, 31]],
  ['no bits before and behind it', [0, 31, 1, 0, 31, 0]],
])('%s is taken apart and put together', (_, bits) => {
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
  expect(ids).toEqual(bySlot(bits, all));
  const again = new Int32Array(keys.length);
  encoder.putTogether(ids, all.length, again);
  expect([...again]).toEqual(keys);
});
