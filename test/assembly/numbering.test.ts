import { expect, test } from 'vitest';
import { LinearMemory } from '../../checker/assembly/linear-memory.ts';
import { loopsIn } from '../../checker/assembly/loops.ts';
import { bytesOf } from '../../checker/assembly/structure.ts';

const ROOM = 8;

/** Loops that take new states out of rows, each state having so many rows, all of them new. */
function rowsOf(states: number, rowsOfEach: number, children: number) {
  const memory = new LinearMemory();
  const loops = loopsIn(memory);
  const count = states * rowsOfEach;
  const [keys, labels, parents] = [2 * ROOM, ROOM, ROOM].map((length) => memory.reserve(length));
  const arrivals = memory.reserve(ROOM);
  const rowKeys = memory.reserve(2 * count).map((_, index) => index);
  const ends = memory.reserve(states);
  const first = memory.reserve(children);
  // What would be written to next.
  const behind = memory.reserve(64);
  const fresh = memory.reserve(count);
  const rowLabels = memory.reserve(count);
  for (let state = 0; state < states; state++) ends[state] = (state + 1) * rowsOfEach;
  for (let row = 0; row < count; row++) rowLabels[row] = row;
  bytesOf(fresh).fill(1);
  const placed = memory.reserve(2 * count);
  placed.set(rowKeys);
  const at = (array: Int32Array | undefined) => array?.byteOffset ?? 0;
  loops.writeNewTo(at(keys), at(labels), at(parents), at(arrivals), ROOM);
  loops.takeFrom(at(placed), at(rowLabels), at(arrivals), at(fresh), 0, count);
  loops.ofStates(0, states, at(ends), at(first), children);
  return { loops, labels, parents, first, behind };
}

test('new states come in the order of their rows, each with the state that it came of, however often there is no room', () => {
  const { loops, labels, parents } = rowsOf(20, 5, 1);
  const found: (readonly (number | undefined)[])[] = [];
  for (let count = ROOM; count === ROOM; ) {
    count = loops.takeNew(0, found.length, true);
    for (let index = 0; index < count; index++) found.push([labels?.[index], parents?.[index]]);
  }
  expect(found).toEqual(Array.from({ length: 100 }, (_, row) => [row, Math.floor(row / 5)]));
});

test('the first child of every 64 states is written once, and none where there is no place for it', () => {
  const places = 16;
  const { loops, first, behind } = rowsOf(64 * (places + 4), 3, places);
  let found = 0;
  for (let count = ROOM; count === ROOM; found += count)
    count = loops.takeNew(0, 1000 + found, true);
  expect(found).toBe(64 * (places + 4) * 3);
  expect([...first]).toEqual(Array.from({ length: places }, (_, block) => 1000 + 64 * 3 * block));
  expect(behind.every((value) => value === 0)).toBe(true);
});

test('labels are counted up to the first that there is no place for', () => {
  const memory = new LinearMemory();
  const loops = loopsIn(memory);
  const labels = memory.reserve(6);
  labels.set([2, 0, 2, 1, 5, 2]);
  const places = memory.reserve(2 * 4);
  const counts = new Float64Array(places.buffer, places.byteOffset, 4);
  const count = (from: number) =>
    loops.countLabels(from, 6, labels.byteOffset, counts.byteOffset, counts.length);
  expect(count(0)).toBe(4);
  expect([...counts]).toEqual([1, 1, 2, 0]);
  expect(count(5)).toBe(6);
  expect([...counts]).toEqual([1, 1, 3, 0]);
});
