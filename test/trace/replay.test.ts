import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { traceFromJson, traceToJson } from '../../checker/render/trace-json.ts';
import { type Configuration, configure } from '../../checker/spec/configuration.ts';
import { type ReplayResult, replayTrace } from '../../checker/trace/replay.ts';
import type { StateForm, Trace, TraceStep } from '../../checker/trace/trace.ts';
import { traceOfRun } from '../../checker/trace/trace-of.ts';
import { leasesSpec } from '../faults/leases.ts';
import { symmetricSpec } from '../faults/tiny.ts';
import { countersSpec } from './counters.ts';
import { gossipSpec } from './gossip.ts';
import { lockSpec } from './lock-server.ts';
import { findTrace } from './search.ts';
import { along, walk } from './walk.ts';

const broken = configure(lockSpec, 'grants at once');
const exclusion = findTrace(broken, 'two clients are never inside at once');

const CONFIRMED: ReplayResult = { verdict: 'confirmed' };

const anything = {
  name: 'anything',
  kind: 'reachable',
  reason: 'it is true in this state',
} as const;

describe('confirmed', () => {
  const faulty = configure(lockSpec, undefined, { loss: 1 });
  const forgetful = configure(lockSpec, undefined, { crash: 1, clients: 1 });
  const cases: readonly (readonly [string, Configuration])[] = [
    ['two clients are never inside at once', broken],
    ['at most one client was ever inside', broken],
    ['whoever waits is in line', broken],
    ['no client is ever done', broken],
    ['somebody is inside', broken],
    ['every client has been inside', broken],
    ['nobody is stuck', faulty],
    ['a queue is lost', forgetful],
    ['turns stay low while somebody works', configure(countersSpec)],
    ['all are prepared after an odd start', configure(countersSpec)],
  ];
  test.each(cases)('%s', (name, configuration) => {
    const trace = findTrace(configuration, name);
    expect(replayTrace(traceFromJson(traceToJson(trace)), configuration)).toEqual(CONFIRMED);
  });

  test('every random walk through leases, with everything that can go wrong', () => {
    const configuration = configure(leasesSpec, undefined, {
      ...{ partition: 2, pause: 1, jump: 1, late: 1, byzantine: 1, drift: 1 },
      ...{ loss: 1, duplication: 1, crash: 1, restart: 1 },
    });
    fc.assert(
      fc.property(fc.array(fc.nat(10_000), { maxLength: 30 }), (draws) => {
        const trace = traceOfRun(configuration, walk(configuration, draws), {
          ...anything,
          name: 'a client has the lease',
        });
        const read = traceFromJson(traceToJson(trace));
        expect(read).toEqual(trace);
        const replayed = replayTrace(read, configuration);
        // A walk need not come to a state that shows it, but every step of it is confirmed.
        if (replayed.verdict === 'differs') expect(replayed.at).toBe('property');
      }),
      { numRuns: 30 },
    );
  });

  test.each(['unordered', 'fifo'])('every random walk, %s', (network) => {
    const configuration = configure(gossipSpec, undefined, { nodes: 3, network });
    fc.assert(
      fc.property(fc.array(fc.nat(10_000), { maxLength: 30 }), (draws) => {
        const trace = traceOfRun(configuration, walk(configuration, draws), anything);
        const read = traceFromJson(traceToJson(trace));
        expect(replayTrace(read, configuration)).toEqual(CONFIRMED);
      }),
      { numRuns: 20 },
    );
  });
});

const withStep = (trace: Trace, number: number, change: (step: TraceStep) => TraceStep): Trace => ({
  ...trace,
  steps: trace.steps.map((step, index) => (index + 1 === number ? change(step) : step)),
});

const changing = (step: TraceStep, changed: StateForm): TraceStep => ({
  ...step,
  changed: { ...step.changed, ...changed },
});

/** Where a replay differs, and how, on one line each. */
function found(trace: Trace, configuration: Configuration = broken): string {
  const result = replayTrace(trace, configuration);
  return result.verdict === 'confirmed'
    ? 'confirmed'
    : [`at ${result.at}`, ...result.differences].join('\n');
}

