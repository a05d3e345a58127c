import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ENCODED, Encoder, UNKNOWN } from '../../checker/store/encoder.ts';
import { FoldGroups } from '../../checker/store/fold-groups.ts';

/** Slots with few ids, whose pairs are soon all met, and slots with many. */
const widths = fc.array(fc.constantFrom(3, 6, 1000, 200_000), { minLength: 2, maxLength: 9 });

const states = widths.chain((mosts) =>
  fc.record({
    mosts: fc.constant(mosts),
    all: fc.array(fc.tuple(...mosts.map((most) => fc.nat(most))), {
      minLength: 60,
      maxLength: 120,
    }),
  }),
);

/** An encoder for such states, with all folds that it takes. */
function encoderFor(mosts: readonly number[], all: readonly (readonly number[])[]): Encoder {
  return Encoder.for(Int32Array.from(mosts), {
    count: all.length,
    forEach: (visit, stride = 1) => {
      all.forEach((one, number) => {
        if (number % stride === 0) visit(Int32Array.from(one), 1);
      });
    },
  });
}

/** Changes one state into another slot by slot; gives what came of it and the key. */
function changed(
  encoder: Encoder,
  [from, via, to]: readonly [readonly number[], readonly number[], readonly number[]],
  { learns }: { readonly learns: boolean },
) {
  const state = Int32Array.from(from);
  const key = new FoldGroups(encoder, learns);
  encoder.encode(state, 0);
  const { high, low } = encoder;
  key.begin(state, 1, 0);
  let outcome = ENCODED;
  // What one change leaves behind must not show in the next, even if it came to no end.
  for (const target of [via, to]) {
    key.start(high, low);
    target.forEach((id, slot) => {
      key.change(slot, id);
    });
    outcome = key.end();
  }
  return { outcome, high: key.high, low: key.low };
}

test('a key that is changed slot by slot is the key of the whole vector', () => {
  let folded = 0;
  fc.assert(
    fc.property(
      states,
      fc.tuple(fc.nat(), fc.nat(), fc.nat()),
      fc.nat(),
      ({ mosts, all }, [one, between, other], seed) => {
        const encoder = encoderFor(mosts, all);
        if (!encoder.isDirect) folded++;
        const from = all[one % all.length]!;
        const via = all[between % all.length]!;
        const far = all[other % all.length]!;
        const to = far.map((id, slot) => ((seed >> slot) % 2 === 0 ? id : from[slot]!));
        const { outcome, high, low } = changed(encoder, [from, via, to], { learns: true });
        expect(outcome).toBe(ENCODED);
        expect(encoder.encode(Int32Array.from(to), 0)).toBe(ENCODED);
        expect([high, low]).toEqual([encoder.high, encoder.low]);
      },
    ),
  );
  expect(folded).toBeGreaterThan(10);
});

test('who may not intern pairs says of a pair never met that it is unknown', () => {
  fc.assert(
    fc.property(states, fc.nat(), fc.nat(), ({ mosts, all }, one, seed) => {
      const from = all[one % all.length]!;
      const to = mosts.map((most, slot) => (seed * (slot + 7)) % (most + 1));
      const { layout } = encoderFor(mosts, all);
      const blind = new Encoder(layout, false);
      const expected = blind.encode(Int32Array.from(to), 0);
      const { outcome } = changed(blind, [from, from, to], { learns: false });
      expect(outcome).toBe(expected === UNKNOWN ? UNKNOWN : ENCODED);
    }),
  );
});
