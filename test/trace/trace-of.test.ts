import { expect, test } from 'vitest';
import { configure } from '../../checker/spec/configuration.ts';
import { endOf } from '../../checker/trace/follow.ts';
import type { Path, Transition } from '../../checker/trace/trace.ts';
import { traceOf, traceOfRun } from '../../checker/trace/trace-of.ts';
import { gossipSpec } from './gossip.ts';
import { lockSpec } from './lock-server.ts';
import { walk } from './walk.ts';

const finding = { name: 'somebody is inside', kind: 'reachable', reason: 'x' } as const;

/** A path along given transitions, each with its first outcome. */
function pathAlong(
  configuration: ReturnType<typeof configure>,
  transitions: readonly Transition[],
): Path {
  let state = endOf(walk(configuration, []));
  const initial = state.form;
  const steps = transitions.map((transition, index) => {
    const outcomes = state.take(transition, index + 1);
    if (typeof outcomes === 'string') throw new Error(outcomes);
    state = outcomes[0]!.state;
    return { transition, state: state.form };
  });
  return { initial, steps };
}

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
  // Forms do not say in which order a channel is; so after the loss of one of two equal messages with
  // another between them, both orders have to be kept in mind.
  const configuration = configure(gossipSpec, undefined, {
    nodes: 2,
    network: 'fifo',
    inFlight: 20,
  });
  const write: Transition = { kind: 'act', process: 'node-1', action: 'write' };
  const about = { process: 'node-2', from: 'node-1' } as const;
  const { steps } = pathAlong(configuration, [write, write]);
  const [first, second] = [steps[0], steps[1]].map((step) => newsOf(step!.state));
  const path = pathAlong(configuration, [
    write,
    { kind: 'duplication', ...about, message: first! },
    write,
    { kind: 'loss', ...about, message: first! },
    { kind: 'deliver', ...about, message: first! },
    { kind: 'deliver', ...about, message: second! },
  ]);
  expect(traceOf(configuration, path, finding).steps).toHaveLength(6);
});

/** The longest news in flight. */
function newsOf(state: Path['initial']) {
  const network = state['network'] as readonly { readonly message: { readonly kind: string } }[];
  const messages = network.map(({ message }) => message);
  return messages.toSorted((a, b) => JSON.stringify(b).length - JSON.stringify(a).length)[0]!;
}

test('any run gives the same trace as its path', () => {
  const configuration = configure(gossipSpec, undefined, { nodes: 3 });
  const run = walk(configuration, [9, 4, 7, 1, 8, 3, 12, 5, 5, 16, 2]);
  const steps = run.outcomes.map(({ transition, state }) => ({ transition, state: state.form }));
  expect(traceOf(configuration, { initial: run.start.form, steps }, finding)).toEqual(
    traceOfRun(configuration, run, finding),
  );
});
