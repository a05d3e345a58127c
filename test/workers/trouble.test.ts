import type { Worker } from 'node:worker_threads';
import { afterEach, expect, test, vi } from 'vitest';
import { check } from '../../checker/check.ts';
import type { SearchOptions } from '../../checker/explore/result.ts';
import { behaviour, eventually, forEach, invariant, spec, system } from '../../checker/index.ts';
import { configure } from '../../checker/spec/configuration.ts';

const started: Worker[] = [];

vi.mock('node:worker_threads', async (original) => {
  const threads = await original<typeof import('node:worker_threads')>();
  return {
    ...threads,
    Worker: class extends threads.Worker {
      constructor(...given: ConstructorParameters<typeof threads.Worker>) {
        super(...given);
        started.push(this);
      }
    },
  };
});

afterEach(() => {
  started.length = 0;
});

/** Counters that go up one by one: many states, each with something new in it. */
const counting = (most: number, trap?: number) =>
  spec(
    system({
      name: 'counting',
      define: () =>
        behaviour(
          { a: 0, b: 0, c: 0 },
          {
            count: forEach(['a', 'b', 'c'] as const, (state, name) => {
              if (name === 'a' && state.a === trap && state.b === trap) throw new Error('a trap');
              return state[name] < most && { [name]: state[name] + 1 };
            }),
          },
        ),
    }),
    {
      about: 'three counters',
      properties: [invariant('a counts from 0', ({ a }) => a >= 0)],
    },
  );

const searching = (options: Partial<SearchOptions> = {}): SearchOptions => ({
  strategy: 'bfs',
  seed: 0,
  limits: {},
  workers: 2,
  crewFrom: 0,
  ...options,
});

const LONG = { timeout: 120_000 };

test(
  'a worker that dies ends the search, which then says that it is not complete',
  LONG,
  async () => {
    const result = await check(
      configure(counting(400)),
      searching({ onProgress: () => void started[0]?.terminate() }),
    );
    expect(started).toHaveLength(1);
    expect(result).toMatchObject({
      outcome: 'inconclusive',
      complete: false,
      stopped: 'a worker thread ended',
    });
    expect(result.properties.map(({ status }) => status)).toEqual(['undecided']);
  },
);

test(
  'a model that throws in one state deep in the search is named, and every worker ends',
  LONG,
  async () => {
    const exits: Promise<unknown>[] = [];
    const searched = check(
      configure(counting(60, 50)),
      searching({
        onProgress: () => {
          for (const worker of started.slice(exits.length))
            exits.push(new Promise((resolve) => worker.once('exit', resolve)));
        },
      }),
    );
    await expect(searched).rejects.toThrow(/^counting: action "count" for a failed: a trap/);
    await Promise.all(exits);
    expect(started).toHaveLength(1);
  },
);

/** A model of `many` states that each take their time where `work` is done; the hundredth of them interrupts the search. */
function slow(many: number, where: 'a step' | 'a predicate' | 'a demand') {
  const asleep = new Int32Array(new SharedArrayBuffer(4));
  const interruption = new AbortController();
  const seen = { runs: 0, signal: interruption.signal };
  const workAt = (place: typeof where) => {
    if (place !== where) return;
    if (++seen.runs === 100) interruption.abort();
    Atomics.wait(asleep, 0, 0, 5);
  };
  const configuration = configure(
    spec(
      system({
        name: 'slow',
        define: () =>
          behaviour(
            { number: 0, isDone: false },
            {
              choose: ({ number }) =>
                number === 0 && Array.from({ length: many }, (_, index) => ({ number: index + 1 })),
              finish: ({ number, isDone }) => {
                if (number === 0 || isDone) return false;
                workAt('a step');
                return { isDone: true };
              },
            },
          ),
      }),
      {
        about: 'one step of many that each take their time',
        properties: [
          invariant('numbers count from 0', ({ number }) => {
            workAt('a predicate');
            return number >= 0;
          }),
          eventually('done', ({ number, isDone }) => {
            workAt('a demand');
            return isDone && number > 0;
          }),
        ],
      },
    ),
  );
  return { configuration, seen };
}

test.each([1, 2])(
  'whoever interrupts a search does not wait until a long round is over: %i threads',
  LONG,
  async (workers) => {
    const { configuration, seen } = slow(600, 'a step');
    const result = await check(configuration, searching({ workers, signal: seen.signal }));
    expect(result).toMatchObject({ outcome: 'inconclusive', stopped: 'interrupted' });
    // The round has 512 states, and a function of the model is run twice.
    expect(seen.runs).toBeLessThan(512);
    // With several threads nothing of what was given up counts.
    if (workers > 1) expect([result.states, result.transitions]).toEqual([601, 600]);
  },
);

test.each([1, 2])(
  'nor until all its new states were asked about: %i threads',
  LONG,
  async (workers) => {
    const { configuration, seen } = slow(600, 'a predicate');
    const result = await check(configuration, searching({ workers, signal: seen.signal }));
    expect(result).toMatchObject({ outcome: 'inconclusive', stopped: 'interrupted' });
    expect(seen.runs).toBeLessThan(400);
  },
);

test('nor until all states were asked what is demanded of them', LONG, async () => {
  const { configuration, seen } = slow(10_000, 'a demand');
  const result = await check(configuration, searching({ workers: 1, signal: seen.signal }));
  expect(result).toMatchObject({ outcome: 'inconclusive', stopped: 'interrupted' });
  expect(result.properties.map(({ status }) => status)).toEqual(['holds', 'undecided']);
  expect(seen.runs).toBeLessThan(400);
});
