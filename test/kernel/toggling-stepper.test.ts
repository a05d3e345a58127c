import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ALIVE, BLOCK_SIZE, Block, DEFERRED, expandEach } from '../../checker/explore/block.ts';
import type { Stepper } from '../../checker/explore/transition-system.ts';
import { reductionBy } from '../../checker/kernel/reduction.ts';
import { RewritingStepper } from '../../checker/kernel/rewriting-stepper.ts';
import { TogglingStepper } from '../../checker/kernel/toggling-stepper.ts';
import { type Configuration, configure } from '../../checker/spec/configuration.ts';
import { newRows } from '../../checker/store/rows.ts';
import type { StateStore } from '../../checker/store/state-store.ts';
import { paxosSpec } from '../../specs/paxos.ts';
import { raftSpec } from '../../specs/raft.ts';
import { paxosRegisterSpec } from '../bench/models/paxos-register.ts';
import { leasesSpec } from '../faults/leases.ts';
import { protocolSpecOf, protocolTables } from '../reference/random-protocols.ts';
import { searched } from './searched.ts';

const ENOUGH = 10_000;

/** What a stepper says of a block: of each state what came of it and its rows; and what was cut. */
function said(stepper: Stepper, block: Block, byEach: boolean) {
  const rows = newRows();
  // So many are there already, each time another number, so that there is no more room in a block sooner or later.
  const before = rows.labels.data.length - (block.keys[1]! & 0x1ff);
  rows.count = before;
  stepper.cuts.fill(0);
  const outcome = byEach ? expandEach(stepper, block, rows) : stepper.expandAll(block, rows);
  const states = Array.from({ length: block.count }, (_, index) => {
    const [from, to] = [index === 0 ? before : block.ends[index - 1]!, block.ends[index]!];
    return {
      fate: block.fates[index]!,
      keys: [...rows.keys.data.subarray(2 * from, 2 * to)],
      labels: [...rows.labels.data.subarray(from, to)],
    };
  });
  return { outcome, states, cuts: [...stepper.cuts] };
}

/** Blocks of states, each so many numbers from the one before, so that they come from all over the search. */
function* blocksOf(store: StateStore, stride: number): Generator<Block> {
  for (let from = 0; from + BLOCK_SIZE * stride <= store.size; from += BLOCK_SIZE * stride) {
    const block = new Block();
    block.count = BLOCK_SIZE;
    for (let index = 0; index < BLOCK_SIZE; index++) {
      block.keys[2 * index] = store.highOf(from + index * stride);
      block.keys[2 * index + 1] = store.lowOf(from + index * stride);
    }
    yield block;
  }
}

/** Expects that keys toggled in blocks are those of vectors written one by one; gives how many states had transitions, and the layout. */
function expectSameAsRewritten(configuration: Configuration) {
  const { model, store } = searched(configuration, ENOUGH);
  if (model.kind !== 'protocol') throw new Error('only protocols have their keys toggled');
  const { layout } = store.encoder;
  // Then vectors are written.
  if (model.tables.stateBounds.length > 0) return { alive: 0, layout };
  const toggling = new TogglingStepper(model.tables, layout, undefined);
  const rewriting = new RewritingStepper(model.tables, layout, undefined, undefined);
  let alive = 0;
  for (const stride of [1, 3])
    for (const block of blocksOf(store, stride)) {
      const rewritten = said(rewriting, block, true);
      expect(said(toggling, block, false)).toEqual(rewritten);
      expect(said(toggling, block, true)).toEqual(rewritten);
      alive += rewritten.states.filter(({ fate }) => fate === ALIVE).length;
    }
  return { alive, layout };
}

