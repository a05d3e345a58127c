import { Set } from 'immutable';
import { describe, expect, test } from 'vitest';
import { breadthFirst } from '../../checker/explore/breadth-first.ts';
import { Search } from '../../checker/explore/search.ts';
import { type ProcessId, spec, vocabulary } from '../../checker/index.ts';
import { compile } from '../../checker/kernel/compile.ts';
import { Hearing } from '../../checker/kernel/exchange.ts';
import { Foresight, Newspaper } from '../../checker/kernel/foresight.ts';
import { shiftsFor, symmetryFor } from '../../checker/kernel/symmetry-for.ts';
import { forgetMakers } from '../../checker/model/record-makers.ts';
import type { Configuration } from '../../checker/spec/configuration.ts';
import { configure } from '../../checker/spec/configuration.ts';
import { keyHigh, keyLow } from '../../checker/store/key-list.ts';
import { specs } from '../../specs/index.ts';

const MOST = 2000;

/**
 * Searches some thousand states; if foreseen, so that all was looked at beforehand by two that have models of their own and share it out, the second half of the states
 * first, and the last of each half first.
 */
function searched(configuration: Configuration, isReduced: boolean, isForeseen: boolean) {
  const options = { strategy: 'bfs', seed: 0, limits: {}, symmetry: isReduced } as const;
  const symmetric = symmetryFor(configuration, options);
  const shifting = shiftsFor(configuration, options);
  forgetMakers();
  const hearing = new Hearing();
  const compiled = compile(configuration, symmetric, shifting, hearing);
  const { system, questions, words, calls } = compiled;
  const search = new Search(system, questions, {
    mostStates: MOST,
    mostDepth: Number.POSITIVE_INFINITY,
    compact: false,
    isEnough: () => false,
  });
  const newspaper = new Newspaper(words);
  const claims = new Int32Array(1 << 16);
  const both = [0, 1].map(() => new Foresight(configuration, symmetric, shifting));
  for (const one of both) one.begin(claims);
  const look = (from: number, to: number, how: 'expand' | 'ask') => {
    if (!isForeseen) return;
    const { store } = search;
    const news = newspaper.news();
    for (const one of both) {
      one.learn(compiled.shared(), store.encoder.layout);
      one.read(news);
    }
    const middle = Math.ceil((from + to) / 2);
    for (let state = to - 1; state >= from; state--)
      both[state < middle ? 0 : 1]?.[how](keyHigh(store.order, state), keyLow(store.order, state));
    for (const one of both) hearing.note(one.told());
  };
  const together = {
    isReady: () => !questions.asksInTurn,
    *round(from: number, to: number) {
      look(from, to, 'expand');
      const before = search.store.size;
      search.expand(from, to);
      look(before, search.store.size, 'ask');
      yield* search.askFound();
      hearing.clear();
    },
  };
  for (const _ of breadthFirst(together)(search));
  const model = compiled.shared();
  return {
    states: search.store.size,
    transitions: search.transitions,
    found: search.found.map(({ property, label }) => [property, label]),
    isAskedInTurn: questions.asksInTurn,
    runs: calls.runs,
    elsewhere: calls.runsElsewhere,
    words: words.map((one) => Array.from({ length: one.size }, (_, id) => one.textOf(id))),
    pool: [...model.tables.pool.data],
  };
}

describe('what was found out elsewhere is what would have been found out here, with the same numbers', () => {
  test.each(specs.map((spec) => [spec.name, spec] as const))(
    '%s',
    { timeout: 60_000 },
    (_, spec) => {
      const configuration = configure(spec);
      for (const symmetric of [false, true]) {
        const { elsewhere: none, ...alone } = searched(configuration, symmetric, false);
        const { elsewhere, ...together } = searched(configuration, symmetric, true);
        expect(none).toBe(0);
        // Where each step is asked about before the next, there is one thread.
        if (!alone.isAskedInTurn) expect(elsewhere).toBeGreaterThan(alone.runs / 4);
        expect(together).toEqual(alone);
      }
    },
  );
});

type Mail =
  | { readonly kind: 'join' }
  | { readonly kind: 'greet'; readonly name: string; readonly others: Set<ProcessId> }
  | { readonly kind: 'wave'; readonly to: string; readonly among: number };
const { role, protocol, step, send } = vocabulary<Mail, 'hub' | 'guest'>();

/** Greets its guests in the order of a set, which is that in which they have come; so do these each other. */
const hub = role<{ readonly guests: Set<ProcessId>; readonly greeted: boolean }>({
  initial: () => ({ guests: Set(), greeted: false }),
  on: { join: ({ guests, greeted }, { from }) => step({ guests: guests.add(from), greeted }) },
  actions: {
    greet: ({ guests, greeted }) =>
      !greeted &&
      step(
        { guests, greeted: true },
        ...guests
          .toArray()
          .map((to) =>
            send(to, { kind: 'greet', name: `${to} of ${guests.size}`, others: guests.delete(to) }),
          ),
      ),
  },
});

const guest = role<{ readonly joined: boolean; readonly seen: string }>({
  initial: () => ({ joined: false, seen: '' }),
  actions: {
    join: ({ joined, seen }, { all }) =>
      !joined &&
      step({ joined: true, seen }, ...all('hub').map((to) => send(to, { kind: 'join' }))),
  },
  on: {
    greet: ({ joined }, { name, others }) =>
      step(
        { joined, seen: name },
        ...others
          .toArray()
          .map((to) => send(to, { kind: 'wave', to: String(to), among: others.size })),
      ),
    wave: ({ joined, seen }, { to, among }) => step({ joined, seen: `${seen}, ${to} ${among}` }),
  },
});

const greeter = protocol({
  name: 'greeter',
  roles: () => ({ hub: { count: 1, role: hub }, guest: { count: 4, role: guest } }),
});

test('also where it depends on the order in which a set was filled in which order messages are numbered', () => {
  const configuration = configure(spec(greeter, { about: 'guests of a hub', properties: [] }));
  const { elsewhere: _, ...alone } = searched(configuration, false, false);
  const { elsewhere, ...together } = searched(configuration, false, true);
  expect(elsewhere).toBeGreaterThan(alone.runs / 2);
  expect(together).toEqual(alone);
});
