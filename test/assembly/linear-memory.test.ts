import { expect, test } from 'vitest';
import { LinearMemory } from '../../checker/assembly/linear-memory.ts';
import { findPair, pairTable, setPair } from '../../checker/store/pair-table.ts';
import { settle, sharedInts, widen } from '../../checker/store/shared-ints.ts';

test('arrays are zero, apart from each other, and where their addresses say', () => {
  const memory = new LinearMemory();
  const arrays = Array.from({ length: 40 }, (_, index) => memory.reserve(1000 * index + 1));
  for (const [index, array] of arrays.entries()) {
    expect(array.every((value) => value === 0)).toBe(true);
    array.fill(index + 1);
  }
  const all = new Int32Array(memory.memory.buffer);
  for (const [index, array] of arrays.entries()) {
    expect(array.every((value) => value === index + 1)).toBe(true);
    expect(all[array.byteOffset / 4]).toBe(index + 1);
  }
});

test('it grows, and arrays given away before stay as they are', () => {
  const memory = new LinearMemory();
  const before = memory.reserve(3);
  before.set([1, 2, 3]);
  // More than there is at first.
  const large = memory.reserve(2 ** 25);
  large[large.length - 1] = 4;
  before[0] = 5;
  expect([...new Int32Array(memory.memory.buffer, before.byteOffset, 3)]).toEqual([5, 2, 3]);
  expect(memory.holds(large)).toBe(true);
});

test('arrays of a memory that is as large as can be are sent to other threads', () => {
  const memory = new LinearMemory();
  for (let gigabytes = 0; gigabytes < 3; gigabytes++) memory.reserve(2 ** 28);
  const last = memory.reserve(2 ** 27);
  last[0] = 7;
  expect(memory.memory.buffer.byteLength).toBeGreaterThan(3.9 * 2 ** 30);
  expect(structuredClone(last)[0]).toBe(7);
});

test('another thread goes on where the first one is', () => {
  const memory = new LinearMemory();
  const own = memory.reserve(10);
  const other = new LinearMemory(memory.memory).reserve(10);
  expect(other.byteOffset).toBeGreaterThanOrEqual(own.byteOffset + own.byteLength);
  expect(memory.holds(other)).toBe(true);
});

test('an array of another memory, or of none, is not held', () => {
  const memory = new LinearMemory();
  expect(memory.holds(new LinearMemory().reserve(8))).toBe(false);
  expect(memory.holds(sharedInts(2 ** 14).data)).toBe(false);
});

test('what is settled keeps what it has, and stays when it grows', () => {
  const memory = new LinearMemory();
  const ints = sharedInts(2);
  ints.data.set([7, 8]);
  settle(ints, memory);
  widen(ints, 100);
  expect(memory.holds(ints.data)).toBe(true);
  expect([...ints.data.subarray(0, 3)]).toEqual([7, 8, 0]);
});

test('a table of pairs that is settled grows where it is', () => {
  const memory = new LinearMemory();
  const table = pairTable();
  setPair(table, 1, 2, 3);
  settle(table.rows, memory);
  for (let second = 0; second < 1000; second++) setPair(table, 9, second, second);
  expect(memory.holds(table.rows.data)).toBe(true);
  expect(findPair(table, 1, 2)).toBe(3);
  expect(findPair(table, 9, 999)).toBe(999);
  expect(findPair(table, 9, 1000)).toBe(-1);
});

test('it says so where no address is left', () => {
  const memory = new LinearMemory();
  expect(() => {
    for (let count = 0; count < 3; count++) memory.reserve(2 ** 29);
  }).toThrow('Array buffer allocation failed');
});

test('the last array is lengthened in its place, and keeps what it has', () => {
  const memory = new LinearMemory();
  memory.reserve(5);
  const last = memory.reserve(100).fill(9);
  // More than there is at first.
  const longer = memory.lengthen(last, 2 ** 25);
  expect(longer.byteOffset).toBe(last.byteOffset);
  expect([longer[0], longer[99], longer[100], longer[2 ** 25 - 1]]).toEqual([9, 9, 0, 0]);
  expect(memory.reserve(1).byteOffset).toBeGreaterThanOrEqual(last.byteOffset + 2 ** 27);
  expect(() => memory.lengthen(longer, 2 ** 26)).toThrow('given away since');
});

test('it takes what there is, and says so where there is no more', () => {
  const small = new WebAssembly.Memory({ initial: 1, maximum: 40, shared: true });
  const memory = new LinearMemory(small);
  expect(memory.reserve(30 * 2 ** 14)).toHaveLength(30 * 2 ** 14);
  expect(() => memory.reserve(30 * 2 ** 14)).toThrow(
    'Array buffer allocation failed: no memory is left',
  );
});
