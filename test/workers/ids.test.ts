import { expect, test } from 'vitest';
import { breadthFirst } from '../../checker/explore/breadth-first.ts';
import { Search } from '../../checker/explore/search.ts';
import { compile } from '../../checker/kernel/compile.ts';
import { configure } from '../../checker/spec/configuration.ts';
import { Crew } from '../../checker/workers/crew.ts';
import { raftSpec } from '../../specs/raft.ts';

/** Searches orbits of Raft by so many threads; gives all that was written down of what may happen, and of who has which cell. */
async function tablesBy(workers: number) {
  const compiled = compile(configure(raftSpec, undefined, { crash: 1 }), true, undefined);
  const search = new Search(compiled.system, compiled.questions, {
    mostStates: 12_000,
    mostDepth: Number.POSITIVE_INFINITY,
    compact: false,
    isEnough: () => false,
  });
  const manner = { workers, waits: true, isWorthIt: () => true };
  const crew = workers === 1 ? undefined : new Crew(search, compiled, manner);
  // All that it yields is how much is left to do.
  for (const _ of breadthFirst(crew)(search));
  await crew?.end();
  const model = compiled.shared();
  if (model.kind !== 'protocol') throw new Error('Raft is a protocol');
  const { pool, cells } = model.tables;
  return {
    states: search.store.size,
    lists: pool.data.slice(0, pool.data[0]),
    cells: cells.map(({ pairs }) => pairs.pairs.data.slice(0, 2 * pairs.numbers.size)),
  };
}

test('ids are given in the same order by any number of threads, also to values in other names', {
  timeout: 120_000,
}, async () => {
  const alone = await tablesBy(1);
  // Rounds are longer than what one thread expands at once.
  expect(alone.states).toBeGreaterThan(12_000);
  expect(await tablesBy(2)).toEqual(alone);
  expect(await tablesBy(3)).toEqual(alone);
});
