import { describe, expect, test } from 'vitest';
import { check } from '../checker/check.ts';
import { eventually, leadsTo, strong, weak } from '../checker/index.ts';
import type { ParameterValue } from '../checker/model/parameters.ts';
import type { ProtocolSubject, Subject, SystemSubject } from '../checker/model/subject.ts';
import type { Property } from '../checker/property/property.ts';
import { type Configuration, configure } from '../checker/spec/configuration.ts';
import type { Spec } from '../checker/spec/spec.ts';
import type { Server } from '../models/raft.ts';
import { paxosProgressSpec } from '../specs/paxos-progress.ts';
import { raftSpec } from '../specs/raft.ts';
import { sagaChoreographyProgressSpec } from '../specs/saga-choreography-progress.ts';
import { sagaOrchestrationProgressSpec } from '../specs/saga-orchestration-progress.ts';
import { threePhaseCommitSpec } from '../specs/three-phase-commit.ts';
import { twoPhaseCommitSpec } from '../specs/two-phase-commit.ts';
import { twoPhaseCommitProgressSpec } from '../specs/two-phase-commit-progress.ts';
import { twoPhaseCommitSpec as plainTwoPhaseCommitSpec } from './bench/models/two-phase-commit.ts';
import { searching } from './reference/agreement.ts';

/** A configuration with other properties; they must be of its own model. */
const asking = (configuration: Configuration, ...properties: readonly object[]): Configuration => ({
  ...configuration,
  properties: properties as Property<Subject>[],
});

interface Commit {
  readonly tm: string;
  readonly rm: { every(is: (at: string) => boolean): boolean };
}

test('two-phase commit of seven managers, of 296,448 states, ends under fairness', async () => {
  const isDone = ({ rm }: Commit) => rm.every((at) => at === 'committed' || at === 'aborted');
  const messages = weak('receivesCommit', 'receivesAbort');
  const result = await check(
    asking(
      configure(plainTwoPhaseCommitSpec, undefined, { managers: 7 }),
      eventually<SystemSubject<Commit>>('all are told', isDone, {
        fairness: [messages, weak('tmAborts')],
      }),
      leadsTo<SystemSubject<Commit>>('a decision is heard', ({ tm }) => tm !== 'init', isDone, {
        fairness: messages,
      }),
      eventually<SystemSubject<Commit>>('all are told, somehow', isDone, { fairness: messages }),
    ),
    searching('bfs'),
  );
  expect(result).toMatchObject({ states: 296_448, complete: true });
  expect(result.properties.map(({ status }) => status)).toEqual(['holds', 'holds', 'violated']);
});

test('that Raft elects a leader is not decided within bounded terms, in 1,140,793 states', async () => {
  const elected = eventually<ProtocolSubject<{ server: Server }, unknown>>(
    'a leader is eventually elected',
    ({ server }) => server.some(({ role }) => role === 'leader'),
    { fairness: [weak('timeout'), strong('deliver', 'restart')] },
  );
  const result = await check(
    asking(configure(raftSpec, undefined, { maxTerm: 1 }), elected),
    searching('bfs'),
  );
  expect(result).toMatchObject({ states: 1_140_793, complete: true, outcome: 'inconclusive' });
  expect(result.properties[0]).toMatchObject({
    status: 'undecided',
    reason: expect.stringContaining('maxTerm'),
  });
});

/** Specs of progress at bounds smaller than the default ones, with what becomes of each property. */
const PROGRESS: readonly {
  readonly spec: Spec;
  readonly set: Readonly<Record<string, ParameterValue>>;
  readonly states: number;
  readonly unreachable?: readonly string[];
}[] = [
  { spec: twoPhaseCommitProgressSpec, set: { tries: 1, loss: 0 }, states: 12_457 },
  {
    // Four participants, and nothing goes wrong but what they decide.
    spec: twoPhaseCommitProgressSpec,
    set: { participants: 4, tries: 1, loss: 0, crash: 0, restart: 0 },
    states: 815_058,
  },
  {
    // Two transactions in conflict, and nothing else goes wrong.
    spec: twoPhaseCommitProgressSpec,
    set: { transactions: 2, tries: 1, loss: 0, crash: 0, restart: 0 },
    states: 980_292,
  },
  { spec: paxosProgressSpec, set: { acceptors: 3 }, states: 1_359 },
  { spec: threePhaseCommitSpec, set: { participants: 2 }, states: 6_658 },
  {
    spec: sagaOrchestrationProgressSpec,
    set: { duplication: 1, crash: 0, restart: 0 },
    states: 230_113,
    unreachable: [
      'an order is complete, after a loss and a restart',
      'all of an order is undone when shipping refuses, after a loss and a restart',
    ],
  },
  {
    // Two orders for one item.
    spec: sagaOrchestrationProgressSpec,
    set: { orders: 2, tries: 1, loss: 0 },
    states: 154_359,
    unreachable: [
      'an order is complete, after a loss and a restart',
      'all of an order is undone when shipping refuses, after a loss and a restart',
    ],
  },
  {
    spec: sagaChoreographyProgressSpec,
    set: { orders: 2, duplication: 0, crash: 0, restart: 0 },
    states: 24_233,
    unreachable: [
      'an order is complete, after a restart',
      'all of an order is undone when shipping refuses, after a restart',
    ],
  },
  {
    // A loss instead of a crash.
    spec: sagaChoreographyProgressSpec,
    set: { tries: 2, loss: 1, duplication: 0, crash: 0, restart: 0 },
    states: 92_032,
    unreachable: [
      'an order is complete, after a restart',
      'all of an order is undone when shipping refuses, after a restart',
    ],
  },
];

