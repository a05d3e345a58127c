import fc from 'fast-check';
import { expect, test } from 'vitest';
import { breadthFirst } from '../../checker/explore/breadth-first.ts';
import { Search } from '../../checker/explore/search.ts';
import { compile } from '../../checker/kernel/compile.ts';
import { type Configuration, configure } from '../../checker/spec/configuration.ts';
import { newRows } from '../../checker/store/rows.ts';
import { twoPhaseCommitSpec } from '../bench/models/two-phase-commit.ts';
import { systemSpecOf, systemTables } from '../reference/random-systems.ts';

/** Expects that transitions come in the order of the actions, when everything is known; gives how many groups there are. */
function expectInOrder(configuration: Configuration): number {
  const compiled = compile(configuration, undefined, undefined);
  const { system, questions } = compiled;
  const search = new Search(system, questions, {
    mostStates: 5000,
    mostDepth: Number.POSITIVE_INFINITY,
    compact: false,
    isEnough: () => false,
  });
  // All that it yields is how much is left to do.
  for (const _ of breadthFirst()(search));
  const { store } = search;
  const rows = newRows();
  for (let state = 0; state < store.size; state++) {
    rows.count = 0;
    system.expand(store.highOf(state), store.lowOf(state), rows);
    const labels = [...rows.labels.data.subarray(0, rows.count)];
    expect(labels).toEqual(labels.toSorted((one, other) => one - other));
  }
  const model = compiled.shared();
  return model.kind === 'system' ? model.tables.groups.length : 0;
}

// With several threads less may be known when a state is expanded, but its transitions must come in the same order.
test('the transitions of a state come in the order of the actions, however these are grouped', () => {
  const configuration = configure(twoPhaseCommitSpec, undefined, { managers: 9 });
  expect(expectInOrder(configuration)).toBeGreaterThan(3);
  fc.assert(
    fc.property(systemTables, (table) => {
      expectInOrder(configure(systemSpecOf(table)));
    }),
    { numRuns: 30 },
  );
});