describe('what toggling says of a block of states is what rewriting says of each', () => {
  test('Raft', () => {
    const { alive, layout } = expectSameAsRewritten(configure(raftSpec));
    expect(alive).toBeGreaterThan(2000);
    expect(layout.folds).toEqual([]);
  });

  test('a register whose keys are folded', () => {
    const configuration = configure(paxosRegisterSpec, undefined, { clients: 4 });
    const { alive, layout } = expectSameAsRewritten(configuration);
    expect(alive).toBeGreaterThan(2000);
    expect(layout.folds).not.toEqual([]);
  });

  // Where little else happens than that time passes, rows run out of room in the midst of a block.
  test.each([
    ['partitions and pauses', { partition: 1, pause: 1, late: 1, jump: 1, drift: 1 }],
    ['time alone', { clients: 3, expiry: 5, belief: 5, synchronous: false }],
  ])('leases, with %s', (_, settings) => {
    const { alive } = expectSameAsRewritten(configure(leasesSpec, undefined, settings));
    expect(alive).toBeGreaterThan(100);
  });

  // Members that look alike are told apart by what is nobody's own, and by what comes of each order. The two look at different names on
  // the way, so where one of them knows too little there is nothing to compare.
  test.each([
    ['Raft', raftSpec, { crash: 1 }],
    ['Paxos, whose acceptors and values are in its history', paxosSpec, {}],
  ])('representatives of orbits: %s', (_, one, settings) => {
    const { model, store } = searched(configure(one, undefined, settings), ENOUGH, true);
    if (model.kind !== 'protocol' || model.symmetry === undefined)
      throw new Error('its processes are symmetric');
    const { layout } = store.encoder;
    const reduction = reductionBy(model.symmetry);
    const toggling = new TogglingStepper(model.tables, layout, undefined, reduction);
    const rewriting = new RewritingStepper(model.tables, layout, undefined, reduction);
    let compared = 0;
    for (const block of blocksOf(store, 1)) {
      const looped = said(toggling, block, false).states;
      const written = said(rewriting, block, true).states;
      for (const [index, state] of looped.entries()) {
        if (state.fate === DEFERRED || written[index]?.fate === DEFERRED) continue;
        expect(state).toEqual(written[index]);
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(1000);
  });

  test('random protocols', () => {
    let alive = 0;
    fc.assert(
      fc.property(protocolTables, (table) => {
        alive += expectSameAsRewritten(configure(protocolSpecOf(table))).alive;
      }),
      { numRuns: 50 },
    );
    expect(alive).toBeGreaterThan(200);
  });
});

test.each([
  ['Raft', raftSpec],
  ['Paxos', paxosSpec],
])('orbits are of the same size to the loops and without them: %s', (_, one) => {
  const { system, symmetry, store } = searched(configure(one), ENOUGH, true);
  if (symmetry === undefined) throw new Error('its processes are symmetric');
  const group = symmetry.permutations.members.permutations;
  const state = new Int32Array(system.width);
  const sizes = new Set<number>();
  for (const block of blocksOf(store, 1)) {
    const stabilizers = system.stabilizers?.(block) ?? [];
    const told = Array.from(stabilizers).slice(0, block.count);
    const expected = Array.from({ length: block.count }, (_, index) => {
      store.encoder.decode(block.keys[2 * index]!, block.keys[2 * index + 1]!, state, 0);
      return group / symmetry.orbitOf(state);
    });
    expect(told).toEqual(expected);
    for (const size of told) sizes.add(size);
  }
  expect(sizes.size).toBeGreaterThan(2);
});

test('a state that holds something unknown has no rows, and the others of its block have theirs', () => {
  const { model, store } = searched(configure(raftSpec), ENOUGH);
  if (model.kind !== 'protocol') throw new Error('Raft is a protocol');
  const toggling = new TogglingStepper(model.tables, store.encoder.layout, undefined);
  // The states found last were not expanded, and some of them hold a cell without a list.
  const fates = [...blocksOf(store, 1)].flatMap((block) => {
    const { states } = said(toggling, block, false);
    for (const { fate, keys } of states) if (fate === DEFERRED) expect(keys).toEqual([]);
    return states.map(({ fate }) => fate);
  });
  expect(fates).toContain(DEFERRED);
  expect(fates).toContain(ALIVE);
});
