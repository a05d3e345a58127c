import { expect, test } from 'vitest';
import { ALIVE, Block, DEFERRED } from '../../checker/explore/block.ts';
import type { Stepper } from '../../checker/explore/transition-system.ts';
import { readerOf } from '../../checker/kernel/reader.ts';
import { configure } from '../../checker/spec/configuration.ts';
import type { Spec } from '../../checker/spec/spec.ts';
import { newRows } from '../../checker/store/rows.ts';
import type { SharedInts } from '../../checker/store/shared-ints.ts';
import { raftSpec } from '../../specs/raft.ts';
import { paxosRegisterSpec } from '../bench/models/paxos-register.ts';
import { twoPhaseCommitSpec } from '../bench/models/two-phase-commit.ts';
import { searched } from './searched.ts';

type Searched = ReturnType<typeof searched>;

const ENOUGH = 10_000;

/** Of each state what came of it, and the keys and labels of its rows. */
function* expanded(stepper: Stepper, { store }: Searched) {
  const block = new Block();
  for (let from = 0; from < store.size; from += block.count) {
    const rows = newRows();
    block.fill(store.order, from, store.size);
    stepper.expandAll(block, rows);
    for (let index = 0; index < block.count; index++) {
      const [start, end] = [index === 0 ? 0 : block.ends[index - 1]!, block.ends[index]!];
      yield {
        fate: block.fates[index]!,
        keys: [...rows.keys.data.slice(2 * start, 2 * end)],
        labels: [...rows.labels.data.slice(start, end)],
      };
    }
  }
}

/** An array that says up to where it, or what goes with it, is written, in the tables of a searched model; and where it says so. */
type Ending = (searched: Searched) => { readonly ints: SharedInts; readonly at: number };

const protocolOf = ({ model }: Searched) => {
  if (model.kind !== 'protocol') throw new Error('a plain system has no such tables');
  return model.tables;
};
const pool: Ending = ({ model }) => ({ ints: model.tables.pool, at: 0 });
const kinds: Ending = (all) => ({ ints: protocolOf(all).kinds, at: 1 });
const nodes: Ending = (all) => ({ ints: protocolOf(all).history.tree.nodes, at: 0 });
const writes: Ending = (all) => ({ ints: protocolOf(all).history.writes, at: 0 });
const transitions: Ending = ({ model }) => {
  if (model.kind !== 'system') throw new Error('only plain systems have transitions');
  return { ints: model.tables.transitions, at: 0 };
};

const PUT_ASIDE = { fate: DEFERRED, keys: [], labels: [] };

test.each<readonly [string, Spec, Readonly<Record<string, number>>, Ending]>([
  ['lists of outcomes', raftSpec, {}, pool],
  ['lists of outcomes, by their kinds', raftSpec, {}, kinds],
  ['nodes of a decision tree', paxosRegisterSpec, { clients: 2 }, nodes],
  ['writes of a history', paxosRegisterSpec, { clients: 2 }, writes],
  ['lists of groups', twoPhaseCommitSpec, { managers: 5 }, pool],
  ['lists of groups, by their transitions', twoPhaseCommitSpec, { managers: 5 }, transitions],
])(
  'a thread puts aside what holds %s that another has written since it was told',
  (_, spec, settings, endingOf) => {
    const all = searched(configure(spec, undefined, settings), ENOUGH);
    const { ints, at } = endingOf(all);
    const { data } = ints;
    const { stepper } = readerOf(all.model, all.store.encoder.layout);
    const known = [...expanded(stepper, all)];
    const end = data[at]!;
    // As if what comes behind had been written meanwhile.
    data[at] = Math.floor(end / 2);
    const half = [...expanded(stepper, all)];
    for (const [index, state] of half.entries())
      expect(state).toEqual(state.fate === DEFERRED ? PUT_ASIDE : known[index]);
    const aside = half.filter(({ fate }) => fate === DEFERRED);
    expect(aside.length).toBeGreaterThan(known.filter(({ fate }) => fate === DEFERRED).length);
    expect(half.filter(({ fate }) => fate === ALIVE).length).toBeGreaterThan(10);
    data[at] = end;
    expect([...expanded(stepper, all)]).toEqual(known);
  },
);
