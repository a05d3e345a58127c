import { describe, expect, test } from 'vitest';
import { traceToDot } from '../../checker/render/trace-dot.ts';
import { traceFromJson, traceToJson } from '../../checker/render/trace-json.ts';
import { traceToText } from '../../checker/render/trace-text.ts';
import { configure } from '../../checker/spec/configuration.ts';
import { replayTrace } from '../../checker/trace/replay.ts';
import type { AbstractStep, Trace } from '../../checker/trace/trace.ts';
import { clockSpec, tokenSpec } from '../property/refinements.ts';
import { findTrace } from './search.ts';

const doubled = configure(tokenSpec, 'duplication');
const trace = findTrace(doubled, 'one node owns the token');

const late = configure(clockSpec, 'starts late');
const lateTrace = findTrace(late, 'it is an hour clock');

test('each step says what the abstract system does meanwhile', () => {
  expect(traceToText(trace)).toMatchInlineSnapshot(`
    "token-passing, variant duplication: 4 steps

          = possession: owners {member-1}

       1  node-1  pass
                  with → without
                  sends token to node-2
                  = possession: give member-1 (owners − member-1, owners + member-2)
       2  node-2  the network duplicates token from node-1 (sent in step 1)
                  = possession stutters
       3  node-2  receives token from node-1 (sent in step 1)
                  without → with
                  = possession stutters
       4  node-2  pass
                  with → without
                  sends token to node-1
                  ≠ possession: no action does this (owners + member-1)

    Violated: one node owns the token
      no action of possession leads from {owners {member-2}} to {owners {member-1, member-2}}; there it can only give member-2
    "
  `);
});

test('a start that is none is a trace without steps', () => {
  expect(traceToText(lateTrace)).toMatchInlineSnapshot(`
    "clock, variant starts late: 0 steps

          ≠ hour-clock: hour 1


    Violated: it is an hour clock
      hour-clock does not start in {hour 1}, but in {hour 0}
    "
  `);
});

/** The texts in the column of the abstract system of a picture. */
const columnOf = (one: Trace): readonly string[] =>
  [...traceToDot(one).matchAll(/abstract_\d+_text_\d+ \[[^\n]*\n {4}label="([^"]*)\\l"/g)].map(
    ([, label = '']) => label,
  );

test('pictures have a column for the abstract system', () => {
  expect(columnOf(trace)).toMatchInlineSnapshot(`
    [
      "possession",
      "owners {member-1}",
      "give member-1",
      "owners − member-1",
      "owners + member-2",
      "stutters",
      "stutters",
      "no action does this",
      "owners + member-1",
    ]
  `);
  expect(columnOf(lateTrace)).toMatchInlineSnapshot(`
    [
      "hour-clock",
      "hour 1",
    ]
  `);
});

describe('a replay', () => {
  test.each([
    ['of a step', trace, doubled],
    ['of a start', lateTrace, late],
    [
      'of a plain system',
      findTrace(configure(clockSpec, 'skips an hour'), 'it is an hour clock'),
      configure(clockSpec, 'skips an hour'),
    ],
  ] as const)('confirms the trace %s', (_, one, configuration) => {
    const read = traceFromJson(traceToJson(one));
    expect(read).toEqual(one);
    expect(replayTrace(read, configuration)).toEqual({ verdict: 'confirmed' });
  });

  const withAbstract = (number: number, abstract: AbstractStep): Trace => ({
    ...trace,
    steps: trace.steps.map((step, index) => (index + 1 === number ? { ...step, abstract } : step)),
  });

  test.each([
    [1, 'stutters'],
    [2, { changed: {} }],
    [4, 'stutters'],
  ] as const)(
    'objects where step %i says of the abstract system what is not so',
    (number, step) => {
      expect(replayTrace(withAbstract(number, step), doubled)).toMatchObject({
        verdict: 'differs',
        at: number,
      });
    },
  );
});

test.each([
  ['of the trace', { ...trace, abstract: { system: 'possession' } }],
  ['of a step', { ...trace, steps: [{ ...trace.steps[0], abstract: 'sleeps' }] }],
  [
    'of an action',
    { ...trace, steps: [{ ...trace.steps[0], abstract: { transition: {}, changed: {} } }] },
  ],
])('a malformed abstract part %s is refused', (_, json) => {
  expect(() => traceFromJson(JSON.stringify(json))).toThrow(/This is no trace file: .*"abstract"/);
});