describe('an altered trace differs', () => {
  test('a message that was not sent', () => {
    const altered = withStep(exclusion, 3, (step) => ({
      ...step,
      transition: {
        kind: 'deliver',
        process: 'client-1',
        from: 'server',
        message: { kind: 'granted', token: 7 },
      },
    }));
    expect(found(altered)).toMatchInlineSnapshot(`
      "at 3
      client-1: receives granted {token 7} from server: not possible here, no such message from server can reach client-1: its inbox holds server {"kind":"granted","token":1}"
    `);
  });

  test('a message that was sent otherwise', () => {
    const altered = withStep(exclusion, 2, (step) => ({
      ...step,
      sent: [{ to: 'client-2', message: { kind: 'granted', token: 1 } }],
    }));
    expect(found(altered)).toMatchInlineSnapshot(`
      "at 2
      server: receives acquire from client-1: sent[0].to is client-2 in the trace, but the model gives client-1"
    `);
  });

  test('a changed value', () => {
    const altered = withStep(exclusion, 6, (step) =>
      changing(step, { 'client-2': { '#record': 'Record', at: 'inside', token: 1 } }),
    );
    expect(found(altered)).toMatchInlineSnapshot(`
      "at 6
      client-2: receives granted {token 2} from server: changed.client-2.token is 1 in the trace, but the model gives 2"
    `);
  });

  test('a change that did not happen', () => {
    const altered = withStep(exclusion, 1, (step) => changing(step, { server: 'gone' }));
    expect(found(altered)).toMatchInlineSnapshot(`
      "at 1
      client-1: ask: changed.server is gone in the trace, but the model gives missing"
    `);
  });

  test('the origin of a message', () => {
    expect(
      found(withStep(exclusion, 5, (step) => ({ ...step, sentAt: 1 }))),
    ).toMatchInlineSnapshot(`
      "at 5
      server: receives acquire from client-2: sentAt is 1 in the trace, but the model gives 4"
    `);
  });

  test('a step removed', () => {
    const altered = { ...exclusion, steps: exclusion.steps.toSpliced(1, 1) };
    expect(found(altered)).toMatchInlineSnapshot(`
      "at 2
      client-1: receives granted {token 1} from server: not possible here, no such message from server can reach client-1: its inbox is empty"
    `);
  });

  test('the last step removed', () => {
    expect(found({ ...exclusion, steps: exclusion.steps.slice(0, -1) })).toMatchInlineSnapshot(`
      "at property
      the last state does not show a violation of "two clients are never inside at once""
    `);
  });

  test('two steps swapped', () => {
    const [first, second, ...rest] = exclusion.steps;
    const altered = { ...exclusion, steps: [second!, first!, ...rest] };
    expect(found(altered)).toMatchInlineSnapshot(`
      "at 1
      server: receives acquire from client-1: not possible here, no such message from client-1 can reach server: its inbox is empty"
    `);
  });

  test('a step repeated', () => {
    const altered = { ...exclusion, steps: exclusion.steps.toSpliced(1, 0, exclusion.steps[0]!) };
    expect(found(altered)).toMatchInlineSnapshot(`
      "at 2
      client-1: ask: not possible here, action ask of client-1 is not enabled"
    `);
  });
});

describe('an altered heading or end differs', () => {
  test('another initial state', () => {
    const initial = { ...exclusion.initial, server: { '#record': 'Record', queue: [], token: 4 } };
    expect(found({ ...exclusion, initial })).toMatchInlineSnapshot(`
      "at start
      initial.server.token is 4 in the trace, but the model gives 0"
    `);
  });

  test('another property', () => {
    const name = 'nobody is stuck';
    const altered = { ...exclusion, property: { ...exclusion.property, name } };
    expect(found(altered)).toMatchInlineSnapshot(`
      "at property
      the last state does not show a violation of "nobody is stuck""
    `);
    expect(
      found({ ...exclusion, property: { ...exclusion.property, name: 'x' } }),
    ).toMatchInlineSnapshot(`
      "at property
      there is no property "x""
    `);
  });

  test('another kind or another reason', () => {
    const property = { ...exclusion.property, kind: 'step-invariant', reason: 'so it is' };
    expect(found({ ...exclusion, property })).toMatchInlineSnapshot(`
      "at property
      property.kind is step-invariant in the trace, but the model gives invariant
      property.reason is "so it is" in the trace, but the model gives "client-1 {at inside, token 1} and client-2 {at inside, token 2}""
    `);
  });

  test('something that no trace has', () => {
    const altered: Trace & { readonly note: string } = { ...exclusion, note: 'trust me' };
    expect(found(altered)).toMatchInlineSnapshot(`
      "at heading
      note is "trust me" in the trace, but the model gives missing"
    `);
  });

  test('a step beyond a bound', () => {
    const configuration = configure(countersSpec, undefined, { turns: 1 });
    const trace = findTrace(configure(countersSpec), 'turns stay low while somebody works');
    expect(found(trace, configuration)).toMatchInlineSnapshot(`
      "at 2
      tick: not possible here, it leads beyond the bound turns=1"
    `);
  });

  test('too many messages in flight, too much in a process', () => {
    const way = [{ kind: 'act', process: 'node-1', action: 'write' }] as const;
    const run = along(configure(gossipSpec, undefined, { nodes: 3 }), way);
    const trace = traceOfRun(configure(gossipSpec), run, anything);
    const within = (bounds: Parameters<typeof configure>[2]) =>
      found(trace, configure(gossipSpec, undefined, { nodes: 3, ...bounds }));
    expect(within({ inFlight: 1 })).toMatch(/at 1\n.* it leads beyond the bound inFlight=1$/);
    expect(within({ lines: 0 })).toMatch(/at 1\n.* it leads beyond the bound lines=0$/);
    expect(within({})).toBe('confirmed');
  });

  test('a message that is ignored, where such messages are kept', () => {
    const received = configure(symmetricSpec, undefined, { duplication: 1 });
    const hears = { process: 'receiver', from: 'sender', message: { kind: 'a' } } as const;
    const way = [
      { kind: 'act', process: 'sender', action: 'go' },
      { kind: 'duplication', ...hears },
      { kind: 'deliver', ...hears },
      { kind: 'deliver', ...hears },
    ] as const;
    const trace = traceOfRun(received, along(received, way), anything);
    const kept: Configuration = {
      ...received,
      environment: { ...received.environment, ignored: 'kept' },
    };
    expect(found(trace, received)).toMatch(/^at property/);
    expect(found(trace, kept)).toMatchInlineSnapshot(`
      "at 4
      receiver: receives a from sender: not possible here, receiver ignores a, which stays in the network"
    `);
  });

  test('a fault beyond the budget', () => {
    const trace = findTrace(configure(lockSpec, undefined, { loss: 1 }), 'nobody is stuck');
    expect(found(trace, configure(lockSpec))).toMatch(/the budget is spent: loss=0/);
  });

  test('a deadlock that is none', () => {
    const configuration = configure(lockSpec, undefined, { loss: 1 });
    const trace = findTrace(configuration, 'nobody is stuck');
    const shorter = { ...trace, steps: trace.steps.slice(0, -1) };
    expect(found(shorter, configuration)).toMatch(/does not show a violation of "nobody is stuck"/);
  });
});
