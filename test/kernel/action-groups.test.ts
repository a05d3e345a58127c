import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Configuration, configure } from '../../checker/spec/configuration.ts';
import { newRows } from '../../checker/store/rows.ts';
import { twoPhaseCommitSpec } from '../bench/models/two-phase-commit.ts';
import { systemSpecOf, systemTables } from '../reference/random-systems.ts';
import { searched } from './searched.ts';

/** Expects that transitions come in the order of the actions, when everything is known; gives how many groups there are. */
function expectInOrder(configuration: Configuration): number {
  const { system, model, store } = searched(configuration, 5000);
  const rows = newRows();
  for (let state = 0; state < store.size; state++) {
    rows.count = 0;
    system.expand(store.highOf(state), store.lowOf(state), rows);
    const labels = [...rows.labels.data.subarray(0, rows.count)];
    expect(labels).toEqual(labels.toSorted((one, other) => one - other));
  }
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
