import { expect, test } from 'vitest';
import { jsonReport } from '../../checker/report/json.ts';
import { stopped, surprising } from './results.ts';

const trace = {
  format: 'holds-trace/1',
  spec: 'register',
  variant: null,
  parameters: {},
  property: { name: 'p', kind: 'invariant', shows: 'violation', reason: 'r' },
  processes: [],
  initial: {},
  steps: [],
} as const;

test('a violation', () => {
  const report = jsonReport(surprising, ({ path }) => (path === undefined ? undefined : trace));
  expect(report).toMatchInlineSnapshot(`
    {
      "actions": [
        {
          "name": "propose",
          "taken": 1200,
        },
        {
          "name": "receive accept",
          "taken": 3400000,
        },
        {
          "name": "receive promise",
          "taken": 77,
        },
        {
          "name": "loss",
          "taken": 12345,
        },
        {
          "name": "crash",
          "taken": 0,
        },
        {
          "name": "restart",
          "taken": 0,
        },
      ],
      "bytesPerState": 21,
      "complete": false,
      "depth": 7,
      "limits": [
        {
          "cut": 98765,
          "limit": 4,
          "name": "maxBallot",
        },
        {
          "cut": 0,
          "limit": 5,
          "name": "inFlight",
        },
      ],
      "modelRuns": 4321,
      "outcome": "violated",
      "parameters": {
        "crash": 2,
        "duplication": 0,
        "inFlight": 5,
        "loss": 1,
        "maxBallot": 4,
        "network": "fifo",
        "quorum": "majority",
        "restart": 2,
        "servers": 3,
        "stale": true,
      },
      "properties": [
        {
          "kind": "invariant",
          "name": "reads see the last write",
          "reason": "client-1 and client-2: read a after b was written",
          "status": "violated",
          "trace": {
            "format": "holds-trace/1",
            "initial": {},
            "parameters": {},
            "processes": [],
            "property": {
              "kind": "invariant",
              "name": "p",
              "reason": "r",
              "shows": "violation",
            },
            "spec": "register",
            "steps": [],
            "variant": null,
          },
        },
        {
          "kind": "step-invariant",
          "name": "ballots never fall",
          "status": "undecided",
        },
        {
          "kind": "reachable",
          "name": "a write is chosen",
          "status": "undecided",
        },
      ],
      "seconds": 0.012,
      "spec": "register",
      "states": 999,
      "stopped": null,
      "strategy": "bfs",
      "symmetry": false,
      "transitions": 1998,
      "variant": "stale-reads",
      "violates": "ballots never fall",
      "workers": 1,
    }
  `);
});

test('a search that was stopped is inconclusive, not complete, and says what stopped it', () => {
  const report = jsonReport(stopped('memory'), () => undefined);
  expect(report).toMatchObject({ outcome: 'inconclusive', complete: false, stopped: 'memory' });
  expect(JSON.stringify(report)).not.toContain('holds');
});
