import { expect, test } from 'vitest';
import { LinearMemory } from '../../checker/assembly/linear-memory.ts';
import { type Loops, loopsIn } from '../../checker/assembly/loops.ts';

const BUCKET = 8;
const FROM = 300;
const BUCKETS = 125;
const LARGER = 188;
/** As few keys as can be set aside at once: those of a bucket. */
const ASIDE = BUCKET;

/** So many keys, two halves each; many of them are alike. */
const given = (count: number): Int32Array =>
  Int32Array.from({ length: 2 * count }, (_, at) =>
    at % 2 === 0 ? -1 - ((at / 2) % 3) : Math.imul((at - 1) % 802, 0x9e3779b1),
  );

/** How many of these keys differ. */
const distinct = (count: number): number => {
  const keys = given(count);
  return new Set(Array.from({ length: count }, (_, i) => `${keys[2 * i]} ${keys[2 * i + 1]}`)).size;
};

/** Moves all keys up, with room for only a few to be set aside at once. */
function moveAll(loops: Loops, end: number, table: number, aside: Int32Array): number {
  const batches: Int32Array[] = [];
  for (let at = end; at !== table; ) {
    at = loops.moveUp(at) >>> 0;
    expect(loops.countAside()).toBeLessThanOrEqual(aside.length / 2);
    batches.push(aside.slice(0, 2 * loops.countAside()));
  }
  for (const keys of batches) {
    aside.set(keys);
    loops.putBack(keys.length / 2);
  }
  return batches.reduce((sum, keys) => sum + keys.length / 2, 0);
}

// Memory costs nothing before it is written, so a table can be anywhere.
test.each([
  ['at the front', 2 ** 16],
  ['across the middle of all addresses', 2 ** 31 - 64 * 50],
  ['at the end of all addresses', 2 ** 32 - 2 ** 16],
])('a table %s takes keys, finds them, and grows', (_, table) => {
  const linear = new LinearMemory(
    new WebAssembly.Memory({ initial: 2 ** 16, maximum: 2 ** 16, shared: true }),
  );
  const { buffer } = linear.memory;
  const loops = loopsIn(linear);
  const keys = new Int32Array(buffer, 2 ** 10, 2000);
  const marks = new Uint8Array(buffer, 2 ** 14, 1000);
  const aside = new Int32Array(buffer, 2 ** 15 + 2 ** 14, 2 * ASIDE);
  keys.set(given(1000));
  loops.begin(2 ** 10, 2 ** 14, 2 ** 15, aside.byteOffset, ASIDE, table, 0);
  loops.resize(BUCKETS, BUCKETS / 2 ** 32, FROM);
  const added = distinct(1000);
  const reached = loops.addKeys(0, 1000);
  expect(distinct(reached)).toBe(FROM);
  expect(loops.roomLeft()).toBe(0);
  expect(loops.addKeys(reached, 1000)).toBe(reached);
  loops.resize(LARGER, LARGER / 2 ** 32, added - FROM);
  moveAll(loops, table + 8 * BUCKET * BUCKETS, table, aside);
  expect(loops.addKeys(reached, 1000)).toBe(1000);
  expect(loops.roomLeft()).toBe(0);
  const isNew = [...marks];
  expect(isNew.reduce((sum, mark) => sum + mark, 0)).toBe(added);
  loops.findKeys(1000);
  expect([...marks]).toEqual(new Array(1000).fill(1));
  keys.fill(5);
  loops.findKeys(1000);
  expect([...marks]).toEqual(new Array(1000).fill(0));
  const held = new Int32Array(buffer, table, 2 * BUCKET * LARGER).filter((_, at) => at % 2 === 0);
  expect(held.filter((high) => high !== 0)).toHaveLength(added);
});
