import { expect, test } from 'vitest';
import { CUTS, LIST_HEADER, OutcomePool } from '../../checker/kernel/outcome-pool.ts';

test('a list may end just where the pool has to grow', () => {
  const cuts = [7, 8, 9, 10];
  const pool = new OutcomePool();
  const first = pool.data.length;
  let list = pool.start(0);
  while (pool.data.length === first) {
    pool.end(list, cuts);
    const at = list + LIST_HEADER;
    expect([pool.data[list + CUTS], ...pool.data.slice(at, at + 4)]).toEqual([2, ...cuts]);
    list = pool.start(0);
  }
});
