import { expect, test } from 'vitest';
import { Share } from '../../checker/explore/share.ts';
import { EXPANDED, type Stepper, type Verdicts } from '../../checker/explore/transition-system.ts';
import { Encoder } from '../../checker/store/encoder.ts';
import { keyList, makeRoomFor, setKey } from '../../checker/store/key-list.ts';
import { addRow } from '../../checker/store/rows.ts';
import { sharedInts } from '../../checker/store/shared-ints.ts';

const TARGET = [-5, 7] as const;

/** Each state leads to the one with the target's key. */
const stepper: Stepper = {
  alive: true,
  cutLabels: [],
  cuts: new Float64Array(0),
  foresee: () => {},
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
