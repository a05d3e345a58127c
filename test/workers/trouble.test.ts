import type { Worker } from 'node:worker_threads';
import { afterEach, expect, test, vi } from 'vitest';
import { check } from '../../checker/check.ts';
import type { SearchOptions } from '../../checker/explore/result.ts';
import { behaviour, forEach, invariant, spec, system } from '../../checker/index.ts';
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

test('whoever interrupts a search does not wait until a long round is over', LONG, async () => {
  const many = 600;
  const asleep = new Int32Array(new SharedArrayBuffer(4));
  const interruption = new AbortController();
  let runs = 0;
  const slow = spec(
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
              interruption.abort();
              runs++;
              Atomics.wait(asleep, 0, 0, 5);
              return { isDone: true };
            },
          },
        ),
    }),
    {
      about: 'one step of many that each take their time',
      properties: [invariant('numbers count from 0', ({ number }) => number >= 0)],
    },
  );
  const { signal } = interruption;
  const result = await check(configure(slow), searching({ signal }));
  expect(result).toMatchObject({ outcome: 'inconclusive', stopped: 'interrupted' });
  // The round has 512 states, and a function of the model is run twice.
  expect(runs).toBeLessThan(512);
  // Of what was given up nothing counts.
  expect([result.states, result.transitions]).toEqual([many + 1, many]);
});
