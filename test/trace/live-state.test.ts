import fc from 'fast-check';
import type { Map } from 'immutable';
import { describe, expect, test } from 'vitest';
import { textOf } from '../../checker/model/canonical.ts';
import { canonicalKey } from '../../checker/model/canonical-key.ts';
import type { ProcessId } from '../../checker/model/process-id.ts';
import type { World } from '../../checker/model/subject.ts';
import type { Seen } from '../../checker/property/judge.ts';
import { type Configuration, configure } from '../../checker/spec/configuration.ts';
import type { Spec } from '../../checker/spec/spec.ts';
import { endOf } from '../../checker/trace/follow.ts';
import type { LiveState } from '../../checker/trace/live-state.ts';
import type { Transition } from '../../checker/trace/trace.ts';
import { leasesSpec } from '../faults/leases.ts';
import { type Meaning, meaningOfProtocol, meaningOfSystem } from '../reference/meaning.ts';
import { countersSpec } from './counters.ts';
import { gossipSpec } from './gossip.ts';
import { lockSpec } from './lock-server.ts';
import { ping, pingsSpec, pong } from './pings.ts';
import { along, walk } from './walk.ts';

const draws = fc.array(fc.nat(10_000), { minLength: 1, maxLength: 25 });

/** What can be seen of a state, as a text. */
function textOfSeen({ view, world }: Pick<Seen, 'view' | 'world'>): string {
  if (world === undefined) return canonicalKey(view);
  const { history, faults, inFlight, ...rest } = world as World<unknown>;
  const ids = Object.values(view as Record<string, Map<ProcessId, unknown>>).flatMap((role) => [
    ...role.keys(),
  ]);
  const how = ids.map((id) => [
    rest.isUp(id),
    rest.isPaused(id),
    rest.isByzantine(id),
    ['expiry', 'belief'].map((timer) => rest.remaining(id, timer)),
    ids.map((other) => rest.isCut(id, other)),
  ]);
  return canonicalKey({ view, history, faults, how, inFlight: inFlight.map(canonicalKey).sort() });
}

const move = (transition: Transition, seen: Pick<Seen, 'view' | 'world'>): string =>
  `${textOf({ ...transition })} leads to ${textOfSeen(seen)}`;

const movesOf = (state: LiveState): readonly string[] =>
  state.candidates().flatMap((transition) => {
    const outcomes = state.take(transition, 1);
    return typeof outcomes === 'string'
      ? []
      : outcomes.map((outcome) => move(transition, outcome.state.seen));
  });

/**
 * Goes the same way in the reference semantics, and gives the moves out of where it ends. Where a FIFO
 * channel loses one of several equal messages, it may end in several states that look equal.
 */
function referenceMoves<State>(
  meaning: Meaning<State>,
  way: readonly string[],
): readonly (readonly string[])[] {
  let states = meaning.initial;
  for (const taken of way) {
    states = states.flatMap((state) =>
      meaning
        .moves(state)
        .filter(({ transition, to }) => move(transition, meaning.sight(to)) === taken)
        .map(({ to }) => to),
    );
  }
  return states.map((state) =>
    meaning
      .moves(state)
      .map(({ transition, to }) => move(transition, meaning.sight(to)))
      .toSorted(),
  );
}

function compare(configuration: Configuration, numbers: readonly number[]): void {
  const run = walk(configuration, numbers);
  const way = run.outcomes.map(({ transition, state }) => move(transition, state.seen));
  const { model } = configuration;
  const expected =
    model.kind === 'protocol'
      ? referenceMoves(meaningOfProtocol(model, configuration), way)
      : referenceMoves(meaningOfSystem(model), way);
  expect(expected).toContainEqual(movesOf(endOf(run)).toSorted());
}

describe('the possible steps are those of the reference semantics', () => {
  test.each<readonly [string, Spec, Parameters<typeof configure>[2]]>([
    ['gossip, unordered', gossipSpec, { nodes: 2 }],
    ['gossip, FIFO', gossipSpec, { nodes: 2, network: 'fifo' }],
    ['gossip with itself, FIFO', gossipSpec, { nodes: 1, network: 'fifo' }],
    ['lock server', lockSpec, { loss: 1, duplication: 2, crash: 2, restart: 1 }],
    ['counters', countersSpec, {}],
    ['leases, synchronous', leasesSpec, { partition: 1, pause: 1, late: 1, crash: 1, restart: 1 }],
    ['leases, asynchronous', leasesSpec, { synchronous: false, jump: 2, drift: 1, pause: 2 }],
    ['leases, Byzantine', leasesSpec, { byzantine: 2, partition: 2, loss: 1, network: 'fifo' }],
  ])('%s', (_, spec, settings) => {
    const configuration = configure(spec, undefined, settings);
    fc.assert(
      fc.property(draws, (numbers) => compare(configuration, numbers)),
      { numRuns: 25 },
    );
  });
});

const ask: Transition = { kind: 'act', process: 'client-1', action: 'ask' };
const start = (settings: Parameters<typeof configure>[2], ...way: readonly Transition[]) =>
  endOf(along(configure(lockSpec, undefined, settings), way));

describe('what cannot be taken says why', () => {
  const acquire = { process: 'server', from: 'client-1', message: { kind: 'acquire' } };
  test.each<readonly [string, Transition]>([
    ['there is no process client-9', { kind: 'act', process: 'client-9', action: 'ask' }],
    ['client-1 has no action jump', { kind: 'act', process: 'client-1', action: 'jump' }],
    ['client-1 has no action toString', { kind: 'act', process: 'client-1', action: 'toString' }],
    [
      'action leave of client-1 is not enabled',
      { kind: 'act', process: 'client-1', action: 'leave' },
    ],
    ['server is up', { kind: 'discard', ...acquire }],
    ['server is up', { kind: 'restart', process: 'server' }],
    ['the budget is spent: crash=0', { kind: 'crash', process: 'server' }],
    [
      'no such message from client-1 can reach server: its inbox is empty',
      { kind: 'deliver', ...acquire },
    ],
    ['no such message from client-1 to server is in flight', { kind: 'loss', ...acquire }],
    ['a protocol has no actions but those of its processes', { kind: 'action', action: 'ask' }],
  ])('%s', (reason, transition) => {
    expect(start({}).take(transition, 1)).toBe(reason);
  });

  test('a message that is behind another one names what is in the inbox', () => {
    const state = start({}, ask);
    expect(state.take({ kind: 'deliver', ...acquire, message: { kind: 'release' } }, 2)).toBe(
      'no such message from client-1 can reach server: its inbox holds client-1 {"kind":"acquire"}',
    );
  });

  test('a process that is down neither acts nor receives', () => {
    const state = start({ crash: 1 }, { kind: 'crash', process: 'client-1' });
    expect(state.take(ask, 2)).toBe('client-1 is down');
    expect(state.take({ kind: 'crash', process: 'client-1' }, 2)).toBe('client-1 is down already');
  });
});

test('in a FIFO channel a copy is right behind its original', () => {
  const sends: readonly Transition[] = ['ping', 'pong'].map((action) => ({
    kind: 'act',
    process: 'sender',
    action,
  }));
  const about = { process: 'receiver', from: 'sender' };
  const doubled = along(configure(pingsSpec), [
    ...sends,
    { kind: 'duplication', ...about, message: ping },
    { kind: 'deliver', ...about, message: ping },
  ]);
  const kinds = [ping, pong].filter(
    (message) => typeof endOf(doubled).take({ kind: 'deliver', ...about, message }, 5) !== 'string',
  );
  expect(kinds).toEqual([ping]);
});
