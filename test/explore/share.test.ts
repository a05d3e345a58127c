import { expect, test } from 'vitest';
import { LinearMemory } from '../../checker/assembly/linear-memory.ts';
import { expandEach } from '../../checker/explore/block.ts';
import { endOf } from '../../checker/explore/portions.ts';
import { Share } from '../../checker/explore/share.ts';
import { addStretch, numberStretches, stretches } from '../../checker/explore/stretches.ts';
import { EXPANDED, type Stepper, type Verdicts } from '../../checker/explore/transition-system.ts';
import { Encoder } from '../../checker/store/encoder.ts';
import { keyList, keyLow, makeRoomFor, setKey } from '../../checker/store/key-list.ts';
import { addRow, newRows } from '../../checker/store/rows.ts';
import { sharedInts } from '../../checker/store/shared-ints.ts';
import { Sieve } from '../../checker/store/sieve.ts';

const memory = new LinearMemory();

const TARGET = [-5, 7] as const;

/** Each state leads to the one with the target's key. */
const stepper: Stepper = {
  memory: memory.memory,
  alive: true,
  cutLabels: [],
  cuts: new Float64Array(0),
  expandAll: (block, rows) => expandEach(stepper, block, rows),
  expand: (_high, _low, rows) => {
    addRow(rows, ...TARGET, 0);
    return EXPANDED;
  },
};

const verdicts: Verdicts = {
  refresh: () => {},
  layOut: () => {},
  lookAt: () => {},
};

test('a key seen before keys were laid out anew is another state since', () => {
  const order = keyList();
  makeRoomFor(order, 1);
  setKey(order, order.length++, -1, 1);
  const { layout } = Encoder.ofWidth(2);
  const share = new Share({ stepper, verdicts }, { order, firstChildren: sharedInts(1) }, layout);
  const found = () => {
    share.generate(0, 1);
    return share.insert();
  };
  expect([found(), found()]).toEqual([1, 0]);
  // The target of before has another key now, and the one state in order has its own.
  share.adopt(layout);
  expect([found(), found()]).toEqual([1, 0]);
});

/** More than are looked at together. */
const MANY = 600;
/** Each state leads to so many more, by labels of their own, and to the one before it. */
const tree: Stepper = {
  ...stepper,
  expand: (high, low, rows) => {
    for (let child = 0; child < MANY; child++) addRow(rows, high, low * MANY + child + 1, child);
    addRow(rows, high, low - 1, MANY);
    return EXPANDED;
  },
  expandAll: (block, rows) => expandEach(tree, block, rows),
};

test('every new state is looked at once, with the state and the label that lead to it', () => {
  const roots = 130;
  const order = keyList();
  makeRoomFor(order, roots * (MANY + 1));
  const looked: (readonly number[])[] = [];
  const odd: Verdicts = {
    ...verdicts,
    lookAt: ({ count, keys, labels, parents }, unsettled) => {
      for (let index = 0; index < count; index++) {
        const low = keys[2 * index + 1]!;
        looked.push([keys[2 * index]!, low, labels[index]!, parents[index]!]);
        if (low % 2 === 1) unsettled.push(index);
      }
    },
  };
  const { layout } = Encoder.ofWidth(2);
  const common = { order, firstChildren: sharedInts(3) };
  const share = new Share({ stepper: tree, verdicts: odd }, common, layout);
  for (let root = 0; root < roots; root++) {
    setKey(order, order.length++, -1, root);
    share.set.add(-1, root);
  }
  const { rows, candidates } = share.generate(0, roots);
  // As several threads would have it: the rows of some states, then those of others.
  const list = stretches();
  let from = 0;
  for (const [state, stateEnd] of [
    [0, 1],
    [1, 70],
    [70, 70],
    [70, roots],
  ] as const) {
    const to = endOf(share.round, stateEnd - 1);
    addStretch(list, { source: 0, from, to, state, stateEnd, owner: 0, next: 0 });
    from = to;
  }
  expect(from).toBe(rows.count);
  const nothingLate = { rows: newRows(), candidates: new Sieve(memory).candidates };
  const added = share.insertAll({ sources: [{ rows, candidates }, nothingLate], stretches: list });
  numberStretches(list, [added], roots);
  const asked = [...share.appendAll(list)];
  // What leads back is new only before the first root.
  const expected = Array.from({ length: roots }, (_, root) => [
    ...Array.from({ length: MANY }, (_, child) => [-1, root * MANY + child + 1, child, root]),
    ...(root === 0 ? [[-1, -1, MANY, root]] : []),
  ])
    .flat()
    .filter(([, low]) => low! < 0 || low! >= roots);
  expect(looked).toEqual(expected);
  expect(expected.map((_, index) => keyLow(order, roots + index))).toEqual(
    expected.map(([, low]) => low),
  );
  expect(asked).toEqual(
    expected.flatMap(([, low], index) => (low! % 2 === 1 ? [roots + index] : [])),
  );
  expect([...common.firstChildren.data]).toEqual(
    [0, 64, 128].map(
      (block) => roots + expected.filter(([, , , parent]) => parent! < block).length,
    ),
  );
  expect([share.counted.transitions, share.counted.of(0), share.counted.of(MANY)]).toEqual([
    roots * (MANY + 1),
    roots,
    roots,
  ]);
});
