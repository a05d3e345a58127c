import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LinearMemory } from '../../checker/assembly/linear-memory.ts';
import { hashOf } from '../../checker/store/hash.ts';
import { addRow, newRows, type Rows, settleRows } from '../../checker/store/rows.ts';
import { Sieve } from '../../checker/store/sieve.ts';

/** As many keys as the sieve remembers. */
const RECENT = 2 ** 13;

const memory = new LinearMemory();

/** Rows where the sieve is. */
function settledRows(): Rows {
  const rows = newRows();
  settleRows(rows, memory);
  return rows;
}

/** Few keys, so that many are alike; and many, so that some are forgotten for others. */
const keys = fc.array(
  fc.oneof(
    fc.tuple(fc.integer({ min: -3, max: -1 }), fc.nat(3)),
    fc.tuple(fc.integer({ max: -1 }), fc.integer()),
  ),
  { maxLength: 400 },
);

type Key = readonly [number, number];

/** What a Map in the place of the small table lets pass. */
class Plain {
  readonly #recent = new Map<number, string>();

  passes([high, low]: Key): boolean {
    const place = hashOf(high, low) & (RECENT - 1);
    const isNew = this.#recent.get(place) !== `${high} ${low}`;
    this.#recent.set(place, `${high} ${low}`);
    return isNew;
  }
}

test('a row passes whose key was not the last one in its place, batch after batch', () => {
  fc.assert(
    fc.property(fc.array(keys, { maxLength: 5 }), (batches) => {
      const sieve = new Sieve(memory);
      const plain = new Plain();
      const rows = settledRows();
      const expected: number[][] = [];
      for (const batch of batches) {
        const from = rows.count;
        for (const [high, low] of batch) {
          if (plain.passes([high, low])) expected.push([high, low, rows.count]);
          addRow(rows, high, low, 0);
        }
        rows.fresh.data.fill(1, from, rows.count);
        sieve.sift(rows, from, rows.count);
      }
      const { candidates } = sieve;
      const [given, numbers] = [candidates.keys.data, candidates.rows.data];
      expect(candidates.count).toBe(expected.length);
      expect(expected.map((_, at) => [given[2 * at]!, given[2 * at + 1]!, numbers[at]!])).toEqual(
        expected,
      );
      expect(rows.fresh.data.subarray(0, rows.count).every((mark) => mark === 0)).toBe(true);
    }),
  );
});

test('what was seen is forgotten on demand, and kept when rows begin anew', () => {
  const sieve = new Sieve(memory);
  const rows = settledRows();
  addRow(rows, -1, 7, 0);
  const passed = () => {
    sieve.restart();
    sieve.sift(rows, 0, 1);
    return sieve.candidates.count;
  };
  expect([passed(), passed()]).toEqual([1, 0]);
  sieve.forget();
  expect(passed()).toBe(1);
});
