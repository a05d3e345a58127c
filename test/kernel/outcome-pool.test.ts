import fc from 'fast-check';
import { expect, test } from 'vitest';
import { changeOf, inFlightOf, OutcomeKinds } from '../../checker/kernel/outcome-kinds.ts';
import {
  CELL,
  EVENT,
  GREATEST_CELL,
  KIND,
  LABEL,
  LIST_HEADER,
  OUTCOME,
  OutcomePool,
  PAIRS,
  PLACE,
  RUN,
  RUN_COUNT,
  RUNS,
  SENDS,
  WAITING,
} from '../../checker/kernel/outcome-pool.ts';

const outcome = fc.record({
  change: fc.integer({ min: -1, max: 1 }),
  inFlight: fc.integer({ min: -1, max: 1 }),
  cell: fc.nat({ max: 9 }),
  label: fc.nat(),
  event: fc.constantFrom(-1, -1, 3),
  cut: fc.constantFrom(-1, -1, 0, 1),
  others: fc.array(fc.record({ to: fc.nat({ max: 2 }), envelopes: fc.nat() }), { maxLength: 2 }),
});
type Added = typeof outcome extends fc.Arbitrary<infer T> ? T : never;

/** What a run says of each of its outcomes. */
const inRunOf = ({ change, inFlight, cut, event, others }: Added) => ({
  change,
  inFlight: cut < 0 ? Math.max(0, inFlight) : -1 - cut,
  hasMore: cut < 0 && (event >= 0 || others.length > 0),
});

/** Reads a run back, outcome by outcome. */
function readRun({ pool, kinds }: Written, list: number, run: number): readonly object[] {
  const at = (offset: number) => pool.data[offset] ?? 0;
  const hasMore = at(run + PLACE) % 2 === 1;
  const kind = at(run + KIND);
  let outcome = list + (at(run + PLACE) >> 1);
  return Array.from({ length: at(run + RUN_COUNT) }, () => {
    const here = outcome;
    const sends = hasMore ? at(here + SENDS) : 0;
    outcome += hasMore ? PAIRS + sends : OUTCOME;
    return {
      change: changeOf(kinds.ints, kind),
      inFlight: inFlightOf(kinds.ints, kind),
      hasMore,
      label: at(here + LABEL),
      cell: at(here + CELL),
      event: hasMore ? at(here + EVENT) : -1,
      sends: [...pool.data.slice(here + PAIRS, here + PAIRS + sends)],
    };
  });
}

interface Written {
  readonly pool: OutcomePool;
  readonly kinds: OutcomeKinds;
}

/** Reads a list back: its outcomes, and how many runs it has. */
function readList(written: Written, list: number) {
  const runs = written.pool.data[list + RUNS] ?? 0;
  const read = Array.from({ length: runs }, (_, run) =>
    readRun(written, list, list + LIST_HEADER + RUN * run),
  );
  return { read: read.flat(), runs };
}

test('a list says what was added to it, and neighbours alike are one run', () => {
  fc.assert(
    fc.property(fc.array(fc.array(outcome, { maxLength: 12 }), { maxLength: 60 }), (lists) => {
      const kinds = new OutcomeKinds();
      const pool = new OutcomePool(kinds);
      const offsets = lists.map((added, waiting) => {
        pool.begin();
        for (const one of added) {
          const { change, inFlight, cell, cut, label } = one;
          if (cut < 0) pool.add(change, inFlight, cell, one);
          else pool.addCut(change, cut, label);
        }
        return pool.end(waiting);
      });
      for (const [index, added] of lists.entries()) {
        const list = offsets[index] ?? 0;
        const { read, runs } = readList({ pool, kinds }, list);
        const isPossible = added.filter(({ cut }) => cut < 0);
        expect(read).toEqual(
          added.map((one) => ({
            ...inRunOf(one),
            label: one.label,
            cell: one.cut < 0 ? one.cell : 0,
            event: one.cut < 0 ? one.event : -1,
            sends: one.cut < 0 ? one.others.flatMap(({ to, envelopes }) => [to, envelopes]) : [],
          })),
        );
        const starts = added.filter(
          (one, at) =>
            at === 0 ||
            JSON.stringify(inRunOf(one)) !== JSON.stringify(inRunOf(added[at - 1] ?? one)),
        );
        expect(runs).toBe(starts.length);
        expect(pool.data[list + WAITING]).toBe(index);
        expect(pool.data[list + GREATEST_CELL]).toBe(
          Math.max(0, ...isPossible.map(({ cell }) => cell)),
        );
      }
    }),
  );
});
