import { describe, expect, test } from 'vitest';
import { Block, DEFERRED } from '../../checker/explore/block.ts';
import { breadthFirst } from '../../checker/explore/breadth-first.ts';
import { Search } from '../../checker/explore/search.ts';
import type { Stepper } from '../../checker/explore/transition-system.ts';
import { compile } from '../../checker/kernel/compile.ts';
import { readerOf } from '../../checker/kernel/reader.ts';
import { type Configuration, configure } from '../../checker/spec/configuration.ts';
import { newRows } from '../../checker/store/rows.ts';
import type { StateStore } from '../../checker/store/state-store.ts';
import { raftSpec } from '../../specs/raft.ts';
import { paxosRegisterSpec } from '../bench/models/paxos-register.ts';
import { twoPhaseCommitSpec } from '../bench/models/two-phase-commit.ts';

/** Of each of the first so many states what came of it, and the keys and labels of its rows. */
function expanded(stepper: Stepper, { order }: StateStore, states: number) {
  const block = new Block();
  const said: { fate: number; keys: number[]; labels: number[] }[] = [];
  for (let from = 0; from < states; from += block.count) {
    const rows = newRows();
    block.fill(order, from, states);
    stepper.expandAll(block, rows);
    for (let index = 0; index < block.count; index++) {
      const [start, end] = [index === 0 ? 0 : block.ends[index - 1]!, block.ends[index]!];
      said.push({
        fate: block.fates[index]!,
        keys: [...rows.keys.data.slice(2 * start, 2 * end)],
        labels: [...rows.labels.data.slice(start, end)],
      });
    }
  }
  return said;
}

type Expanded = ReturnType<typeof expanded>;

/** Expects of two readers the same wherever neither puts the state aside; gives how often that is. */
function expectSame(told: Expanded, due: Expanded): number {
  let same = 0;
  for (const [index, state] of told.entries()) {
    // Actions that were put in other groups meanwhile are to be asked again; who was told of the old ones still knows.
    if (state.fate === DEFERRED || due[index]?.fate === DEFERRED) continue;
    expect(state).toEqual(due[index]);
    same++;
  }
  return same;
}

/**
 * Has a reader told at many moments of a search what is known then, as another thread is told it; lets the search go on for a while,
 * which writes to the same memory and moves arrays; and expects of the reader nothing wrong. Gives how many states it did not put aside.
 */
function expectReadable(configuration: Configuration, mostStates: number, symmetric: boolean) {
  const { system, questions, shared } = compile(configuration, symmetric, undefined);
  const goal = { mostStates, mostDepth: 1e9, compact: false, isEnough: () => false };
  const search = new Search(system, questions, goal);
  const turns = breadthFirst()(search);
  let read = 0;
  for (let done = false; !done; ) {
    for (let turn = 0; turn < 3 && !done; turn++) done = turns.next().done === true;
    const { store } = search;
    const { layout } = store.encoder;
    const states = store.size;
    const known = structuredClone({ model: shared(), layout });
    const { stepper } = readerOf(known.model, known.layout);
    for (let turn = 0; turn < 3 && !done; turn++) done = turns.next().done === true;
    // Keys are only laid out anew while nobody reads.
    if (store.encoder.layout !== layout || !system.staysReadable) continue;
    const due = expanded(readerOf(shared(), layout).stepper, store, states);
    read += expectSame(expanded(stepper, store, states), due);
  }
  return read;
}

describe('a thread that was told what is known reads nothing wrong while more is written', () => {
  test.each([
    ['Raft', configure(raftSpec), 12_000, false],
    ['Raft, orbits', configure(raftSpec), 6000, true],
    [
      'a register whose keys are folded',
      configure(paxosRegisterSpec, undefined, { clients: 4 }),
      12_000,
      false,
    ],
    ['two-phase commit', configure(twoPhaseCommitSpec, undefined, { managers: 6 }), 12_000, false],
  ] as const)('%s', { timeout: 120_000 }, (_, configuration, mostStates, symmetric) => {
    expect(expectReadable(configuration, mostStates, symmetric)).toBeGreaterThan(1000);
  });
});
