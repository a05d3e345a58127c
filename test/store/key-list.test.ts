import { expect, test } from 'vitest';
import {
  keepDifferent,
  keyHigh,
  keyList,
  keyLow,
  makeRoomFor,
  setKeys,
} from '../../checker/store/key-list.ts';

/** More keys than fit a chunk. */
const MANY = 200_000;

/** A list of the keys (-i, 3i). */
function listOfMany() {
  const list = keyList();
  makeRoomFor(list, MANY);
  const keys = Int32Array.from({ length: 2 * 999 }, () => 0);
  for (let first = 0; first < MANY; first += 997) {
    const count = Math.min(997, MANY - first);
    for (let index = 0; index < count; index++) {
      keys[2 * (index + 1)] = -(first + index);
      keys[2 * (index + 1) + 1] = 3 * (first + index);
    }
    setKeys(list, first, keys, 1, count);
  }
  return list;
}

test('keys written one behind the other are where they belong, across chunks', () => {
  const list = listOfMany();
  const wrong = Array.from({ length: MANY }, (_, index) => index).filter(
    (index) => keyHigh(list, index) !== 0 - index || keyLow(list, index) !== 3 * index,
  );
  expect(wrong).toEqual([]);
});

test('those keys are kept that differ in the bits that are asked for', () => {
  const list = listOfMany();
  const others = Int32Array.from({ length: 512 }, (_, index) => 391 * index);
  const keys = Int32Array.from(
    [...others].flatMap((other, index) => [
      (0 - other) ^ (index % 3 === 0 ? 0x80000000 : 0),
      (3 * other) ^ (index % 5 === 0 ? 1 : 0) ^ (index % 7 === 0 ? 2 : 0),
    ]),
  );
  const kept = (high: number, low: number) => {
    const indices = Int32Array.from({ length: 256 }, (_, at) => 2 * at + 1);
    const count = keepDifferent(list, others, keys, { high, low }, indices, indices.length);
    return [...indices.subarray(0, count)];
  };
  const odd = Array.from({ length: 256 }, (_, at) => 2 * at + 1);
  expect(kept(-1, -1)).toEqual(
    odd.filter((index) => index % 3 === 0 || index % 5 === 0 || index % 7 === 0),
  );
  expect(kept(0x80000000 | 0, 0)).toEqual(odd.filter((index) => index % 3 === 0));
  expect(kept(0, 1)).toEqual(odd.filter((index) => index % 5 === 0));
  expect(kept(0x7fffffff, 2)).toEqual(odd.filter((index) => index % 7 === 0));
});
