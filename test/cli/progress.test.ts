import { expect, test } from 'vitest';
import { ProgressDisplay } from '../../checker/cli/progress.ts';

const at = (seconds: number, states: number) => ({
  seconds,
  states,
  transitions: 3 * states,
  depth: 12,
  frontier: 345,
  megabytes: 678.9,
});

function displayed(isTerminal: boolean, columns = 100) {
  const written: string[] = [];
  const output = { write: (text: string) => void written.push(text), isTerminal, columns };
  return { display: new ProgressDisplay(output), written };
}

test('on a terminal one line is rewritten, and taken away at the end', () => {
  const { display, written } = displayed(true);
  display.show(at(0.5, 1_000));
  display.show(at(1, 21_000));
  display.end();
  expect(written).toEqual([
    '\r\u001b[2K0.50 s  1,000 states  +2,000/s  depth 12  frontier 345  679 MB',
    '\r\u001b[2K1.00 s  21,000 states  +40,000/s  depth 12  frontier 345  679 MB',
    '\r\u001b[2K',
  ]);
});

test('the line is no wider than the terminal, or it could not be rewritten', () => {
  const { display, written } = displayed(true, 20);
  display.show(at(0.5, 1_000));
  expect(written).toEqual(['\r\u001b[2K0.50 s  1,000 stat…']);
});

test('elsewhere a line is written every ten seconds', () => {
  const { display, written } = displayed(false);
  for (let second = 1; second <= 35; second++) display.show(at(second, second * 1000));
  display.end();
  expect(written.map((line) => line.slice(0, 7))).toEqual(['10.0 s ', '20.0 s ', '30.0 s ']);
  expect(written[0]).toBe('10.0 s  10,000 states  +1,000/s  depth 12  frontier 345  679 MB\n');
});
