import { expect, test } from 'vitest';
import { configure } from '../../checker/spec/configuration.ts';
import type { Path, Transition } from '../../checker/trace/trace.ts';
import { traceOf, traceOfRun } from '../../checker/trace/trace-of.ts';
import { gossipSpec } from './gossip.ts';
import { lockSpec } from './lock-server.ts';
import { ping, pingsSpec } from './pings.ts';
import { along, pathOf, walk } from './walk.ts';

const finding = { name: 'somebody is inside', kind: 'reachable', reason: 'x' } as const;

const pathAlong = (...way: Parameters<typeof along>): Path => pathOf(along(...way));

const ask: Transition = { kind: 'act', process: 'client-1', action: 'ask' };
const acquire = { process: 'server', from: 'client-1', message: { kind: 'acquire' } } as const;

test('says what each step changed and sent, and where its message came from', () => {
  const configuration = configure(lockSpec, undefined, { duplication: 1 });
  const path = pathAlong(configuration, [
    ask,
    { kind: 'duplication', ...acquire },
    { kind: 'deliver', ...acquire },
    { kind: 'deliver', ...acquire },
  ]);
  const { steps } = traceOf(configuration, path, finding);
  expect(steps.map(({ changed }) => Object.keys(changed))).toEqual([
    ['client-1'],
    ['faults'],
    ['server'],
    ['server'],
  ]);
  expect(steps.map(({ sent }) => sent.length)).toEqual([1, 0, 1, 0]);
  // The oldest copy is received first; the other one counts as sent by the duplication.
  expect(steps.map(({ sentAt }) => sentAt)).toEqual([undefined, 1, 1, 2]);
});

test('a step that the model cannot take is named', () => {
  const configuration = configure(lockSpec);
  const { initial, steps } = pathAlong(configuration, [ask, { kind: 'deliver', ...acquire }]);
  const impossible = { initial, steps: steps.slice(1) };
  expect(() => traceOf(configuration, impossible, finding)).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: lock-server: step 1 (server: receives acquire from client-1) of a path could not be replayed: no such message from client-1 can reach server: its inbox is empty.]`,
  );
});

test('a step that leads elsewhere is named', () => {
  const configuration = configure(lockSpec);
  const { initial } = pathAlong(configuration, []);
  const wrong = { initial, steps: [{ transition: ask, state: initial }] };
  expect(() => traceOf(configuration, wrong, finding)).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: lock-server: step 1 (client-1: ask) of a path could not be replayed: the model functions lead to another state than was found.]`,
  );
  expect(() =>
    traceOf(configuration, { initial: {}, steps: [] }, finding),
  ).toThrowErrorMatchingInlineSnapshot(
    `[ModelError: lock-server: a path starts in a state that is not initial.]`,
  );
});

test('where equal forms hide the order of a channel, later steps decide', () => {
  const configuration = configure(pingsSpec);
  const lost: Transition = { kind: 'loss', process: 'receiver', from: 'sender', message: ping };
  const taken: Transition = { ...lost, kind: 'deliver' };
  const sent: readonly Transition[] = ['ping', 'pong', 'ping'].map((action) => ({
    kind: 'act',
    process: 'sender',
    action,
  }));
  // Of ping, pong, ping the last one is lost: only so can a ping be received now.
  const path = pathAlong(configuration, [...sent, lost, taken], [0, 0, 0, 1, 0]);
  const { steps } = traceOf(configuration, path, finding);
  expect(steps.map(({ sentAt }) => sentAt)).toEqual([undefined, undefined, undefined, 3, 1]);
});

test('any run gives the same trace as its path', () => {
  const configuration = configure(gossipSpec, undefined, { nodes: 3 });
  const run = walk(configuration, [9, 4, 7, 1, 8, 3, 12, 5, 5, 16, 2]);
  expect(traceOf(configuration, pathOf(run), finding)).toEqual(
    traceOfRun(configuration, run, finding),
  );
});
