import { expect, test } from 'vitest';
import { settingText, tellingSettings } from '../../checker/faults/telling-settings.ts';

const shown = (parameters: Record<string, number | boolean | string>) =>
  tellingSettings(parameters).map(settingText);

test('numbers, words and switches that are on are told', () => {
  expect(shown({ servers: 0, network: 'fifo', broken: false, synchronous: true })).toEqual([
    'servers 0',
    'network fifo',
    'synchronous',
  ]);
});

test('what cannot happen is not told: a fault without a budget, no drift, by how much no clock jumps', () => {
  expect(shown({ crash: 1, loss: 0, drift: 0, jump: 0, jumpBy: 3 })).toEqual(['crash 1']);
  expect(shown({ drift: 1, jump: 1, jumpBy: 3 })).toEqual(['drift 1', 'jump 1', 'jumpBy 3']);
});
