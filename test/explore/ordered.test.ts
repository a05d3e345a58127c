import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LinearMemory } from '../../checker/assembly/linear-memory.ts';
import { Ordered } from '../../checker/explore/ordered.ts';
import type { Source } from '../../checker/explore/share.ts';
import { addStretch, stretches } from '../../checker/explore/stretches.ts';
import { KeySet, rangeOf } from '../../checker/store/key-set.ts';
import { addRow, newRows, settleRows } from '../../checker/store/rows.ts';
import { Sieve } from '../../checker/store/sieve.ts';

/** A state's rows, few different keys, and whether the state is put aside. */
const state = fc.record({
  keys: fc.array(fc.tuple(fc.integer({ min: -20, max: -1 }), fc.nat({ max: 5 })), { maxLength: 6 }),
  isLate: fc.boolean(),
});

type State = typeof state extends fc.Arbitrary<infer T> ? T : never;

const memory = new LinearMemory();

/** Rows that are sifted as they come. */
class Sifted implements Source {
  readonly rows = newRows();
  readonly #sieve = new Sieve(memory);

  constructor() {
    settleRows(this.rows, memory);
  }

  get candidates() {
    return this.#sieve.candidates;
  }

  begin(): void {
    this.rows.count = 0;
    this.#sieve.restart();
  }

  add(keys: readonly (readonly [number, number])[]) {
    const from = this.rows.count;
    for (const [high, low] of keys) addRow(this.rows, high, low, 0);
    this.#sieve.sift(this.rows, from, this.rows.count);
    return { from, to: this.rows.count };
  }
}

/** Some threads, the last source what is put aside, and what a plain set says. */
class Together {
  readonly #threads: number;
  readonly #sources: readonly Sifted[];
  readonly #sets: readonly Ordered[];
  readonly #seen = new Set<string>();

  constructor(threads: number) {
    this.#threads = threads;
    this.#sources = Array.from({ length: threads + 1 }, () => new Sifted());
    this.#sets = Array.from(
      { length: threads },
      (_, owner) => new Ordered(new KeySet(rangeOf(owner, threads))),
    );
  }

  /** Which keys are marked as new and how many are for each thread, and what they should be. */
  round(states: readonly State[]) {
    for (const one of this.#sources) one.begin();
    const list = stretches();
    const rows: (() => boolean)[] = [];
    const firsts: boolean[] = [];
    const counts: number[] = [];
    for (const [at, { keys, isLate }] of states.entries()) {
      const owner = Math.floor((at * this.#threads) / states.length);
      const source = isLate ? this.#threads : owner;
      const sifted = this.#sources[source];
      const { from, to } = sifted?.add(keys) ?? { from: 0, to: 0 };
      addStretch(list, { source, from, to, state: at, stateEnd: at + 1, owner, next: 0 });
      const news = keys.map((key) => this.#seen.size < this.#seen.add(String(key)).size);
      firsts.push(...news);
      rows.push(...keys.map((_, index) => () => sifted?.rows.fresh.data[from + index] === 1));
      counts.push(news.filter(Boolean).length);
    }
    const added = this.#sets.map((set) => set.add(this.#sources, list));
    const sums = counts.map((_, at) => added.reduce((sum, one) => sum + (one[at] ?? 0), 0));
    return {
      found: { marks: rows.map((mark) => mark()), sums },
      due: { marks: firsts, sums: counts },
    };
  }
}

test('of equal keys that is new which came of the first state, whoever found it and whoever looks it up', () => {
  const rounds = fc.array(fc.array(state, { maxLength: 60 }), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(rounds, fc.integer({ min: 1, max: 4 }), (all, threads) => {
      const together = new Together(threads);
      for (const round of all) {
        const { found, due } = together.round(round);
        expect(found).toEqual(due);
      }
    }),
  );
});

test.each([1, 2, 3])(
  'the same of so many rows that they take many pieces: %d threads',
  (threads) => {
    const random = fc.sample(fc.nat({ max: 20_000 }), { seed: 7, numRuns: 40_000 });
    let used = 0;
    const keysOf = (count: number) =>
      Array.from({ length: count }, (): [number, number] => [-1 - (random[used++] ?? 0), 1]);
    // Some states have more rows than a piece holds.
    const states = Array.from({ length: 900 }, (_, at) => ({
      keys: keysOf(at % 300 === 0 ? 6000 : at % 40),
      isLate: at % 7 === 3,
    }));
    const together = new Together(threads);
    for (const round of [states.slice(0, 600), states.slice(600)]) {
      const { found, due } = together.round(round);
      expect(found).toEqual(due);
    }
  },
);
