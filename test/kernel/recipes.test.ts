import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import { ProtocolSystem } from '../../checker/kernel/protocol-system.ts';
import { type Configuration, configure } from '../../checker/spec/configuration.ts';
import { roomOf } from '../../checker/store/pair-table.ts';
import { raftSpec } from '../../specs/raft.ts';
import { paxosRegisterSpec } from '../bench/models/paxos-register.ts';
import { leasesSpec } from '../faults/leases.ts';
import { FEATURES, featureTables } from '../reference/random-environments.ts';
import { protocolSpecOf, protocolTables } from '../reference/random-protocols.ts';
import { searched } from './searched.ts';

/** Searches; then has each list written once more by JavaScript alone. Gives how many there are, and how many the loops had written. */
function expectSameLists(configuration: Configuration, mostStates: number, symmetric = false) {
  const written = vi.spyOn(ProtocolSystem.prototype, 'outcomes');
  const { system } = searched(configuration, mostStates, symmetric);
  const byJavaScript = written.mock.calls.length;
  written.mockRestore();
  if (!(system instanceof ProtocolSystem)) throw new Error('only protocols have lists');
  const { lists, cells, pool } = system.tables;
  let count = 0;
  for (const [process, { pairs, additions }] of cells.entries()) {
    // The loops leave as much room in tables as JavaScript does.
    expect(additions.size).toBeLessThanOrEqual(roomOf(additions));
    expect(pairs.numbers.size).toBeLessThanOrEqual(roomOf(pairs.numbers));
    for (let cell = 0; cell < pairs.numbers.size; cell++) {
      const list = lists[process]?.data[cell] ?? 0;
      if (list === 0) continue;
      const again = system.outcomes(process, cell);
      // What is written last ends where the pool does.
      const length = pool.data[0]! - again;
      expect(pool.data.slice(list, list + length)).toEqual(pool.data.slice(again, again + length));
      count++;
    }
  }
  return { count, byLoops: count - byJavaScript };
}

test.each([
  ['Raft', configure(raftSpec), false, 0.3],
  ['Raft, its orbits', configure(raftSpec, undefined, { crash: 1 }), true, 0.3],
  ['a register', configure(paxosRegisterSpec, undefined, { clients: 3 }), false, 0.3],
  [
    'leases, with partitions and pauses',
    configure(leasesSpec, undefined, { partition: 1, pause: 1, late: 1, jump: 1, drift: 1 }),
    false,
    0,
  ],
])(
  'lists put together by the loops are those that JavaScript writes: %s',
  (_, one, symmetric, share) => {
    const { count, byLoops } = expectSameLists(one, 30_000, symmetric);
    expect(byLoops).toBeGreaterThan(share * count);
  },
);

test('lists put together by the loops are those that JavaScript writes: random protocols', () => {
  let byLoops = 0;
  fc.assert(
    fc.property(protocolTables, (table) => {
      byLoops += expectSameLists(configure(protocolSpecOf(table)), 10_000).byLoops;
    }),
    { numRuns: 60 },
  );
  expect(byLoops).toBeGreaterThan(100);
});

test.each(FEATURES)('the same where there is %s', (feature) => {
  fc.assert(
    fc.property(featureTables(feature), (table) => {
      expectSameLists(configure(protocolSpecOf(table)), 2000);
    }),
    { numRuns: 20 },
  );
});
