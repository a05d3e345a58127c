import { expect, test } from 'vitest';
import type { Stop } from '../../checker/explore/result.ts';
import { paintFor } from '../../checker/report/paint.ts';
import { terminalReport } from '../../checker/report/terminal.ts';
import { harmless, holding, stopped, surprising, violated } from './results.ts';

const plain = paintFor(false);

/** The report in one line, for what it says however it is broken into lines. */
const unbroken = (report: string): string => report.replaceAll(/\s+/g, ' ');

test('all is well', () => {
  expect(terminalReport(holding, plain)).toMatchInlineSnapshot(`
    "
      HOLDS  register

      Every state within the bounds below was searched: no property is violated and every witness was
      found. Nothing is said of what lies beyond them.

      parameters  servers=3 quorum=majority stale=false
      bounds      maxBallot ≤ 4, inFlight ≤ 5
      faults      loss 1, crash 2, restart 2
      network     fifo
      search      breadth-first, 1 worker, no symmetry reduction

    Properties
      ✓ reads see the last write  holds
      ✓ ballots never fall        holds
      ✓ a write is chosen         reached in 9 steps

    Taken, in transitions
      propose              1,200      receive promise         77
      receive accept   3,400,000      loss                12,345
      ! Never taken: crash, restart. What follows from them is untested.

    Cut by bounds, in transitions
      maxBallot ≤ 4  98,765      inFlight ≤ 5        0

    Search
      1,234,567 distinct states, 7,654,321 transitions, depth 41
      12.3 s, 100,000 states/s, 620,000 transitions/s, 21.0 bytes a state
      4,321 runs of model functions, one for 1,771 transitions

    "
  `);
});

test('a violation as expected, with its counterexample', () => {
  const shown = {
    text: 'register, variant stale-reads: 7 steps\n\n   1  client-1  write\n',
    files: [
      'counterexamples/register/stale-reads.json',
      'counterexamples/register/stale-reads.svg',
    ],
  };
  expect(terminalReport(violated, plain, shown)).toMatchInlineSnapshot(`
    "
      VIOLATED  register, variant stale-reads  as expected

      "reads see the last write" is violated after 7 steps; there is no shorter way: client-1 and
      client-2: read a after b was written.
      The search ended there; the other properties are undecided.

      parameters  servers=3 quorum=majority stale=true
      bounds      maxBallot ≤ 4, inFlight ≤ 5
      faults      loss 1, crash 2, restart 2
      network     fifo
      search      breadth-first, 1 worker, no symmetry reduction

    Properties
      ✗ reads see the last write  violated after 7 steps
      ? ballots never fall        undecided
      ? a write is chosen         not reached so far

    Taken, in transitions
      propose              1,200      receive promise         77
      receive accept   3,400,000      loss                12,345
      ! Not taken so far: crash, restart. What follows from them is untested.

    Cut by bounds, in transitions
      maxBallot ≤ 4  98,765      inFlight ≤ 5        0

    Search
      999 distinct states, 1,998 transitions, depth 7
      0.01 s, 81,220 states/s, 162,439 transitions/s, 21.0 bytes a state
      4,321 runs of model functions

    Counterexample
    register, variant stale-reads: 7 steps

       1  client-1  write

      written  counterexamples/register/stale-reads.json
      written  counterexamples/register/stale-reads.svg
      replay   npm run replay counterexamples/register/stale-reads.json

    "
  `);
});

test('a violation of something else', () => {
  const report = terminalReport(surprising, plain);
  expect(report).toContain('VIOLATED  register, variant stale-reads  NOT as expected');
  expect(unbroken(report)).toContain(
    'The variant stale-reads must violate "ballots never fall"; that was not found.',
  );
});

test('a variant that breaks nothing', () => {
  const report = terminalReport(harmless, plain);
  expect(report).toContain('HOLDS  register, variant stale-reads  NOT as expected');
  expect(unbroken(report)).toContain('but within these bounds it does not.');
});

test.each<[Stop, string]>([
  ['states', 'the limit of 1,234,567 states; --max-states raises it'],
  ['depth', 'the limit of 41 transitions in depth; --max-depth raises it'],
  ['time', 'the limit of 12 seconds; --max-seconds raises it'],
  ['memory', 'ran out of memory: it may take 3,072 MB; --memory raises the limit'],
  ['interrupted', 'The search was interrupted.'],
  ['random walks never end', 'Random walks from seed 1 sample the states'],
])('stopped by %s: says by what, and never that anything holds', (stop, said) => {
  const report = terminalReport(stopped(stop), plain);
  expect(unbroken(report)).toContain(said);
  expect(report).toContain('INCONCLUSIVE');
  expect(report).not.toMatch(/hold/i);
});

test('a report fits into 100 columns, also with long names and reasons', () => {
  const long =
    'a property with a name that goes on and on and on about what it means for a system '.repeat(2);
  const { result } = violated;
  const answer = {
    ...violated,
    violates: long,
    result: {
      ...result,
      properties: result.properties.map((one) => ({ ...one, name: long, reason: long })),
      actions: Array.from({ length: 30 }, (_, at) => ({
        name: `receive message ${at}`,
        taken: at % 3,
      })),
      parameters: Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`parameter${at}`, at])),
    },
  };
  const text = `   1  server-1  receives ${'append {term 1, index 2}, '.repeat(8)}\n`;
  const report = terminalReport(answer, plain, { text, files: ['a.json'] });
  const widths = report.split('\n').map((line) => line.length);
  expect(Math.max(...widths)).toBeLessThanOrEqual(100);
});

test('colours only colour: without them the text is the same', () => {
  const escapes = new RegExp(`${String.fromCharCode(27)}\\[\\d+m`, 'g');
  const coloured = terminalReport(violated, paintFor(true));
  expect(coloured).toMatch(escapes);
  expect(coloured.replaceAll(escapes, '')).toBe(terminalReport(violated, plain));
});

test('a plain system has no faults and no network to report', () => {
  const report = terminalReport({ ...holding, kind: 'system' }, plain);
  expect(report).not.toMatch(/^ {2}(faults|network)/m);
});

test('a search reduced by symmetry says how many states its representatives stand for', () => {
  const { result, ...rest } = holding;
  const reduced = { ...result, symmetry: { group: 6, unreduced: 7_000_000 } };
  const report = terminalReport({ ...rest, result: reduced }, paintFor(false));
  expect(report).toContain('symmetry reduced (6 permutations)');
  expect(report).toContain('1,234,567 states (orbits); they stand for 7,000,000\n');
});