test.each(PROGRESS)(
  '$spec.name holds with $set',
  async ({ spec, set, states, unreachable = [] }) => {
    const result = await check(
      configure(spec, undefined, set),
      searching('bfs', { keepGoing: true }),
    );
    expect(result).toMatchObject({ complete: true, states });
    for (const { name, kind, status } of result.properties) {
      const sought = unreachable.includes(name) ? 'unreachable' : 'reached';
      expect([name, status]).toEqual([name, kind === 'reachable' ? sought : 'holds']);
    }
  },
);

/** What a spec assumes to be fair, each of which some property needs, at bounds that are enough to show it. */
const ASSUMED: readonly {
  readonly spec: Spec;
  readonly set: Readonly<Record<string, ParameterValue>>;
  readonly terms: readonly string[];
}[] = [
  {
    spec: twoPhaseCommitProgressSpec,
    set: { tries: 1, loss: 0 },
    terms: ['restart', 'giveUp', 'writeLog', 'tell', 'receive commit', 'receive abort'],
  },
  { spec: paxosProgressSpec, set: { acceptors: 3 }, terms: ['prepare', 'deliver'] },
  {
    spec: threePhaseCommitSpec,
    set: { participants: 2 },
    terms: ['deliver', 'timer tell', 'timer wait', 'tick'],
  },
  {
    spec: sagaOrchestrationProgressSpec,
    set: { tries: 1, loss: 0 },
    terms: [
      'restart',
      'command',
      'receive attempt',
      'receive compensate',
      'receive done',
      'receive refused',
      'receive undone',
    ],
  },
  {
    spec: sagaChoreographyProgressSpec,
    set: { duplication: 0 },
    terms: [
      'restart',
      'publish',
      'receive done',
      'receive refused',
      'receive undone',
      'receive ack',
      'receive back',
    ],
  },
];

/** A property that takes one thing less for fair. */
const without = (property: Property<Subject>, term: string): Property<Subject> => ({
  ...property,
  ...(property.fairness && {
    fairness: property.fairness.map((one) => ({
      ...one,
      terms: one.terms.filter((other) => other !== term),
    })),
  }),
});

describe.each(ASSUMED)('$spec.name', ({ spec, set, terms }) => {
  const configuration = configure(spec, undefined, set);
  const { properties } = configuration;
  const live = properties.filter(({ fairness }) => fairness !== undefined);
  const statuses = async (some: readonly Property<Subject>[]) => {
    const result = await check(asking(configuration, ...some), searching('bfs'));
    return result.properties.map(({ status }) => status);
  };

  test('needs all that is assumed, and no more is', async () => {
    const assumed = live.flatMap(({ fairness = [] }) => fairness.flatMap((one) => one.terms));
    expect([...new Set(assumed)]).toEqual(terms);
    expect(await statuses(live)).toEqual(live.map(() => 'holds'));
  });

  test.each(terms)('needs that %s is fair', async (term) => {
    expect(await statuses(live.map((one) => without(one, term)))).toContain('violated');
  });
});

test.each([
  // Everybody may crash, messages are lost and doubled, everything is sent again for ever.
  [{ inFlight: 3 }, 'holds'],
  // Another transaction is a stutter, and locks data.
  [{ transactions: 2, inFlight: 1, loss: 0 }, 'holds'],
  [{ decidesAlone: true, crash: 0, restart: 0 }, 'violated'],
  [{ forgetsItsVote: true }, 'violated'],
  [{ sendsBeforeLogging: true }, 'violated'],
])('two-phase commit with %j: that it refines transaction commit %s', async (set, status) => {
  const participants = 2;
  const { properties } = configure(twoPhaseCommitProgressSpec, undefined, { participants });
  const refinement = properties.filter(({ kind }) => kind === 'refinement');
  const settings = { transactions: 1, participants, ...set };
  const configuration = configure(twoPhaseCommitSpec, undefined, settings);
  const result = await check(asking(configuration, ...refinement), searching('bfs'));
  expect(result.properties.map((one) => one.status)).toEqual([status]);
});
