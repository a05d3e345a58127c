import { expect, test } from 'vitest';
import { interrupts } from '../../checker/cli/interrupts.ts';

test('the first signal stops, its echoes do nothing, the next one leaves', () => {
  const done: string[] = [];
  let time = 1000;
  const heard = interrupts(
    () => done.push('stop'),
    () => done.push('leave'),
    () => time,
  );
  for (const at of [1000, 1001, 1400, 2000]) {
    time = at;
    heard();
  }
  expect(done).toEqual(['stop', 'leave']);
});
