import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../checker/errors.ts';
import type { Json } from '../../checker/model/canonical.ts';
import { prettyJson } from '../../checker/render/pretty-json.ts';
import { traceFromJson, traceToJson } from '../../checker/render/trace-json.ts';
import { everyFault, exclusion, manyCalls, prepared } from './traces.ts';

test.each([
  ['a violation', exclusion],
  ['every fault', everyFault],
  ['a plain system', prepared],
  ['calls', manyCalls],
])('%s is read as it was written', (_, trace) => {
  const text = traceToJson(trace);
  expect(traceFromJson(text)).toEqual(trace);
  expect(traceToJson(traceFromJson(text))).toBe(text);
});

test('a step is written so that people can read it', () => {
  const text = traceToJson({ ...exclusion, steps: exclusion.steps.slice(1, 2) });
  expect(text.slice(text.indexOf('"steps"'))).toMatchInlineSnapshot(`
    ""steps": [
        {
          "transition": {
            "kind": "deliver",
            "process": "server",
            "from": "client-1",
            "message": { "kind": "acquire" }
          },
          "sentAt": 1,
          "changed": {
            "server": { "#record": "Record", "queue": [{ "#id": "client-1" }], "token": 1 }
          },
          "sent": [{ "to": "client-1", "message": { "kind": "granted", "token": 1 } }]
        }
      ]
    }
    "
  `);
});

test('any JSON is written as JSON, in lines that are no longer than they must be', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const text = prettyJson(value as Json);
      expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
      for (const line of text.split('\n'))
        if (line.length > 100) expect(line).not.toMatch(/[[{].*,.*[\]}]/);
    }),
  );
});

const broken = (change: (trace: Record<string, unknown>) => unknown): string => {
  const trace: Record<string, unknown> = JSON.parse(traceToJson(exclusion));
  return JSON.stringify(change(trace));
};

const withStep = (step: unknown) => broken((trace) => ({ ...trace, steps: [step] }));

const act = { kind: 'act', process: 'client-1', action: 'ask' };

describe('a file that is no trace is refused in one line:', () => {
  test.each([
    ['', 'it is not JSON'],
    ['{', 'it is not JSON'],
    ['[]', 'it is not a JSON object'],
    ['null', 'it is not a JSON object'],
    ['{}', 'its "format" is not "holds-trace/1"'],
    [`${'['.repeat(5000)}${']'.repeat(5000)}`, 'it is nested too deeply'],
    [broken((trace) => ({ ...trace, format: 'holds-trace/2' })), 'its "format" is not'],
    [broken((trace) => ({ ...trace, spec: 3 })), 'its "spec" is not a text'],
    [broken(({ spec: _, ...trace }) => trace), 'its "spec" is not a text'],
    [broken((trace) => ({ ...trace, variant: 0 })), 'its "variant" is not a text or null'],
    [
      broken((trace) => ({ ...trace, parameters: { n: null } })),
      'its "parameters" is not an object of numbers, words and flags',
    ],
    [broken((trace) => ({ ...trace, property: {} })), 'its "property" is not an object with name'],
    [broken((trace) => ({ ...trace, processes: [1] })), 'its "processes" is not a list of texts'],
    [broken((trace) => ({ ...trace, initial: [] })), 'its "initial" is not an object'],
    [broken((trace) => ({ ...trace, steps: {} })), 'its "steps" is not a list'],
    [withStep(null), 'step 1: it is not an object'],
    [withStep({}), 'step 1: its transition is none of act, action, deliver'],
    [withStep({ transition: { kind: 'leap' } }), 'step 1: its transition is none of'],
    [withStep({ transition: { kind: 'act' } }), 'step 1: its transition lacks a part of act'],
    [
      withStep({ transition: { kind: 'deliver', process: 'a', from: 'b', message: {} } }),
      'step 1: its transition lacks a part of deliver',
    ],
    [withStep({ transition: act }), 'step 1: its "changed" is not an object'],
    [withStep({ transition: act, changed: {} }), 'step 1: its "sent" is not a list of messages'],
    [
      withStep({ transition: act, changed: {}, sent: [], sentAt: 'once' }),
      'step 1: its "sentAt" is not the number of a step',
    ],
  ])('%#: %s', (text, reason) => {
    const read = () => traceFromJson(text);
    expect(read).toThrow(UsageError);
    expect(read).toThrow(`This is no trace file: ${reason}`);
    expect(read).toThrow(/^[^\n]*$/);
  });
});
